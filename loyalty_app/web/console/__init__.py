"""The console: the owner's desk."""

from flask import Blueprint

from ...staff.models import Role
from ..visitor import only_staff

bp = Blueprint("console", __name__, url_prefix="/console")
only_staff(bp, Role.MANAGER)

from . import (  # noqa: E402
    actions,  # noqa: F401
    cards,  # noqa: F401
    case,  # noqa: F401
    cases,  # noqa: F401
    colleague,  # noqa: F401
    desk,  # noqa: F401
    devices,  # noqa: F401
    draft,  # noqa: F401
    invitation,  # noqa: F401
    invitations,  # noqa: F401
    logo,  # noqa: F401
    member,  # noqa: F401
    members,  # noqa: F401
    notes,  # noqa: F401
    programme,  # noqa: F401
    quarantine,  # noqa: F401
    question,  # noqa: F401
    questions,  # noqa: F401
    rehearsal,  # noqa: F401
    rewards,  # noqa: F401
    staff,  # noqa: F401
    style,  # noqa: F401
    surveys,  # noqa: F401
    today,  # noqa: F401
    version,  # noqa: F401
    words,
)

words.init(bp)
