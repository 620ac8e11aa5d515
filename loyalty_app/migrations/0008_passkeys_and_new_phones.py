"""Passkeys, codes in mails, new phones at the counter; where a member joined, which browser it is

Revision: 0008
Follows: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("member", sa.Column("joined_via", sa.String(length=40), nullable=True))
    op.add_column("browser_session", sa.Column("label", sa.String(length=40), nullable=True))
    op.add_column("browser_session", sa.Column("seen_at", MOMENT, nullable=True))
    op.drop_table("sign_in_link")  # none lives longer than ten minutes
    _links(sa.Column("code", sa.String(length=64), nullable=False))
    op.create_index(op.f("ix_sign_in_link_code"), "sign_in_link", ["code"])
    op.create_table(
        "passkey",
        sa.Column("id", sa.String(length=1400), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column(
            "sign_count", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=False),
        _of("member", "passkey"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
    )
    op.create_index(op.f("ix_passkey_member_id"), "passkey", ["member_id"])
    op.create_table(
        "new_phone",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("lost", sa.Boolean(), nullable=False),
        sa.Column("offered_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        _of("member", "new_phone"),
        _of("staff", "new_phone"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_new_phone")),
    )
    op.create_index(op.f("ix_new_phone_member_id"), "new_phone", ["member_id"])


def downgrade() -> None:
    op.drop_table("new_phone")
    op.drop_table("passkey")
    op.drop_table("sign_in_link")
    _links()
    op.drop_column("browser_session", "seen_at")
    op.drop_column("browser_session", "label")
    op.drop_column("member", "joined_via")


def _links(*more: sa.Column) -> None:
    op.create_table(
        "sign_in_link",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("browser", sa.String(length=64), nullable=False),
        *more,
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT, nullable=True),
        _of("member", "sign_in_link"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_link")),
    )
    op.create_index(op.f("ix_sign_in_link_expires_at"), "sign_in_link", ["expires_at"])
    op.create_index(op.f("ix_sign_in_link_member_id"), "sign_in_link", ["member_id"])


def _of(owner: str, table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{owner}_id")
    return sa.ForeignKeyConstraint([f"{owner}_id"], [f"{owner}.id"], name=name)
