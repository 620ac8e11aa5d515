"""Public pages: what anybody may open, and the ways in."""

from flask import Blueprint

bp = Blueprint("public", __name__)

from . import (  # noqa: E402
    action,  # noqa: F401
    choose_language,  # noqa: F401
    home,  # noqa: F401
    home_screen,  # noqa: F401
    invitation,  # noqa: F401
    invited,  # noqa: F401
    join,  # noqa: F401
    link,  # noqa: F401
    link_sent,  # noqa: F401
    login,  # noqa: F401
    logo,  # noqa: F401
    mails,  # noqa: F401
    new_device,  # noqa: F401
    new_phone,  # noqa: F401
    passkey,  # noqa: F401
    poster,  # noqa: F401
    questions,  # noqa: F401
    reward_picture,  # noqa: F401
    setup,  # noqa: F401
    shared_badge,  # noqa: F401
    slip,  # noqa: F401
    staff_login,  # noqa: F401
    staff_password,  # noqa: F401
    staff_pin,  # noqa: F401
    survey,  # noqa: F401
    survey_said,  # noqa: F401
    switch,  # noqa: F401
)
