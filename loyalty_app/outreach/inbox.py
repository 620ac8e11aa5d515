"""The member's notifications: outcomes that are news to them, read from the chain itself.

Nothing is stored of them but how far a member has read. Messages stand beside them.
"""

from sqlalchemy import ColumnElement, distinct, func, select

from ..activities.facts import OutcomeKind
from ..activities.models import ActivityRow, OutcomeRow
from ..activities.values import OWN_PHONE, Kind
from ..extensions import db
from .models import Message, ReadUpTo

NEWS = frozenset(
    {
        OutcomeKind.POINTS_GIVEN,
        OutcomeKind.POINTS_RELEASED,
        OutcomeKind.POINTS_EXPIRE_SOON,
        OutcomeKind.POINTS_EXPIRED,
        OutcomeKind.POINTS_ADJUSTED,
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
        OutcomeKind.TIER_AT_RISK,
        OutcomeKind.TIER_DROPPED,
        OutcomeKind.TIER_TAKEN_BACK,
    }
)
"""What a member wants to be told even days later."""


def is_news() -> ColumnElement[bool]:
    """Of an activity with its outcomes joined: not what they did themselves."""
    by_others = (ActivityRow.source != OWN_PHONE) & (ActivityRow.kind != Kind.CLAIM)
    return OutcomeRow.kind.in_(NEWS) & by_others


def unread(member_id: int) -> int:
    """Activities that brought news since the member last read, and messages: one statement."""
    read = select(ReadUpTo.sequence).where(ReadUpTo.member_id == member_id).scalar_subquery()
    news = (
        select(func.count(distinct(ActivityRow.id)))
        .join(OutcomeRow, OutcomeRow.activity_id == ActivityRow.id)
        .where(
            ActivityRow.member_id == member_id,
            ActivityRow.sequence > func.coalesce(read, 0),
            is_news(),
        )
    )
    messages = select(func.count()).where(Message.member_id == member_id, Message.read_at.is_(None))
    both = select(news.scalar_subquery() + messages.scalar_subquery())
    return db.session.scalar(both) or 0


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
