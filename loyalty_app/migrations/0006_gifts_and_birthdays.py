"""Members have a birthday, and gifts by hand a budget for each month

Revision: 0006
Follows: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "gift_budget",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.CheckConstraint("given >= 0", name=op.f("ck_gift_budget_never_negative")),
        sa.PrimaryKeyConstraint("month", name=op.f("pk_gift_budget")),
    )
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.add_column(sa.Column("birthday", sa.String(length=5), nullable=True))
        batch_op.create_index(batch_op.f("ix_member_birthday"), ["birthday"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_member_birthday"))
        batch_op.drop_column("birthday")
    op.drop_table("gift_budget")
