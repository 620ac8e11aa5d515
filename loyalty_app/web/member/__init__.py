"""Member pages: one's own card, rewards, history and data."""

from flask import Blueprint

from ..visitor import only_members

bp = Blueprint("member", __name__)
only_members(bp)

from . import (  # noqa: E402
    card,  # noqa: F401
    devices,  # noqa: F401
    history,  # noqa: F401
    leave,  # noqa: F401
    my_data,  # noqa: F401
    passkeys,  # noqa: F401
    profile,  # noqa: F401
    rewards,  # noqa: F401
    sign_ins,  # noqa: F401
    tier,  # noqa: F401
    voucher,  # noqa: F401
)
