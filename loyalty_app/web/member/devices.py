from base64 import b64decode, b64encode

from flask import abort, flash, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...clock import now
from ...extensions import in_transaction, limiter
from ...members.keys import keys_of
from ...sessions.device_keys import enrol_phone, remove_phone
from ..browsers import browser_label
from ..pages import go_to, render, wants_fragment
from ..visitor import me, the_member
from ..words import milliseconds
from . import bp

PER_MEMBER = "20 per hour"
"""A phone whose storage is wiped enrols again; nobody has that many."""


def _who() -> str:
    return f"member {me.member.id}" if me.member else "strangers"


@bp.get("/me/devices")
def devices() -> ResponseReturnValue:
    """The phones that can show one's code."""
    return _page()


@bp.post("/me/devices")
@limiter.limit(PER_MEMBER, key_func=_who)
def enrol_device() -> ResponseReturnValue:
    """The card's script brings its half of a key, and takes ours with it."""
    said = request.get_json(silent=True) or {}
    label, member_id, token = browser_label(request.user_agent.string), the_member().id, me.get_id()
    try:
        half = b64decode(said["public"], validate=True)
        agreed = in_transaction(lambda: enrol_phone(token, member_id, half, label))
    except (KeyError, TypeError, ValueError):
        abort(400)
    public = b64encode(agreed.public).decode()
    return jsonify(handle=agreed.row.handle, public=public, now=milliseconds(now()))


@bp.post("/me/devices/<int:key_id>/remove")
def remove_device(key_id: int) -> ResponseReturnValue:
    member = the_member()
    in_transaction(lambda: remove_phone(member.id, key_id))
    if wants_fragment():
        return _page()
    flash(_("Removed. Its codes are refused from now on."), "good")
    return go_to("member.devices")


def _page() -> ResponseReturnValue:
    return render("member/devices", phones=keys_of(the_member().id), this=me.key)
