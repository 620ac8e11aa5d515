from datetime import date, datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..clock import now
from ..extensions import Model


class LastAsked(Model):
    """When a member was last asked anything; one conditional upsert keeps two from asking."""

    __tablename__ = "last_asked"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    at: Mapped[datetime]


class Invitation(Model):
    """A member is asked one survey on one occasion: a visit's id, `joining`, a tier, a day …

    `answered_on` is a local day: who answers anonymously leaves no hour here either.
    """

    __tablename__ = "survey_invitation"
    __table_args__ = (UniqueConstraint("member_id", "survey", "occasion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    survey: Mapped[str] = mapped_column(String(40), index=True)
    occasion: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(ForeignKey("programme_version.number"))
    shop: Mapped[str] = mapped_column(String(40), default="")
    hour: Mapped[int | None]
    asked_at: Mapped[datetime] = mapped_column(default=now, index=True)
    answered_on: Mapped[date | None]


class Answer(Model):
    """What was said. `id` is random; `day` is local, `hour` that of the visit.

    Without a member it is anonymous, and the constraint holds what that means.
    """

    __tablename__ = "survey_answer"
    __table_args__ = (
        CheckConstraint(
            "member_id IS NOT NULL OR (invitation_id IS NULL AND answered_at IS NULL"
            " AND hour IS NULL AND tier = '' AND NOT wants_a_call)",
            name="anonymous_is_anonymous",
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    survey: Mapped[str] = mapped_column(String(40), index=True)
    version: Mapped[int] = mapped_column(ForeignKey("programme_version.number"))
    day: Mapped[date] = mapped_column(index=True)
    shop: Mapped[str] = mapped_column(String(40), default="")
    score: Mapped[int | None]
    choices: Mapped[list[str]] = mapped_column(JSON)
    words: Mapped[str] = mapped_column(Text, default="")
    more: Mapped[str] = mapped_column(Text, default="")
    wants_a_call: Mapped[bool] = mapped_column(default=False)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    invitation_id: Mapped[int | None] = mapped_column(
        ForeignKey("survey_invitation.id"), unique=True
    )
    answered_at: Mapped[datetime | None]
    hour: Mapped[int | None]
    tier: Mapped[str] = mapped_column(String(40), default="")
