"""Badges that are shown to others, and who has been a member for long enough to earn one."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from sqlalchemy import String, cast, exists, literal, select

from ..activities.models import ActivityRow
from ..activities.values import CLOCK
from ..extensions import db
from ..members.models import Member
from ..programme.calendar import months_later
from ..programme.document import Programme
from .models import SharedBadge

_ANNIVERSARY = "anniversary-"
_ONE_DAY = timedelta(days=1)


def link_of(member_id: int, badge: str) -> str | None:
    """The token of the link under which a member shows a badge."""
    theirs = SharedBadge.member_id == member_id
    return db.session.scalar(select(SharedBadge.token).where(theirs, SharedBadge.badge == badge))


def shown_under(token: str) -> tuple[Member, str] | None:
    """Whose badge is shown under a link, and which one."""
    query = (
        select(Member, SharedBadge.badge)
        .join(SharedBadge, SharedBadge.member_id == Member.id)
        .where(SharedBadge.token == token, Member.closed_at.is_(None))
    )
    row = db.session.execute(query).first()
    return (row[0], row[1]) if row else None


def anniversary_reference(member_id: int, years: int) -> str:
    """Once, for ever."""
    return f"{_ANNIVERSARY}{member_id}-{years}"


def unmarked_anniversaries(programme: Programme, day: date) -> Iterator[tuple[int, int]]:
    """Members who on this local day have been some for as many years as a badge asks for, and for
    whom that was not recorded yet; the fewest years first."""
    for years in sorted({badge.years for badge in programme.badges if badge.years}):
        joined_until = _last_day_to_have_joined(day, years)
        end = datetime.combine(joined_until + _ONE_DAY, time(), programme.zone)
        for member in _unmarked(end, years):
            yield member, years


def _unmarked(joined_before: datetime, years: int) -> list[int]:
    reference = literal(_ANNIVERSARY) + cast(Member.id, String) + literal(f"-{years}")
    marked = exists().where(ActivityRow.source == CLOCK, ActivityRow.reference == reference)
    query = select(Member.id).where(
        Member.joined_at < joined_before, Member.closed_at.is_(None), ~marked
    )
    return list(db.session.scalars(query.order_by(Member.id)))


def _last_day_to_have_joined(day: date, years: int) -> date:
    """So that it is so many years by this day; the years of a leap day end on 28 February."""
    before = months_later(day, -12 * years)
    return before + _ONE_DAY if months_later(before + _ONE_DAY, 12 * years) <= day else before
