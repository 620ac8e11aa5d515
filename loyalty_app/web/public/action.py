from datetime import datetime

from flask import flash, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...clock import now
from ...counter.action_codes import TIME_TO_TAP, ActionCode, read_action_code, take_scanned
from ...counter.favourites import deeds_by_action
from ...errors import LoyaltyError
from ...extensions import in_transaction, limiter
from ...shops.queries import shop_coded
from ..pages import go_to, render
from ..visitor import me, programme
from . import bp
from .login import AFTERWARDS

OPENED = "action_code"
"""The last code this browser opened in time, and when it did."""


@bp.get("/did/<code>")
@limiter.limit("60 per minute")
def action(code: str) -> ResponseReturnValue:
    """What the QR code at the counter leads to. Looking counts nothing."""
    if (opened := _opened(code)) and me.member is None:
        session[AFTERWARDS] = url_for("public.action", code=code)
    return _page(code, opened)


@bp.post("/did/<code>")
@limiter.limit("60 per minute")
def take_action(code: str) -> ResponseReturnValue:
    opened, member = _opened(code), me.member
    if opened is None or member is None:
        return go_to("public.action", code=code)
    member_id, rules = member.id, programme()
    try:
        in_transaction(lambda: take_scanned(opened, member_id, rules))
    except LoyaltyError as refusal:
        return _page(code, opened, 409, refusal=str(refusal))
    deed = deeds_by_action(rules)[opened.action]
    flash(_("“%(action)s” has counted.", action=deed.words), "good")
    return go_to("member.card")


def _opened(code: str) -> ActionCode | None:
    """What a code says, if it was opened in time: now, or by this browser a while ago."""
    said, at = read_action_code(code), now()
    if said is None or said.action not in programme().actions:
        return None
    if at <= said.until:
        session[OPENED] = [code, at.isoformat()]
        return said
    before, when = session.get(OPENED, ("", at.isoformat()))
    in_time = before == code and at - datetime.fromisoformat(when) <= TIME_TO_TAP
    return said if in_time else None


def _page(
    code: str, opened: ActionCode | None, status: int = 200, refusal: str = ""
) -> ResponseReturnValue:
    if opened is None:
        return render("public/action", 410, deed=None)
    return render(
        "public/action",
        status,
        deed=deeds_by_action(programme())[opened.action],
        place=shop_coded(opened.shop),
        code=code,
        refusal=refusal,
    )
