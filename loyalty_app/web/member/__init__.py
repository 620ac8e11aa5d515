"""Member pages: one's own card, rewards, history and data."""

from flask import Blueprint

from ..visitor import only_members

bp = Blueprint("member", __name__)
only_members(bp)

from . import card, history, leave, profile, rewards, tier, voucher  # noqa: E402, F401
