"""Points in and out of lots, for every mechanic: earn, burn, give back, take back.

All are generators over a standing that takes each fact before the next one is asked for.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from ..activities.facts import WHOLE, Fact, Lot, Outcome, OutcomeKind, Part, Share, Tally
from ..errors import NotEnoughPoints
from ..programme.calendar import month_of
from ..programme.sections.points import Points
from .values import Standing

EARNED, BURNT = "points_earned", "points_burnt"
"""Subjects of the monthly tallies of points earned and spent, net of reversals."""

LATE_RETURN_DAYS = 30
"""How long points live that the shop gives back after their own last day."""


def born(terms: Points, day: date) -> Lot:
    """The lot of points earned on a local day under these terms."""
    releases_on = day + timedelta(days=terms.pending_days) if terms.pending_days else None
    return Lot(releases_on, terms.expiry.last_day(day), terms.idle_months)


def give(
    standing: Standing,
    lot: Lot,
    points: int,
    subject: str,
    why: Mapping[str, Any],
    share: Share | None = WHOLE,
    kind: OutcomeKind = OutcomeKind.POINTS_EARNED,
) -> Iterator[Outcome]:
    """Points into a lot; those that are out of date already expire at once, the rest pays debt."""
    yield Outcome(
        kind, subject, points=points, parts=(Part(lot, points),), why=dict(why), share=share
    )
    if standing.is_out_of_date(lot, standing.clock):
        yield expired(standing, lot, points)
    yield from pay_debt(standing, standing.clock)


def expired(standing: Standing, lot: Lot, points: int) -> Outcome:
    return Outcome(
        OutcomeKind.POINTS_EXPIRED,
        points=-points,
        parts=(Part(lot, -points, points),),
        why={"expired_on": str(standing.last_day(lot))},
    )


def pay_debt(standing: Standing, day: date) -> Iterator[Outcome]:
    """Released points pay what the member owes before they can be spent."""
    if not standing.debt:
        return
    parts = _from_lots(standing, standing.debt, day)
    if paid := -sum(part.left for part in parts):
        yield Outcome(OutcomeKind.DEBT_PAID, count=paid, debt=-paid, parts=parts)


def spend(standing: Standing, points: int) -> tuple[Part, ...]:
    """The parts that points are taken from, earliest expiry first. Raises NotEnoughPoints."""
    missing = points - standing.available
    if missing > 0:
        raise NotEnoughPoints(missing)
    return _from_lots(standing, points, standing.clock)


def _from_lots(standing: Standing, points: int, day: date) -> tuple[Part, ...]:
    parts = []
    for lot in earliest_first(standing):
        if points and lot.is_released(day) and not standing.is_out_of_date(lot, day):
            taken = min(points, standing.lots[lot].left)
            if taken:
                parts.append(Part(lot, -taken))
                points -= taken
    return tuple(parts)


def earliest_first(standing: Standing) -> list[Lot]:
    """Lots in the order in which they expire; one order only, however they came to be there."""
    return sorted(
        standing.lots,
        key=lambda lot: (
            standing.last_day(lot) or date.max,
            lot.releases_on or date.min,
            lot.expires_on or date.max,
            lot.idle_months,
        ),
    )


def take_back(
    standing: Standing, earned: Outcome, points: int, why: Mapping[str, Any]
) -> Iterator[Outcome]:
    """Take back some of what an outcome gave.

    First what its own parts still hold; then what of those lots expired (no effect, once); the
    rest was spent: other lots, earliest first; then it is owed.
    """
    rest, parts = _out_of_own_lots(standing, earned, points)
    others = _from_other_lots(standing, parts, rest)
    owed = rest + sum(part.left for part in others)
    moved = (*parts, *others)
    yield Outcome(
        OutcomeKind.POINTS_TAKEN_BACK,
        earned.subject,
        points=sum(part.left for part in moved) - owed,
        count=points,
        debt=owed,
        parts=moved,
        why={**why, **({"owed": owed} if owed else {}), **_marks(earned)},
        share=None,
    )


def _marks(earned: Outcome) -> dict[str, Any]:
    """A budget hears of what comes back to it, and who invited, or was, what it was given for."""
    return {mark: earned.why[mark] for mark in ("from_budget", "side") if mark in earned.why}


def _out_of_own_lots(
    standing: Standing, earned: Outcome, points: int
) -> tuple[int, tuple[Part, ...]]:
    parts = []
    for lot, given, _ in earned.parts:
        holding = standing.left_in(lot)
        left = min(points, given, holding.left)
        gone = min(points - left, given - left, holding.expired)
        if left or gone:
            parts.append(Part(lot, -left, -gone))
            points -= left + gone
    return points, tuple(parts)


def _from_other_lots(standing: Standing, taken: tuple[Part, ...], rest: int) -> tuple[Part, ...]:
    own = {part.lot: part.left for part in taken}
    parts = []
    for lot in earliest_first(standing):
        if not rest or not lot.is_released(standing.clock):
            continue
        n = min(rest, standing.lots[lot].left + own.get(lot, 0))
        if n:
            parts.append(Part(lot, -n))
            rest -= n
    return tuple(parts)


def give_back(standing: Standing, spent: Outcome, kept: range, *, by_shop: bool) -> Iterator[Fact]:
    """Return spent points, those at the positions `kept` among all that were spent.

    Out of date ones live on for LATE_RETURN_DAYS when the shop cancels, and are lost when the
    member does.
    """
    late = Lot(None, standing.clock + timedelta(days=LATE_RETURN_DAYS)) if by_shop else None
    parts = _positions(spent.parts, kept)
    yield from returned(standing, spent.subject, parts, standing.clock, late)


def returned(
    standing: Standing, subject: str, parts: Iterable[Part], day: date, late: Lot | None = None
) -> Iterator[Outcome]:
    """What these parts took, back in its own lots; what is out of date on a local day goes into
    the lot `late`, or is lost."""
    back, lost = [], 0
    for lot, taken, _ in parts:
        if not standing.is_out_of_date(lot, day):
            back.append(Part(lot, -taken))
        elif late:
            back.append(Part(late, -taken))
        else:
            lost -= taken
    yield Outcome(
        OutcomeKind.POINTS_RETURNED,
        subject,
        points=sum(part.left for part in back),
        parts=tuple(back),
        why={"lost": lost} if lost else {},
    )
    yield from pay_debt(standing, day)


def _positions(parts: Iterable[Part], wanted: range) -> Iterator[Part]:
    """Of points that were taken part by part, those at some positions."""
    seen = 0
    for lot, taken, _ in parts:
        n = min(seen - taken, wanted.stop) - max(seen, wanted.start)
        seen -= taken
        if n > 0:
            yield Part(lot, -n)


def monthly(subject: str, day: date, n: int, share: Share | None = WHOLE) -> Tally:
    """A count by the month of the local day."""
    return Tally(subject, month_of(day), n, share)
