"""Member pages: one's own card, rewards, history, notifications and data."""

from flask import Blueprint

from ...outreach.inbox import unread
from ..visitor import only_members, the_member

bp = Blueprint("member", __name__)
only_members(bp)
# A call, not a number: fragments have no bar and need not count.
bp.context_processor(lambda: {"unread": lambda: unread(the_member().id)})

from . import card, help, history, inbox, leave, live, profile, rewards, voucher  # noqa: E402, F401
