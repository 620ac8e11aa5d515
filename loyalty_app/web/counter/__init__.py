"""The counter: what staff do with a card in front of them."""

from flask import Blueprint

from ...staff.models import Role
from ..visitor import only_staff

bp = Blueprint("counter", __name__, url_prefix="/counter")
only_staff(bp, Role.CASHIER)

from . import purchase, receipt, receipts, scan, voucher  # noqa: E402, F401
