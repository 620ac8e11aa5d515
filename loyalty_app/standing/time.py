"""pass_time: what every decision does first. All that fell due up to the activity's local day."""

from collections.abc import Iterator
from datetime import date, timedelta

from ..activities.facts import Fact, Outcome, OutcomeKind, Tally
from ..activities.values import Activity
from ..programme.document import Programme
from .cards import expire_stamps, last_days
from .measures import next_review
from .notices import notice_days, notices, tier_ending
from .points import BURNT, earliest_first, expired, pay_debt, returned
from .reviews import review_tier
from .values import Standing

_ONE_DAY = timedelta(days=1)


def pass_time(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Day by day; a late activity finds nothing due."""
    passed = standing.clock
    while (day := _next_due(standing, passed)) and day <= activity.day:
        yield from _release(standing, day, passed)
        yield from _expire_points(standing, day)
        yield from _expire_vouchers(standing, day)
        yield from expire_stamps(standing, day)
        yield from review_tier(programme, standing, day)
        if day > passed:
            yield from notices(standing, day, activity.day)
            passed = day


def due_on(standing: Standing) -> date | None:
    """The next local day on which time alone changes something; None: never."""
    return _next_due(standing, standing.clock)


def _next_due(standing: Standing, passed: date) -> date | None:
    return min(_due_days(standing, passed), default=None)


def _due_days(standing: Standing, passed: date) -> Iterator[date]:
    """Days that time has yet to pass; those of expiry also when they are over already."""
    ends = {voucher.expires_on for voucher in standing.vouchers.values()}
    if standing.card_days and not standing.closed:
        ends.update(last_days(standing).values())
    for lot, holding in standing.lots.items():
        if holding.left:
            if lot.releases_on and lot.releases_on > passed:
                yield lot.releases_on
            if last_day := holding.until or lot.expires_on:
                ends.add(last_day)
    for last_day in ends:
        # Told of before it ends; so the first of these days is the first one due.
        yield next((day for day in notice_days(last_day) if day > passed), last_day + _ONE_DAY)
    for held in () if standing.closed else standing.tiers[-1:]:
        if review := next_review(standing, held, passed):
            yield review
    if ending := tier_ending(standing, passed):
        yield from (day for day in notice_days(ending.last_day) if day > passed)


def _release(standing: Standing, day: date, passed: date) -> Iterator[Fact]:
    points = sum(h.left for lot, h in standing.lots.items() if lot.releases_on == day)
    if points and day > passed:
        yield Outcome(OutcomeKind.POINTS_RELEASED, count=points)
        yield from pay_debt(standing, day)


def _expire_points(standing: Standing, day: date) -> Iterator[Fact]:
    for lot in earliest_first(standing):
        if (left := standing.lots[lot].left) and standing.is_out_of_date(lot, day):
            yield expired(standing, lot, left)


def _expire_vouchers(standing: Standing, day: date) -> Iterator[Fact]:
    due = [v for v, voucher in standing.vouchers.items() if voucher.expires_on < day]
    for id_ in sorted(due):
        voucher = standing.vouchers[id_]
        why = {"expired_on": voucher.expires_on.isoformat()}
        yield Outcome(OutcomeKind.VOUCHER_EXPIRED, voucher.reward, voucher=id_, why=why)
        if paid := voucher.terms.paid:
            yield Tally(BURNT, voucher.terms.paid_in, sum(part.left for part in paid), share=None)
            yield from returned(standing, voucher.reward, paid, day)
