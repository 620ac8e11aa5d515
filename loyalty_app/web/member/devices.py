from base64 import b64decode, b64encode

from flask import abort, flash, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...clock import now
from ...extensions import in_transaction, limiter
from ...sessions.device_keys import AnotherKey, enrol_phone
from ...sessions.operations import hashed, note_seen, sign_out_of, sign_out_of_others
from ...sessions.queries import passkeys_of, phones_of
from ..browsers import browser_label
from ..pages import go_to, render
from ..visitor import each_member, me, the_member
from ..words import milliseconds
from . import bp

PER_MEMBER = "20 per hour"
"""A phone whose storage is wiped enrols again; nobody has that many."""


@bp.get("/me/devices")
def devices() -> ResponseReturnValue:
    """Where the card is open, which of them show its code, and what opens it."""
    member_id = the_member().id
    return render(
        "member/devices",
        phones=phones_of(member_id),
        this_one=hashed(_token()),
        passkeys=passkeys_of(member_id),
    )


@bp.post("/me/devices")
@limiter.limit(PER_MEMBER, key_func=each_member)
def enrol_device() -> ResponseReturnValue:
    """The card's script brings its half of a key, and takes ours with it."""
    said = request.get_json(silent=True) or {}
    label, member_id, token = browser_label(request.user_agent.string), the_member().id, _token()
    try:
        half, earlier = b64decode(said["public"], validate=True), str(said["instead_of"])
        agreed = in_transaction(lambda: enrol_phone(token, member_id, half, label, earlier))
    except AnotherKey as other:
        return jsonify(handle=other.handle), 409
    except (KeyError, TypeError, ValueError):
        abort(400)
    public = b64encode(agreed.public).decode()
    return jsonify(handle=agreed.row.handle, public=public, now=milliseconds(now()))


@bp.post("/me/devices/<session_id>/remove")
def remove_device(session_id: str) -> ResponseReturnValue:
    member_id = the_member().id
    in_transaction(lambda: sign_out_of(member_id, session_id))
    flash(_("Signed out there. Codes it shows are refused from now on."), "good")
    return go_to("member.devices")


@bp.post("/me/devices/remove-others")
def remove_other_devices() -> ResponseReturnValue:
    member_id, token = the_member().id, _token()
    in_transaction(lambda: sign_out_of_others(member_id, token))
    flash(_("Your card is open here alone now."), "good")
    return go_to("member.devices")


@bp.post("/seen")
def seen() -> ResponseReturnValue:
    """Pages ask for it now and then, since looking at them writes nothing."""
    token = _token()
    in_transaction(lambda: note_seen(token))
    return "", 204


def _token() -> str:
    assert me.visitor
    return me.visitor.token
