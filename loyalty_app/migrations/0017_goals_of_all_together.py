"""Members have goals together, and each of them is reached once

Revision: 0017
Follows: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contribution",
        sa.Column("challenge", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("n", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("won", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_contribution_member_id_member")
        ),
        sa.PrimaryKeyConstraint("challenge", "period", "member_id", name=op.f("pk_contribution")),
    )
    op.create_index(op.f("ix_contribution_member_id"), "contribution", ["member_id"])
    op.create_table(
        "reached_goal",
        sa.Column("challenge", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("challenge", "period", name=op.f("pk_reached_goal")),
    )


def downgrade() -> None:
    op.drop_table("reached_goal")
    op.drop_table("contribution")
