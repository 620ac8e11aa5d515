"""Public pages: what anybody may open, and the ways in."""

from flask import Blueprint

bp = Blueprint("public", __name__)

from . import choose_language, home, join, link, login, mails, setup, staff_login  # noqa: E402, F401
