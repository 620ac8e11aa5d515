"""Member pages: one's own card, rewards, history, notifications and data."""

from flask import Blueprint

from ...outreach.inbox import unread
from ..visitor import only_members, the_member

bp = Blueprint("member", __name__)
only_members(bp)
# A call, not a number: fragments have no bar and need not count.
bp.context_processor(lambda: {"unread": lambda: unread(the_member().id)})

from . import (  # noqa: E402
    badge,  # noqa: F401
    card,  # noqa: F401
    challenge,  # noqa: F401
    devices,  # noqa: F401
    help,  # noqa: F401
    history,  # noqa: F401
    inbox,  # noqa: F401
    invite,  # noqa: F401
    leave,  # noqa: F401
    live,  # noqa: F401
    my_data,  # noqa: F401
    passkeys,  # noqa: F401
    play,  # noqa: F401
    profile,  # noqa: F401
    rewards,  # noqa: F401
    talk,  # noqa: F401
    tier,  # noqa: F401
    voucher,  # noqa: F401
)
