"""What a sale still costs once a discount and points have paid their part. No database."""

from dataclasses import replace

from flask_babel import lazy_gettext as _l

from ..activities.values import Line
from ..errors import LoyaltyError
from ..programme.document import Programme
from ..rewards.paying import refuse_payment
from ..rewards.refusals import NoPayingWithPoints
from .values import Till


class PhoneMissing(LoyaltyError):
    words = _l("Points pay only with the member's phone here: scan the code on its screen first.")
    code = "phone_missing"


def paid_with(points: int, till: Till, member_id: int, programme: Programme, order: int) -> int:
    """Minor units that these points pay of an order. Raises NoPayingWithPoints, PhoneMissing,
    NotInSteps, TooManyForThis."""
    if not points:
        return 0
    if programme.pay_with_points is None:
        raise NoPayingWithPoints
    if till.phone_of != member_id:
        raise PhoneMissing
    refuse_payment(programme.pay_with_points, points, order)
    return programme.pay_with_points.minor(points)


def lowered(lines: tuple[Line, ...], off: int) -> tuple[Line, ...]:
    """The lines of an order with so many minor units taken off, each in proportion, to the cent."""
    total, seen, found = sum(line.amount for line in lines), 0, []
    for line in lines:
        before = off * seen // total if total else 0
        seen += line.amount
        less = (off * seen // total if total else 0) - before
        found.append(replace(line, amount=line.amount - less, discounted=line.discounted + less))
    return tuple(found)
