"""Members hear at once what was recorded, and read their notifications

Revision: 0009
Follows: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "read_up_to",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_read_up_to_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_read_up_to")),
    )
    if op.get_bind().dialect.name == "postgresql":
        _announce_activities()


def _announce_activities() -> None:
    """Whoever listens is told with the commit; on SQLite they look at its data_version."""
    op.execute(
        "CREATE FUNCTION announce_activity() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "PERFORM pg_notify('activity', NEW.member_id || ' ' || NEW.sequence); RETURN NULL; END $$"
    )
    op.execute(
        "CREATE TRIGGER activity_is_announced AFTER INSERT ON activity "
        "FOR EACH ROW EXECUTE FUNCTION announce_activity()"
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER activity_is_announced ON activity")
        op.execute("DROP FUNCTION announce_activity")
    op.drop_table("read_up_to")
