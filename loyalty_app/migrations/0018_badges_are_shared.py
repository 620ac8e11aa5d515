"""Members show badges to others

Revision: 0018
Follows: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shared_badge",
        sa.Column("token", sa.String(length=43), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("badge", sa.String(length=40), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_shared_badge_member_id_member")
        ),
        sa.PrimaryKeyConstraint("token", name=op.f("pk_shared_badge")),
        sa.UniqueConstraint("member_id", "badge", name=op.f("uq_shared_badge_member_id_badge")),
    )


def downgrade() -> None:
    op.drop_table("shared_badge")
