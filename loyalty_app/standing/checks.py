"""What no programme accepts: amounts that cannot be."""

from ..activities.values import Activity, Kind
from ..errors import (
    AmountTooLarge,
    ItemsDontAddUp,
    NegativeAmount,
    TooManyOfOne,
    UnknownAction,
)
from ..programme.document import Programme
from ..programme.sections.base import MAX_MINOR, MAX_POINTS

MAX_QUANTITY = 999
"""Of one line; a slip of the finger must not fill a thousand stamp cards."""


def refuse_nonsense(programme: Programme, activity: Activity) -> None:
    """Raises NegativeAmount, AmountTooLarge, TooManyOfOne, ItemsDontAddUp or UnknownAction."""
    amounts = [activity.amount, activity.tax, activity.discounted]
    for line in activity.lines:
        amounts += [line.amount, line.tax, line.discounted, line.quantity]
    if min(amounts) < 0:
        raise NegativeAmount
    if activity.kind is Kind.PURCHASE and activity.points < 0:
        raise NegativeAmount
    if max(amounts) > MAX_MINOR or abs(activity.points) > MAX_POINTS:
        raise AmountTooLarge(MAX_MINOR, programme.currency)
    if any(line.quantity > MAX_QUANTITY for line in activity.lines):
        raise TooManyOfOne(most=MAX_QUANTITY)
    items = sum(line.amount for line in activity.lines)
    names_whole_lines = activity.kind is Kind.REFUND and not all(
        line.amount for line in activity.lines
    )
    if activity.lines and items != activity.amount and not names_whole_lines:
        raise ItemsDontAddUp(items, activity.amount, programme.currency)
    if activity.kind is Kind.ACTION and activity.action not in programme.actions:
        raise UnknownAction(action=activity.action)
