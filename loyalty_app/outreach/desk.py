"""Talks as they are read: one member's, those that wait for an answer, and what they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import aliased

from ..clock import now
from ..extensions import db
from ..members.models import Member
from ..staff.models import Staff
from .models import Enquiry, Message

AT_A_TIME = 30
WINDOW = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Talk:
    """What was said, the oldest first, each with who of the shop said it; where there is more
    before, `older` is what to ask from. `is_newest`: nothing was said after it."""

    said: list[tuple[Message, str]]
    older: int | None
    is_newest: bool

    @property
    def last(self) -> int:
        """The id of its last message; 0: it has none."""
        return self.said[-1][0].id if self.said else 0


@dataclass(frozen=True, slots=True)
class Waits:
    """A member who waits for an answer, what they said last, and who will answer."""

    enquiry: Enquiry
    member: Member
    words: str
    owner: str


@dataclass(frozen=True, slots=True)
class TalkFigures:
    """Of the last year: how many waited and were answered, the median hours until they were, and
    how many of them in time."""

    asked: int
    answered: int
    first_answer: float | None
    in_time: int


def talk_of(member_id: int, before: int | None = None) -> Talk:
    """The newest of it, or what was said before a message."""
    query = (
        select(Message, Staff.name)
        .outerjoin(Staff, Staff.id == Message.staff_id)
        .where(Message.member_id == member_id)
        .order_by(Message.id.desc())
        .limit(AT_A_TIME + 1)
    )
    if before:
        query = query.where(Message.id < before)
    rows = [(message, name or "") for message, name in db.session.execute(query)]
    shown = rows[:AT_A_TIME]
    older = shown[-1][0].id if len(rows) > AT_A_TIME else None
    return Talk(shown[::-1], older, is_newest=not before)


def something_new(member_id: int, after: int) -> bool:
    """Whether something was said after a message."""
    newer = exists().where(Message.member_id == member_id, Message.id > after)
    return bool(db.session.scalar(select(newer)))


def wait_of(member_id: int) -> Enquiry | None:
    """Whether they wait for an answer."""
    query = select(Enquiry).where(Enquiry.member_id == member_id, Enquiry.closed_at.is_(None))
    return db.session.scalars(query).one_or_none()


def news_from_shop(member_id: int) -> list[Message]:
    """What the shop said and the member has not read, the newest first; at least the last of it."""
    ours = (Message.member_id == member_id, Message.staff_id.is_not(None))
    last = select(func.max(Message.id)).where(*ours).scalar_subquery()
    unread = or_(Message.read_at.is_(None), Message.id == last)
    query = select(Message).where(*ours, unread).order_by(Message.id.desc()).limit(AT_A_TIME)
    return list(db.session.scalars(query))


def who_waits() -> list[Waits]:
    """The most pressing first."""
    newest = select(func.max(Message.id)).where(
        Message.member_id == Enquiry.member_id, Message.staff_id.is_(None)
    )
    said = aliased(Message)
    query = (
        select(Enquiry, Member, said.words, Staff.name)
        .join(Member, Member.id == Enquiry.member_id)
        .join(said, said.id == newest.scalar_subquery())
        .outerjoin(Staff, Staff.id == Enquiry.owner_id)
        .where(Enquiry.closed_at.is_(None))
        .order_by(Enquiry.due_at, Enquiry.id)
    )
    rows = db.session.execute(query)
    return [Waits(one, who, words, name or "") for one, who, words, name in rows]


def newest_talks() -> list[tuple[Member, Message]]:
    """Of members who do not wait, each with what was said last, the newest first."""
    last = select(func.max(Message.id)).group_by(Message.member_id)
    waits = select(Enquiry.member_id).where(Enquiry.closed_at.is_(None))
    query = (
        select(Member, Message)
        .join(Message, Message.member_id == Member.id)
        .where(Message.id.in_(last), Member.id.not_in(waits))
        .order_by(Message.id.desc())
        .limit(AT_A_TIME)
    )
    return [(member, message) for member, message in db.session.execute(query)]


def talk_figures() -> TalkFigures:
    query = select(Enquiry.opened_at, Enquiry.answered_at, Enquiry.due_at)
    rows = db.session.execute(query.where(Enquiry.opened_at > now() - WINDOW)).all()
    answered = [(opened, at, due) for opened, at, due in rows if at]
    return TalkFigures(
        asked=len(rows),
        answered=len(answered),
        first_answer=median_hours([at - opened for opened, at, _due in answered]),
        in_time=sum(at <= due for _opened, at, due in answered),
    )


def median_hours(waits: Sequence[timedelta]) -> float | None:
    """The middle one of all; nothing where there is none."""
    return median(wait / timedelta(hours=1) for wait in waits) if waits else None
