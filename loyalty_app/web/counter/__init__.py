"""The counter: what staff do with a card in front of them."""

from flask import Blueprint

from ...staff.models import Role
from ..visitor import only_staff

bp = Blueprint("counter", __name__, url_prefix="/counter")
only_staff(bp, Role.CASHIER, by_pin=True)

from . import (  # noqa: E402
    action,  # noqa: F401
    action_codes,  # noqa: F401
    adjust,  # noqa: F401
    badge,  # noqa: F401
    card,  # noqa: F401
    enrol,  # noqa: F401
    gift,  # noqa: F401
    new_phone,  # noqa: F401
    offline,  # noqa: F401
    paper,  # noqa: F401
    purchase,  # noqa: F401
    receipt,  # noqa: F401
    receipts,  # noqa: F401
    refund,  # noqa: F401
    reopen,  # noqa: F401
    scan,  # noqa: F401
    slip,  # noqa: F401
    voucher,  # noqa: F401
    words,
)

words.init(bp)
