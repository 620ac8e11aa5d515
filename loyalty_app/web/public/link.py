from flask import session
from flask.typing import ResponseReturnValue

from ...extensions import db, limiter
from ...members.models import Member
from ...sessions.links import Found, LinkOver, find_link, use_link
from ..pages import go_to, render
from ..visitor import open_card
from . import bp
from .login import BROWSER, go_on


@bp.get("/login/<token>")
@limiter.limit("60 per minute")
def link(token: str) -> ResponseReturnValue:
    """Shows and uses nothing up: mail scanners and previews open links too."""
    found = find_link(token, session.get(BROWSER, ""))
    status = 200 if found is Found.GOOD else 410
    return render("public/link", status, found=found.name, token=token)


@bp.post("/login/<token>")
@limiter.limit("60 per minute")
def open_link(token: str) -> ResponseReturnValue:
    browser = session.get(BROWSER, "")
    try:
        open_card(lambda: db.session.get_one(Member, use_link(token, browser)))
    except LinkOver:
        return go_to("public.link", token=token)
    return go_on()
