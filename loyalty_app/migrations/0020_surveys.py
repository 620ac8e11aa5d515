"""Members are asked, and answer

Revision: 0020
Follows: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "last_asked",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_last_asked_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_last_asked")),
    )
    op.create_table(
        "survey_invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("survey", sa.String(40), nullable=False),
        sa.Column("occasion", sa.String(64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("shop", sa.String(40), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_survey_invitation_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["version"], ["programme_version.number"], name=op.f("fk_survey_invitation_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_invitation")),
        sa.UniqueConstraint(
            "member_id",
            "survey",
            "occasion",
            name=op.f("uq_survey_invitation_member_id_survey_occasion"),
        ),
    )
    op.create_index(op.f("ix_survey_invitation_asked_at"), "survey_invitation", ["asked_at"])
    op.create_index(op.f("ix_survey_invitation_survey"), "survey_invitation", ["survey"])
    op.create_table(
        "survey_answer",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("survey", sa.String(40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("shop", sa.String(40), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("more", sa.Text(), nullable=False),
        sa.Column("wants_a_call", sa.Boolean(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hour", sa.Integer(), nullable=True),
        sa.Column("tier", sa.String(40), nullable=False),
        sa.Column("thanked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "member_id IS NOT NULL OR (invitation_id IS NULL AND answered_at IS NULL"
            " AND hour IS NULL AND tier = '' AND NOT wants_a_call)",
            name=op.f("ck_survey_answer_anonymous_is_anonymous"),
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"],
            ["survey_invitation.id"],
            name=op.f("fk_survey_answer_invitation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_survey_answer_member_id")
        ),
        sa.ForeignKeyConstraint(
            ["version"], ["programme_version.number"], name=op.f("fk_survey_answer_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
        sa.UniqueConstraint("invitation_id", name=op.f("uq_survey_answer_invitation_id")),
    )
    op.create_index(op.f("ix_survey_answer_day"), "survey_answer", ["day"])
    op.create_index(op.f("ix_survey_answer_member_id"), "survey_answer", ["member_id"])
    op.create_index(op.f("ix_survey_answer_survey"), "survey_answer", ["survey"])


def downgrade() -> None:
    op.drop_table("survey_answer")
    op.drop_table("survey_invitation")
    op.drop_table("last_asked")
