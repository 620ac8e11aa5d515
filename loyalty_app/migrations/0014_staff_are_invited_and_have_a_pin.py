"""Staff are invited by a link, and may have a PIN

Revision: 0014
Follows: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
ROLE = sa.Enum("cashier", "manager", "owner", name="role", native_enum=False, length=40)


def upgrade() -> None:
    op.add_column("staff", sa.Column("pin_hash", sa.String(length=200), nullable=True))
    op.create_table(
        "pin_tries",
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("device_id", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        _to("staff", "staff_id", "pin_tries"),
        _to("device", "device_id", "pin_tries"),
        sa.PrimaryKeyConstraint("staff_id", "device_id", name=op.f("pk_pin_tries")),
    )
    op.add_column(
        "browser_session",
        sa.Column("by_pin", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "staff_invitation",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", ROLE, nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=False),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("withdrawn_at", MOMENT, nullable=True),
        sa.Column("used_at", MOMENT, nullable=True),
        sa.Column("staff_id", sa.Integer(), nullable=True),
        _to("shop", "shop_id"),
        _to("staff", "invited_by"),
        _to("staff", "staff_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_invitation")),
    )
    op.create_index(op.f("ix_staff_invitation_invited_at"), "staff_invitation", ["invited_at"])
    with op.batch_alter_table("outbox_mail") as mails:
        mails.alter_column("member_id", existing_type=sa.Integer(), nullable=True)
        mails.add_column(sa.Column("invitation_id", sa.String(length=64), nullable=True))
        mails.create_foreign_key(
            op.f("fk_outbox_mail_invitation_id"), "staff_invitation", ["invitation_id"], ["id"]
        )


def downgrade() -> None:
    op.execute("DELETE FROM outbox_mail WHERE member_id IS NULL")
    with op.batch_alter_table("outbox_mail") as mails:
        mails.drop_constraint(op.f("fk_outbox_mail_invitation_id"), type_="foreignkey")
        mails.drop_column("invitation_id")
        mails.alter_column("member_id", existing_type=sa.Integer(), nullable=False)
    op.drop_table("staff_invitation")
    op.drop_column("browser_session", "by_pin")
    op.drop_table("pin_tries")
    op.drop_column("staff", "pin_hash")


def _to(table: str, column: str, owner: str = "staff_invitation") -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{owner}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=name)
