"""What points pay of a sale here. No database."""

from flask_babel import lazy_gettext as _l

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
