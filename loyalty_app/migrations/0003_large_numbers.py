"""Sums of points and money may be larger than four bytes hold

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

GROWING = {
    "outcome": ("points", "count", "debt"),
    "standing": ("points",),
    "member_month": ("spend", "visits", "earned", "burnt"),
}


def upgrade() -> None:
    _become(sa.BigInteger())


def downgrade() -> None:
    _become(sa.Integer())


def _become(kind: sa.Integer) -> None:
    if op.get_bind().dialect.name == "sqlite":
        return  # its integers have eight bytes already
    for table, columns in GROWING.items():
        for column in columns:
            op.alter_column(table, column, type_=kind, existing_nullable=False)
