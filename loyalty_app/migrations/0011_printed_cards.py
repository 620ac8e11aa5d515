"""Cards are printed ahead, and nobody's until the counter hands them over

Revision: 0011
Follows: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blank_card",
        sa.Column("number", sa.String(40), nullable=False),
        sa.Column("handle", sa.String(16), nullable=False),
        sa.Column("sheet", sa.Integer(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_blank_card")),
        sa.UniqueConstraint("handle", name=op.f("uq_blank_card_handle")),
    )
    op.create_index(op.f("ix_blank_card_sheet"), "blank_card", ["sheet"])


def downgrade() -> None:
    op.drop_table("blank_card")
