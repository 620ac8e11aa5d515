"""The console: the owner's desk."""

from flask import Blueprint

from ...staff.models import Role
from ..visitor import only_staff

bp = Blueprint("console", __name__, url_prefix="/console")
only_staff(bp, Role.MANAGER)

from . import members, programme, staff, today  # noqa: E402, F401
