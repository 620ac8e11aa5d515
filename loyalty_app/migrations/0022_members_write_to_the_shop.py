"""Members write to the shop: enquiries, complaints, and notes on a member

Revision: 0022
Follows: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KIND = sa.Enum("call", "talk", "other", name="notekind", native_enum=False, length=40)


def upgrade() -> None:
    with op.batch_alter_table("message") as messages:
        messages.alter_column("staff_id", existing_type=sa.Integer(), nullable=True)
        messages.add_column(sa.Column("key", sa.String(32), nullable=True))
        messages.create_unique_constraint(op.f("uq_message_key"), ["key"])
    op.create_table(
        "enquiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", MOMENT, nullable=True),
        sa.Column("closed_at", MOMENT, nullable=True),
        _to("member", "member_id", "enquiry"),
        _to("message", "message_id", "enquiry"),
        _to("staff", "owner_id", "enquiry"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry")),
    )
    for column in ("member_id", "opened_at"):
        op.create_index(op.f(f"ix_enquiry_{column}"), "enquiry", [column])
    op.create_index(
        "one_open_enquiry",
        "enquiry",
        ["member_id"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("staff_id", sa.Integer(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("key", sa.String(32), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        _to("member", "member_id", "note"),
        _to("staff", "staff_id", "note"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
        sa.UniqueConstraint("key", name=op.f("uq_note_key")),
    )
    op.create_index(op.f("ix_note_member_id"), "note", ["member_id"])
    with op.batch_alter_table("feedback_case") as cases:
        cases.alter_column("answer_id", existing_type=sa.String(32), nullable=True)
        cases.add_column(sa.Column("message_id", sa.Integer(), nullable=True))
        cases.create_foreign_key(
            op.f("fk_feedback_case_message_id"), "message", ["message_id"], ["id"]
        )
        cases.create_unique_constraint(op.f("uq_feedback_case_message_id"), ["message_id"])
        cases.create_check_constraint(
            op.f("ck_feedback_case_begins_with_one_thing"),
            "(answer_id IS NULL) <> (message_id IS NULL)",
        )


def downgrade() -> None:
    op.execute("DELETE FROM feedback_case WHERE answer_id IS NULL")
    with op.batch_alter_table("feedback_case") as cases:
        cases.drop_constraint(op.f("ck_feedback_case_begins_with_one_thing"), type_="check")
        cases.drop_constraint(op.f("uq_feedback_case_message_id"), type_="unique")
        cases.drop_constraint(op.f("fk_feedback_case_message_id"), type_="foreignkey")
        cases.drop_column("message_id")
        cases.alter_column("answer_id", existing_type=sa.String(32), nullable=False)
    op.drop_table("note")
    op.drop_table("enquiry")
    op.execute("DELETE FROM message WHERE staff_id IS NULL")
    with op.batch_alter_table("message") as messages:
        messages.drop_constraint(op.f("uq_message_key"), type_="unique")
        messages.drop_column("key")
        messages.alter_column("staff_id", existing_type=sa.Integer(), nullable=False)


def _to(table: str, column: str, own: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{own}_{column}"))
