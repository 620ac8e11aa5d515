"""pass_time: the first step of every decision. All that fell due up to the activity's local day."""

from collections.abc import Iterator
from datetime import date, timedelta

from ..activities.facts import Fact, Outcome, OutcomeKind
from ..activities.values import Activity
from ..programme.document import Programme
from .points import expired, pay_debt
from .values import Standing

_ONE_DAY = timedelta(days=1)


def pass_time(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Releases, expiries and lost vouchers, day by day; a late activity finds nothing due."""
    for day in sorted(set(_due_days(standing, activity.day))):
        yield from _release(standing, day)
        yield from _expire_points(standing, day)
        yield from _expire_vouchers(standing, day)


def due_on(standing: Standing) -> date | None:
    """The next local day on which time alone changes something; None: never."""
    return min(_due_days(standing, date.max), default=None)


def _due_days(standing: Standing, until: date) -> Iterator[date]:
    for lot, holding in standing.lots.items():
        if holding.left:
            if lot.releases_on and standing.clock < lot.releases_on <= until:
                yield lot.releases_on
            if lot.expires_on and lot.expires_on < until:
                yield lot.expires_on + _ONE_DAY
    for voucher in standing.vouchers.values():
        if voucher.expires_on < until:
            yield voucher.expires_on + _ONE_DAY


def _release(standing: Standing, day: date) -> Iterator[Fact]:
    points = sum(h.left for lot, h in standing.lots.items() if lot.releases_on == day)
    if points and day > standing.clock:
        yield Outcome(OutcomeKind.POINTS_RELEASED, count=points)
        yield from pay_debt(standing, day)


def _expire_points(standing: Standing, day: date) -> Iterator[Fact]:
    due = [lot for lot, h in standing.lots.items() if h.left and lot.is_out_of_date(day)]
    for lot in sorted(due, key=lambda lot: (lot.expires_on, lot.releases_on or date.min)):
        yield expired(lot, standing.lots[lot].left)


def _expire_vouchers(standing: Standing, day: date) -> Iterator[Fact]:
    due = [v for v, voucher in standing.vouchers.items() if voucher.expires_on < day]
    for voucher in sorted(due):
        reward, last_day = standing.vouchers[voucher].reward, standing.vouchers[voucher].expires_on
        why = {"expired_on": last_day.isoformat()}
        yield Outcome(OutcomeKind.VOUCHER_EXPIRED, reward, voucher=voucher, why=why)
