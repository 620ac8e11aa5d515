"""What a challenge counts of an activity, and how much of it there is. Pure."""

from collections.abc import Iterator
from datetime import date

from ..activities.facts import WHOLE, Share, Tally
from ..activities.values import Activity, Kind
from ..programme.calendar import DAY, WEEK, bucket_of
from ..programme.document import Programme
from ..programme.sections.challenges import STREAKS, Challenge, Counted
from ..programme.sections.earning import Weekday
from ..programme.sections.holidays import merged
from ..standing.holdings import Terms
from ..standing.values import KEEP_DAYS, Standing
from .streaks import longest, place_of_day, place_of_week, running

TEAM, WON = "team:", "won:"
"""How the subjects begin of what a member adds to a goal of all, and of wins."""

_COMES = frozenset({Kind.PURCHASE, Kind.VISIT})
_KINDS = {
    Counted.VISITS: _COMES,
    Counted.SHOPS: _COMES,
    Counted.DAYS: _COMES,
    Counted.WEEKS: _COMES,
    Counted.ACTIONS: frozenset({Kind.ACTION}),
    Counted.FRIENDS: frozenset({Kind.REFERRAL}),
}
_ONLY_PURCHASES = frozenset({Kind.PURCHASE})


def counted(challenge_id: str, *, together: bool = False) -> str:
    """Subject of what counts: in a period, or for one thing or one day of it."""
    return f"{TEAM if together else 'challenge:'}{challenge_id}"


def wins(challenge_id: str) -> str:
    """Subject of the tally of wins: one in each period."""
    return f"{WON}{challenge_id}"


def terms_of(challenge: Challenge, programme: Programme) -> Terms:
    weekdays = tuple(sorted(list(Weekday).index(day) for day in challenge.when.weekdays))
    together = bool(challenge.together)
    target = 1 if together else challenge.target
    freezes = challenge.freezes or 0
    pauses = merged(programme.holidays) if challenge.count in STREAKS else ()
    return Terms(challenge.count.value, target, challenge.per, freezes, weekdays, together, pauses)


def tallies(challenge: Challenge, activity: Activity) -> Iterator[Tally]:
    """What of an activity counts, with the share that a refund takes of it."""
    if not _is_about(challenge, activity):
        return
    period = bucket_of(activity.day, challenge.per)
    subject = counted(challenge.id, together=bool(challenge.together))
    if challenge.count in (Counted.SPEND, Counted.PURCHASES, Counted.ITEMS):
        n, share = _of_purchase(challenge, activity)
        if n:
            yield Tally(subject, period, n, share)
    elif challenge.count is Counted.CATEGORIES:
        for category, per_line in _lines_by_category(activity).items():
            share = Share(per_line=per_line)
            yield Tally(subject, f"{period}/{category}", len(per_line), share)
    elif challenge.count is Counted.SHOPS:
        if activity.shop:
            yield Tally(subject, f"{period}/{activity.shop}", 1)
    elif challenge.count in STREAKS:
        per = DAY if challenge.count is Counted.DAYS else WEEK
        yield Tally(subject, bucket_of(activity.day, per), 1, _share_of_order(challenge, activity))
    else:
        yield Tally(subject, period, 1)


def _is_about(challenge: Challenge, activity: Activity) -> bool:
    kinds = _KINDS.get(challenge.count, _ONLY_PURCHASES)
    if challenge.order:
        kinds = _ONLY_PURCHASES
    return (
        activity.kind in kinds
        and (challenge.action is None or activity.action == challenge.action)
        and (challenge.order is None or challenge.order.holds(activity.amount))
    )


def _of_purchase(challenge: Challenge, activity: Activity) -> tuple[int, Share]:
    matching = _matching(challenge, activity)
    if challenge.count is Counted.ITEMS:
        per_line = tuple((i, n) for i in matching if (n := activity.lines[i].quantity))
        return sum(n for _, n in per_line), Share(per_line=per_line)
    if challenge.only:
        amounts = tuple((i, activity.lines[i].amount) for i in matching)
        if challenge.count is Counted.SPEND:
            paid = sum(amount for _, amount in amounts)
            return paid, _in_proportion(challenge, activity, paid, paid, matching)
        return min(1, len(matching)), Share(per_line=tuple((i, 1) for i in matching))
    if challenge.count is Counted.SPEND:
        paid = activity.amount
        return paid, _in_proportion(challenge, activity, paid, paid, ())
    return min(1, activity.amount), _share_of_order(challenge, activity)


def _matching(challenge: Challenge, activity: Activity) -> tuple[int, ...]:
    """Indices of the lines it speaks of."""
    only = challenge.only
    return tuple(i for i, line in enumerate(activity.lines) if only is None or line.matches(only))


def _lines_by_category(activity: Activity) -> dict[str, tuple[tuple[int, int], ...]]:
    found: dict[str, tuple[tuple[int, int], ...]] = {}
    for index, line in enumerate(activity.lines):
        if line.category and line.quantity:
            found[line.category] = (*found.get(line.category, ()), (index, 1))
    return found


def _share_of_order(challenge: Challenge, activity: Activity) -> Share:
    """One, as long as something of the purchase stays and it is not under the least amount."""
    if challenge.order is None:
        return WHOLE
    return _in_proportion(challenge, activity, 1, activity.amount, ())


def _in_proportion(
    challenge: Challenge, activity: Activity, n: int, gross: int, lines: tuple[int, ...]
) -> Share:
    least = challenge.order.min or 0 if challenge.order else 0
    return Share(
        uncapped=n,
        gross=gross,
        basis=gross,
        order_minimum=least,
        order_basis=activity.amount,
        lines=lines,
    )


def so_far(standing: Standing, challenge_id: str, terms: Terms, period: str) -> int:
    """The most there is of it in a period; of a streak, its longest row."""
    if terms.counted in STREAKS:
        return longest(_places(standing, challenge_id, terms, period), terms.freezes)
    buckets = standing.counts.get(counted(challenge_id, together=terms.together), {})
    if terms.counted in (Counted.SHOPS, Counted.CATEGORIES):
        return sum(bucket.startswith(f"{period}/") for bucket in buckets)
    return buckets.get(period, 0)


def so_far_now(standing: Standing, challenge_id: str, terms: Terms, day: date) -> int:
    """What a member has of it on a local day; of a streak, the row that is still going on."""
    period = bucket_of(day, terms.per)
    if terms.counted not in STREAKS:
        return so_far(standing, challenge_id, terms, period)
    weekly = terms.counted == Counted.WEEKS
    now = (
        place_of_week(day, terms.pauses)
        if weekly
        else place_of_day(day, terms.weekdays, terms.pauses)
    )
    return running(_places(standing, challenge_id, terms, period), now, terms.freezes)


def _places(standing: Standing, challenge_id: str, terms: Terms, period: str) -> list[int]:
    buckets = standing.counts.get(counted(challenge_id), {})
    if terms.counted == Counted.WEEKS:
        return [place_of_week(date.fromisoformat(f"{week}-1"), terms.pauses) for week in buckets]
    days = map(date.fromisoformat, buckets)
    counting = (day for day in days if bucket_of(day, terms.per) == period)
    return [place_of_day(day, terms.weekdays, terms.pauses) for day in counting]


def is_settled(standing: Standing, day: date, terms: Terms) -> bool:
    """Whether days that a row was made of may have left the standing: then it stays."""
    if terms.counted not in STREAKS:
        return False
    row = terms.target + terms.freezes
    in_a_week = 1 if terms.counted == Counted.WEEKS else len(terms.weekdays) or 7
    paused = sum((last - first).days + 1 for first, last in terms.pauses)
    return (standing.clock - day).days + 7 * (row // in_a_week + 2) + paused > KEEP_DAYS
