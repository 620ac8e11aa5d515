from flask import session, url_for
from flask.typing import ResponseReturnValue

from ...extensions import db, in_transaction, limiter
from ...members.models import Member
from ...sessions.links import LinkOver, link_is_good, use_link
from ...sessions.operations import sign_in_member
from ..pages import go_to, go_to_url, render
from ..visitor import me, remember
from . import bp
from .login import AFTERWARDS, BROWSER


@bp.get("/login/<token>")
@limiter.limit("60 per minute")
def link(token: str) -> ResponseReturnValue:
    """Shows and uses nothing up: mail scanners and previews open links too."""
    good = link_is_good(token, session.get(BROWSER, ""))
    return render("public/link", 200 if good else 410, good=good, token=token)


@bp.post("/login/<token>")
@limiter.limit("60 per minute")
def open_link(token: str) -> ResponseReturnValue:
    browser = session.get(BROWSER, "")
    before = me.visitor.token if me.visitor else None
    try:
        fresh = in_transaction(lambda: sign_in_member(_member_of(token, browser), before))
    except LinkOver:
        return go_to("public.link", token=token)
    remember(fresh)
    return go_to_url(session.pop(AFTERWARDS, None) or url_for("member.card"))


def _member_of(token: str, browser: str) -> Member:
    return db.session.get_one(Member, use_link(token, browser))
