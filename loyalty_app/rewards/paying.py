"""pay_with_points: what of a purchase was paid with points goes, and comes back with the money; and
what an order comes to when something is taken off it."""

from collections.abc import Iterator
from dataclasses import replace

from ..activities.facts import WHOLE, Fact, Outcome, OutcomeKind, Share
from ..activities.values import Activity, Kind, Line
from ..programme.document import Programme
from ..programme.sections.paying import Paying
from ..standing.points import BURNT, monthly, spend
from ..standing.values import Standing
from .refusals import NoPayingWithPoints, NotInSteps, TooManyForThis

PAYING = "pay_with_points"
"""Stands where ids of rewards stand, and is none: they have no underscores."""


def pay_with_points(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """The amount of the purchase is what was paid in money; a part of that given back brings the
    same part of the points. Raises NoPayingWithPoints, NotInSteps, TooManyForThis,
    NotEnoughPoints."""
    if activity.kind is not Kind.PURCHASE or not activity.points:
        return
    paying = programme.pay_with_points
    if paying is None:
        raise NoPayingWithPoints
    n, worth = activity.points, paying.minor(activity.points)
    refuse_payment(paying, n, activity.amount + worth)
    gross = activity.amount
    share = Share(uncapped=n, gross=gross, basis=gross) if gross else WHOLE
    yield Outcome(
        OutcomeKind.POINTS_SPENT,
        PAYING,
        points=-n,
        parts=spend(standing, n),
        why={"paid": worth},
        share=share,
    )
    yield monthly(BURNT, activity.day, n, share)


def may_pay(programme: Programme, activity: Activity) -> bool:
    """Whether so many points may pay for a purchase by these rules."""
    paying = programme.pay_with_points
    if paying is None:
        return False
    try:
        refuse_payment(paying, activity.points, activity.amount + paying.minor(activity.points))
    except (NotInSteps, TooManyForThis):
        return False
    return True


def refuse_payment(paying: Paying, points: int, order: int) -> None:
    """Whether so many points may pay for an order of so many minor units. Raises NotInSteps,
    TooManyForThis."""
    if points < paying.least or points % paying.points:
        raise NotInSteps(paying.points, paying.least)
    if points > (most := paying.most(order)):
        raise TooManyForThis(most)


def lowered(lines: tuple[Line, ...], off: int) -> tuple[Line, ...]:
    """The lines of an order with so many minor units taken off, each in proportion, to the cent."""
    total, seen, found = sum(line.amount for line in lines), 0, []
    for line in lines:
        before = off * seen // total if total else 0
        seen += line.amount
        less = (off * seen // total if total else 0) - before
        found.append(replace(line, amount=line.amount - less, discounted=line.discounted + less))
    return tuple(found)
