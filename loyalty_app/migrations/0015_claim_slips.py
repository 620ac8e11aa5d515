"""A slip for what somebody without their card has bought

Revision: 0015
Follows: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim_slip",
        sa.Column("code", sa.String(10), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("shop", sa.String(40), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("collected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["staff_id"], ["staff.id"], name=op.f("fk_claim_slip_staff_id")),
        sa.ForeignKeyConstraint(
            ["approved_by"], ["staff.id"], name=op.f("fk_claim_slip_approved_by")
        ),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_claim_slip")),
        sa.UniqueConstraint("key", name=op.f("uq_claim_slip_key")),
    )
    op.create_index(op.f("ix_claim_slip_made_at"), "claim_slip", ["made_at"])
    op.create_index(op.f("ix_claim_slip_staff_id"), "claim_slip", ["staff_id"])


def downgrade() -> None:
    op.drop_table("claim_slip")
