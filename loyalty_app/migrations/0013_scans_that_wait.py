"""What devices took without a connection: refused, or waiting for the owner

Revision: 0013
Follows: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "queued_scan",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        sa.Column("shop", sa.String(length=40), nullable=False),
        sa.Column("tail", sa.String(length=4), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("amount", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("why", sa.String(length=500), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.Column("settled_at", MOMENT, nullable=True),
        _reference("device_id", "device"),
        _reference("staff_id", "staff"),
        _reference("settled_by", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_queued_scan")),
    )
    for column in ("device_id", "state", "received_at"):
        op.create_index(op.f(f"ix_queued_scan_{column}"), "queued_scan", [column])


def downgrade() -> None:
    op.drop_table("queued_scan")


def _reference(column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_queued_scan_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)
