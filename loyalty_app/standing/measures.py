"""What tiers measure, on any day, and when time alone will bring it below a target.

Months are those in which things happened. A rolling year is this month and the eleven before; it
is reviewed on the first of a month, a calendar year on the first of January.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

from ..programme.calendar import month_end, month_of, months_later
from ..programme.sections.tiers import Measure, Over
from .holdings import Held
from .points import EARNED
from .values import Standing
from .visits import REFERRALS, SPEND, VISITS

SUBJECTS: Mapping[str, str] = {
    Measure.POINTS_EARNED: EARNED,
    Measure.SPEND: SPEND,
    Measure.VISITS: VISITS,
    Measure.REFERRALS: REFERRALS,
}
_MONTHS = 12
_ONE_DAY = timedelta(days=1)


def measured(standing: Standing, measure: str, over: str, day: date) -> int:
    """Points, minor units, visits or friends, as they count on a local day for reaching a tier."""
    if measure == Measure.BALANCE:
        return standing.available + standing.pending - standing.debt
    buckets = standing.counts.get(SUBJECTS[measure], {})
    if over == Over.LIFETIME:
        return sum(buckets.values())
    return sum(buckets.get(month, 0) for month in _window(over, day))


def keeping(standing: Standing, measure: str, over: str, day: date) -> int:
    """As they count on a day for keeping a tier: of calendar years, the one before counts too."""
    now = measured(standing, measure, over, day)
    if over == Over.CALENDAR_YEAR and measure != Measure.BALANCE:
        return now + measured(standing, measure, over, date(day.year - 1, 12, 31))
    return now


def next_review(standing: Standing, held: Held, day: date) -> date | None:
    """The first local day, after this one, on which the tier must be looked at; None: never.

    Assumes that nothing happens until then; what happens only moves it away.
    """
    if held.drops_on:
        return held.drops_on
    if not held.falls or (held.over == Over.LIFETIME and held.measure != Measure.BALANCE):
        return None
    if held.measure == Measure.BALANCE:
        short = measured(standing, held.measure, held.over, day) < held.target
        return month_end(day) + _ONE_DAY if short else None
    if held.over == Over.CALENDAR_YEAR:
        return date(held.seen_on.year + 1, 1, 1)
    return _first_of_month_below(standing, held, day)


def _first_of_month_below(standing: Standing, held: Held, day: date) -> date:
    """When the last month that is needed has left the window of twelve."""
    buckets = standing.counts.get(SUBJECTS[held.measure], {})
    first, total = day.replace(day=1), 0
    for ago, month in enumerate(_window(held.over, day)):
        total += buckets.get(month, 0)
        if total >= held.target:
            return months_later(first, _MONTHS - ago)
    return months_later(first, 1)


@lru_cache(maxsize=1024)
def _window(over: str, day: date) -> tuple[str, ...]:
    """The months that count on a day, the newest first."""
    first = day.replace(day=1)
    months = day.month if over == Over.CALENDAR_YEAR else _MONTHS
    return tuple(month_of(months_later(first, -ago)) for ago in range(months))
