"""Notices: what is about to expire, told thirty and seven days before its last day, once each.

A notice changes nothing. Where time has passed over a day on which one was due, only the one that
is still of use is given: none for what is out of date, one for a last day that is near.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from ..activities.facts import Outcome, OutcomeKind
from .cards import last_days, stamps_on
from .measures import keeping, next_review
from .values import Standing

NOTICE_DAYS = (30, 7)
"""Days before the last one."""


@lru_cache(maxsize=4096)
def notice_days(last_day: date) -> tuple[date, ...]:
    """The local days on which to tell of what is good to the end of `last_day`, in order."""
    return tuple(last_day - timedelta(days=before) for before in NOTICE_DAYS)


def notices(standing: Standing, day: date, today: date) -> Iterator[Outcome]:
    """What is to be told on a day, of what is still good `today` (the day time passes to)."""
    for last_day in _told_about(day):
        if last_day < today or any(day < told <= today for told in notice_days(last_day)):
            continue
        why = {"expires_on": last_day.isoformat()}
        if (ending := tier_ending(standing, day)) and ending.last_day == last_day:
            yield _tier_ends_soon(standing, ending)
        for card, until in sorted(last_days(standing).items()):
            if until == last_day:
                n = stamps_on(standing, card)
                yield Outcome(OutcomeKind.STAMPS_EXPIRE_SOON, card, count=n, why=why)
        if points := _points_until(standing)[last_day]:
            yield Outcome(OutcomeKind.POINTS_EXPIRE_SOON, count=points, why=why)
        for id_, voucher in sorted(standing.vouchers.items()):
            if voucher.expires_on == last_day:
                yield Outcome(
                    OutcomeKind.VOUCHER_EXPIRES_SOON, voucher.reward, voucher=id_, why=why
                )


class Ending(NamedTuple):
    """The last day before a review that finds a tier short of so much of what it measures."""

    last_day: date
    missing: int


def tier_ending(standing: Standing, day: date) -> Ending | None:
    """As things are on a local day; not where the days of grace are running: that is told."""
    held = standing.tiers[-1] if standing.tiers and not standing.closed else None
    if held is None or held.drops_on:
        return None
    review = next_review(standing, held, day)
    if review is None:
        return None
    missing = held.target - keeping(standing, held.measure, held.over, review)
    return Ending(review - timedelta(days=1), missing) if missing > 0 else None


def _tier_ends_soon(standing: Standing, ending: Ending) -> Outcome:
    held = standing.tiers[-1]
    why = {
        "until": ending.last_day.isoformat(),
        "missing": ending.missing,
        "measure": held.measure,
    }
    return Outcome(OutcomeKind.TIER_ENDS_SOON, held.tier, why=why)


def _told_about(day: date) -> Iterator[date]:
    return (day + timedelta(days=before) for before in NOTICE_DAYS)


def _points_until(standing: Standing) -> Counter[date]:
    """Points by their last day."""
    points: Counter[date] = Counter()
    for lot, holding in standing.lots.items():
        if last_day := standing.last_day(lot):
            points[last_day] += holding.left
    return points
