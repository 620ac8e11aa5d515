"""Refusals become pages, fragments and statuses here and nowhere else."""

import structlog
from flask import Flask, Response, abort, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from ..errors import DatabaseGone, LoyaltyError, NotAllowed, NotFound, Unavailable
from ..extensions import db
from ..programme.versions import NoProgramme
from .pages import go_to, render

HOMES = {"member": "member.card", "counter": "counter.scan", "console": "console.today"}
"""Where “go on” leads from a page of each audience; elsewhere to the first page."""

log = structlog.get_logger()

STATUSES: tuple[tuple[type[LoyaltyError], int], ...] = (
    (NotFound, 404),
    (NotAllowed, 403),
    (Unavailable, 503),
)


def status_of(error: LoyaltyError) -> int:
    return next((status for kind, status in STATUSES if isinstance(error, kind)), 409)


def init_app(app: Flask) -> None:
    app.before_request(refuse_nul)
    app.register_error_handler(LoyaltyError, show_refusal)
    app.register_error_handler(NoProgramme, set_up_first)
    app.register_error_handler(CSRFError, show_stale_page)
    app.register_error_handler(HTTPException, show_http_problem)
    app.register_error_handler(OperationalError, show_lost_database)
    app.register_error_handler(Exception, show_fault)


def refuse_nul() -> None:
    """No text of ours has a NUL in it; SQLite would keep it and Postgres fail."""
    said = [request.path]
    for values in (request.args, request.form):
        said += [text for _name, texts in values.lists() for text in texts]
    if any("\0" in text for text in said):
        abort(400)


def show_refusal(error: LoyaltyError) -> ResponseReturnValue:
    db.session.rollback()
    return _page(status_of(error), str(error))


def set_up_first(error: NoProgramme) -> ResponseReturnValue:
    return go_to("public.setup")


def show_stale_page(error: CSRFError) -> ResponseReturnValue:
    return _page(400, _("This page was open too long. Reload it."))


def show_http_problem(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400 or isinstance(error, SecurityError):  # a foreign host has no pages, not even this
        return error.get_response(request.environ)
    response = _page(code, _words(code))
    if allow := getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(allow)
    return response


def show_lost_database(error: OperationalError) -> ResponseReturnValue:
    log.error("database gone", error=str(error.orig))
    db.session.rollback()
    return _page(503, str(DatabaseGone()))


def show_fault(error: Exception) -> ResponseReturnValue:
    log.exception("fault", path=request.path)
    db.session.rollback()
    return _page(500, _words(500))


def _page(status: int, what: str) -> Response:
    back = "counter.scan" if status == 403 else HOMES.get(request.blueprint or "")
    return render("errors/problem", status, what=what, back=url_for(back) if back else None)


def _words(code: int) -> str:
    return {
        400: _("The browser sent something that cannot be read. Load the page again."),
        403: _("This page is not for you. Sign in with another account."),
        404: _("There is nothing at this address. It may have moved."),
        405: _("This address cannot do that. Go back and try from the page."),
        413: _("The file is too large."),
        429: _("That was a lot of tries. Wait a minute and try again."),
    }.get(code, _("Something broke on our side. Nothing was recorded; try again."))
