"""Phones that show a rotating code: their keys, and which steps of them were taken

Revision: 0007
Follows: 0006
"""

import sqlalchemy as sa
from alembic import op

from loyalty_app.extensions.columns import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "device_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("handle", sa.String(length=10), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("seen_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_device_key_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_key")),
        sa.UniqueConstraint("handle", name=op.f("uq_device_key_handle")),
    )
    with op.batch_alter_table("device_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_key_member_id"), ["member_id"], unique=False)
    op.create_table(
        "used_step",
        sa.Column("key_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["device_key.id"], name=op.f("fk_used_step_key_id")),
        sa.PrimaryKeyConstraint("key_id", "step", name=op.f("pk_used_step")),
    )
    with op.batch_alter_table("browser_session", schema=None) as batch_op:
        batch_op.add_column(sa.Column("device_key_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            batch_op.f("ix_browser_session_device_key_id"), ["device_key_id"], unique=False
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_browser_session_device_key_id"), "device_key", ["device_key_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("browser_session", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_browser_session_device_key_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_browser_session_device_key_id"))
        batch_op.drop_column("device_key_id")
    op.drop_table("used_step")
    op.drop_table("device_key")
