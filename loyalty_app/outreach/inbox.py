"""The member's notifications: outcomes that are news to them, read from the chain itself.

Nothing is stored of them but how far a member has read. Messages stand beside them.
"""

from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, distinct, func, select

from ..activities.facts import OutcomeKind
from ..activities.models import ActivityRow, OutcomeRow
from ..activities.values import OWN_PHONE, Kind
from ..extensions import db
from ..members.models import Member
from ..programme.models import ProgrammeVersion
from ..surveys.models import SurveyInvitation
from ..surveys.queries import Asked, asked_after, asked_in, is_open
from .models import Message, ReadUpTo

NEWS = frozenset(
    {
        OutcomeKind.POINTS_GIVEN,
        OutcomeKind.POINTS_RELEASED,
        OutcomeKind.POINTS_EXPIRE_SOON,
        OutcomeKind.POINTS_EXPIRED,
        OutcomeKind.POINTS_ADJUSTED,
        OutcomeKind.STAMPS_EXPIRE_SOON,
        OutcomeKind.STAMPS_EXPIRED,
        OutcomeKind.VOUCHER_ISSUED,
        OutcomeKind.VOUCHER_REOPENED,
        OutcomeKind.VOUCHER_CANCELLED,
        OutcomeKind.VOUCHER_EXPIRES_SOON,
        OutcomeKind.VOUCHER_EXPIRED,
        OutcomeKind.CHALLENGE_WON,
        OutcomeKind.CHALLENGE_REOPENED,
        OutcomeKind.BADGE_EARNED,
        OutcomeKind.BADGE_TAKEN_BACK,
        OutcomeKind.TIER_REACHED,
        OutcomeKind.TIER_KEPT,
        OutcomeKind.TIER_ENDS_SOON,
        OutcomeKind.TIER_AT_RISK,
        OutcomeKind.TIER_DROPPED,
        OutcomeKind.TIER_TAKEN_BACK,
    }
)
"""What a member wants to be told even days later."""
NEWS_FROM_AFAR = NEWS | {OutcomeKind.POINTS_TAKEN_BACK}
"""The same of what followed from somebody else's doing: they were not there."""


def is_news() -> ColumnElement[bool]:
    """Of an activity with its outcomes joined: not what they did themselves."""
    by_others = (ActivityRow.source != OWN_PHONE) & (ActivityRow.kind != Kind.CLAIM)
    afar = ActivityRow.caused_by.is_not(None) & OutcomeRow.kind.in_(NEWS_FROM_AFAR)
    return (OutcomeRow.kind.in_(NEWS) | afar) & by_others


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a member: so much that is unread, and questions, the newest first."""

    unread: int
    asked: list[Asked]


def waiting_for(member_id: int) -> Waiting:
    """One statement, for a page that shows both."""
    said = {"member": member_id, "asked_after": asked_after()}
    rows = db.session.execute(_waiting(), said).all()
    waiting = ((invitation, sha256) for _n, invitation, sha256 in rows if sha256)
    return Waiting(rows[0][0] if rows else 0, asked_in(waiting))


@cache
def _waiting() -> Select[*tuple[Any, ...]]:
    return (
        select(_unread(), SurveyInvitation, ProgrammeVersion.sha256)
        .select_from(Member)
        .outerjoin(SurveyInvitation, and_(SurveyInvitation.member_id == Member.id, *is_open()))
        .outerjoin(ProgrammeVersion, ProgrammeVersion.number == SurveyInvitation.version)
        .where(Member.id == bindparam("member"))
        .order_by(SurveyInvitation.asked_at.desc(), SurveyInvitation.id.desc())
    )


def unread(member_id: int) -> int:
    """Activities that brought news since the member last read, and messages: one statement."""
    return db.session.scalar(select(_unread()), {"member": member_id}) or 0


def _unread() -> ColumnElement[int]:
    member: BindParameter[int] = bindparam("member")
    read = select(ReadUpTo.sequence).where(ReadUpTo.member_id == member).scalar_subquery()
    news = (
        select(func.count(distinct(ActivityRow.id)))
        .join(OutcomeRow, OutcomeRow.activity_id == ActivityRow.id)
        .where(
            ActivityRow.member_id == member,
            ActivityRow.sequence > func.coalesce(read, 0),
            is_news(),
        )
    )
    messages = select(func.count(Message.id)).where(
        Message.member_id == member,
        Message.staff_id.is_not(None),
        Message.read_at.is_(None),
    )
    return news.scalar_subquery() + messages.scalar_subquery()


def read_up_to(member_id: int) -> int:
    """The sequence up to which the member has read."""
    row = db.session.get(ReadUpTo, member_id)
    return row.sequence if row else 0


def keep_read(member_id: int, sequence: int) -> None:
    """The member has read up to this activity; an older page read later changes nothing."""
    row = db.session.get(ReadUpTo, member_id)
    if row is None:
        db.session.add(ReadUpTo(member_id=member_id, sequence=sequence))
    elif sequence > row.sequence:
        row.sequence = sequence
    db.session.flush()
