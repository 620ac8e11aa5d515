"""What a member has, read without holding it. Nothing here writes."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select

from ..activities.values import Activity, Kind
from ..clock import now
from ..errors import UnknownMember
from ..extensions import db
from ..programme.document import Programme
from .models import StandingRow
from .state import standing_from
from .time import pass_time
from .values import Standing

_STANDING = select(StandingRow.__table__).where(StandingRow.member_id == bindparam("member"))


def standing_of(member_id: int) -> Standing:
    """As it was last recorded: one statement. Raises UnknownMember."""
    row = db.session.execute(_STANDING, {"member": member_id})
    if (found := row.mappings().first()) is None:
        raise UnknownMember(code=member_id)
    return standing_from(dict(found))


def standing_today(programme: Programme, member_id: int) -> Standing:
    """With the time that has passed since, in memory: what is out of date today counts no more,
    whether or not the nightly tick has run. Raises UnknownMember."""
    standing, day = standing_of(member_id), today(programme)
    tick = Activity(member=member_id, kind=Kind.CLOCK, source="", reference="", day=day)
    for fact in pass_time(programme, standing, tick):
        standing.take(fact)
    standing.pass_to(day)
    return standing


def today(programme: Programme) -> date:
    """The shop's local day."""
    return programme.local(now()).date()


@dataclass(frozen=True, slots=True)
class Due:
    """So many points on a local day."""

    day: date
    points: int


def next_expiry(standing: Standing) -> Due | None:
    """The last day of the points that go first, and how many those are."""
    return _first((standing.last_day(lot), h.left) for lot, h in standing.lots.items())


def next_release(standing: Standing) -> Due | None:
    """The first day on which pending points are ready, and how many those are."""
    return _first(
        (lot.releases_on, holding.left)
        for lot, holding in standing.lots.items()
        if not lot.is_released(standing.clock)
    )


def _first(dues: Iterable[tuple[date | None, int]]) -> Due | None:
    by_day: Counter[date] = Counter()
    for day, points in dues:
        if day and points:
            by_day[day] += points
    if not by_day:
        return None
    first = min(by_day)
    return Due(first, by_day[first])
