"""A version may wait for its time, and says why it was published

Revision: 0004
Follows: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

PUBLISHED = "OLD.published_at IS NOT NULL"
NEARLY_IN_FORCE = {
    "sqlite": "OLD.published_at <= strftime('%Y-%m-%d %H:%M:%f', 'now', '+1 minute')",
    "postgresql": "OLD.published_at <= clock_timestamp() + interval '1 minute'",
}
"""From a minute before it comes into force a version never changes, by the database's own clock:
the minute is more than a transaction takes, or than clocks of two machines differ."""


def upgrade() -> None:
    with op.batch_alter_table("programme_version", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scheduled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(
            sa.Column("reason", sa.String(length=300), nullable=False, server_default="")
        )
    _guard(NEARLY_IN_FORCE[op.get_bind().dialect.name])


def downgrade() -> None:
    _guard(PUBLISHED)
    for column in ("reason", "scheduled_at"):
        op.execute(f"ALTER TABLE programme_version DROP COLUMN {column}")


def _guard(condition: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _guard_sqlite(condition)
    else:
        _guard_postgres(condition)


def _guard_sqlite(condition: str) -> None:
    for verb in ("UPDATE", "DELETE"):
        name = f"programme_version_refuses_{verb.lower()}"
        op.execute(f"DROP TRIGGER {name}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON programme_version WHEN {condition} "
            "BEGIN SELECT RAISE(ABORT, 'programme_version: a published version never changes'); END"
        )


def _guard_postgres(condition: str) -> None:
    op.execute("DROP TRIGGER programme_version_refuses_change ON programme_version")
    op.execute(
        "CREATE TRIGGER programme_version_refuses_change BEFORE UPDATE OR DELETE "
        f"ON programme_version FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION refuse_change()"
    )
