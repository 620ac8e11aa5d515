from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..clock import now
from ..extensions import Model


class LastAsked(Model):
    """When a member was last asked anything; one conditional upsert keeps two from asking."""

    __tablename__ = "last_asked"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    at: Mapped[datetime]


class SurveyInvitation(Model):
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
    `thanked_at`: when the shop said thank you for praise.

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
    thanked_at: Mapped[datetime | None]


class Cause(StrEnum):
    """What lay at the root of it."""

    PRODUCT = "product"
    SERVICE = "service"
    WAITING = "waiting"
    PRICE = "price"
    PLACE = "place"
    CARD = "card"
    OTHER = "other"


class Case(Model):
    """A bad answer, one who asked for a word, or a complaint, that somebody must see to until
    `due_at`: it began with an answer or with a message.

    It is closed with its cause and what was done, and opened again by a bad answer to the question
    that follows. `first_touch_at`: when the member first heard from the shop.
    """

    __tablename__ = "feedback_case"
    __table_args__ = (
        CheckConstraint(
            "closed_at IS NULL OR (cause IS NOT NULL AND action <> '')",
            name="closed_with_cause_and_action",
        ),
        CheckConstraint(
            "(answer_id IS NULL) <> (message_id IS NULL)", name="begins_with_one_thing"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    answer_id: Mapped[str | None] = mapped_column(ForeignKey("survey_answer.id"), unique=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), unique=True)
    visit: Mapped[str | None] = mapped_column(ForeignKey("activity.id"))
    opened_at: Mapped[datetime] = mapped_column(default=now, index=True)
    due_at: Mapped[datetime]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    first_touch_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None] = mapped_column(index=True)
    cause: Mapped[Cause | None]
    action: Mapped[str] = mapped_column(String(500), default="")
    reopened: Mapped[int] = mapped_column(default=0)


class Step(StrEnum):
    """What was done about a case."""

    NOTE = "note"
    MESSAGE = "message"
    VOUCHER = "voucher"
    CLOSED = "closed"
    REOPENED = "reopened"


class CaseEntry(Model):
    """One step of a case, with its words; a note stays in the house."""

    __tablename__ = "case_entry"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("feedback_case.id", ondelete="CASCADE"), index=True
    )
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    step: Mapped[Step]
    words: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=now)
