"""adjust_points and close_account: what a manager corrects by hand, and how an account ends."""

from collections.abc import Iterator

from ..activities.facts import WHOLE, Fact, Outcome, OutcomeKind, Part
from ..activities.values import Activity, Kind
from ..errors import NothingToAdjust, ReasonMissing
from ..programme.document import Programme
from .points import born, earliest_first, give, spend
from .values import Standing


def adjust_points(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Points added or taken by hand, for a reason. Raises NotEnoughPoints below zero."""
    if activity.kind is not Kind.ADJUSTMENT or activity.stamp_card:
        return
    if not activity.points:
        raise NothingToAdjust
    if not activity.reason.strip():
        raise ReasonMissing
    if activity.points > 0:
        lot = born(programme.points, activity.day)._replace(releases_on=None)
        yield from give(standing, lot, activity.points, "", {}, kind=OutcomeKind.POINTS_ADJUSTED)
    else:
        yield Outcome(
            OutcomeKind.POINTS_ADJUSTED,
            points=activity.points,
            parts=spend(standing, -activity.points),
            share=WHOLE,
        )


def close_account(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Points are forfeited, debts forgiven, open vouchers cancelled; nothing comes after."""
    if activity.kind is not Kind.CLOSED:
        return
    for voucher in sorted(standing.vouchers):
        reward, of_stock = standing.vouchers[voucher].reward, standing.vouchers[voucher].of_stock
        why = {"from_stock": True} if of_stock else {}
        yield Outcome(OutcomeKind.VOUCHER_CANCELLED, reward, voucher=voucher, why=why)
    lots = ((lot, standing.lots[lot].left) for lot in earliest_first(standing))
    parts = tuple(Part(lot, -left) for lot, left in lots if left)
    forfeited = -sum(part.left for part in parts)
    yield Outcome(
        OutcomeKind.POINTS_FORFEITED,
        points=standing.debt - forfeited,
        count=forfeited,
        debt=-standing.debt,
        parts=parts,
    )
