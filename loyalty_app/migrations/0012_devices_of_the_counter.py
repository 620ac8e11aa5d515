"""The shop's own devices, the codes that enrol them, and who is signed in on which

Revision: 0012
Follows: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "device",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("enrolled_by", sa.Integer(), nullable=False),
        sa.Column("enrolled_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", MOMENT, nullable=True),
        _reference("device", "shop_id", "shop"),
        _reference("device", "enrolled_by", "staff"),
        _reference("device", "revoked_by", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("token", name=op.f("uq_device_token")),
    )
    op.create_table(
        "device_offer",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        _reference("device_offer", "shop_id", "shop"),
        _reference("device_offer", "staff_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_offer")),
    )
    with op.batch_alter_table("browser_session") as session:
        session.add_column(sa.Column("device_id", sa.Integer(), nullable=True))
        session.create_index(op.f("ix_browser_session_device_id"), ["device_id"])
        name = op.f("fk_browser_session_device_id")
        session.create_foreign_key(name, "device", ["device_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("browser_session") as session:
        session.drop_constraint(op.f("fk_browser_session_device_id"), type_="foreignkey")
        session.drop_index(op.f("ix_browser_session_device_id"))
        session.drop_column("device_id")
    op.drop_table("device_offer")
    op.drop_table("device")


def _reference(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name)
