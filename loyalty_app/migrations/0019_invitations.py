"""Members invite friends

Revision: 0019
Follows: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "invitation_link",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_invitation_link_member_id")
        ),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_invitation_link")),
        sa.UniqueConstraint("code", name=op.f("uq_invitation_link_code")),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inviter_id", sa.Integer(), nullable=False),
        sa.Column("friend_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("reasons", sa.String(200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("qualified_on", sa.Date(), nullable=True),
        sa.Column("qualified_by", sa.String(32), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["inviter_id"], ["member.id"], name=op.f("fk_invitation_inviter_id")
        ),
        sa.ForeignKeyConstraint(["friend_id"], ["member.id"], name=op.f("fk_invitation_friend_id")),
        sa.ForeignKeyConstraint(
            ["qualified_by"], ["activity.id"], name=op.f("fk_invitation_qualified_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("friend_id", name=op.f("uq_invitation_friend_id")),
    )
    op.create_index(op.f("ix_invitation_inviter_id"), "invitation", ["inviter_id"])
    op.create_index(op.f("ix_invitation_due_on"), "invitation", ["due_on"])


def downgrade() -> None:
    op.drop_table("invitation")
    op.drop_table("invitation_link")
