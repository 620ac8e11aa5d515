from flask import abort, flash, jsonify, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...extensions import in_transaction
from ...sessions.passkeys import PasskeyNotSaved, ask_to_register, forget_passkey, register
from ..browsers import browser_label
from ..pages import go_to
from ..passkeys import OFFERED, answered, ask, site
from ..visitor import the_member
from . import bp


@bp.post("/passkeys/options")
def new_passkey_options() -> ResponseReturnValue:
    return ask(*ask_to_register(the_member(), site() or abort(404)))


@bp.post("/passkeys")
def save_passkey() -> ResponseReturnValue:
    """Answers a script: where to go on, or why not."""
    where, (answer, challenge) = site() or abort(404), answered()
    member, label = the_member(), browser_label(request.user_agent.string)
    try:
        in_transaction(lambda: register(member.id, answer, challenge, where, label))
    except PasskeyNotSaved as refusal:
        return jsonify(refused=str(refusal)), 422
    after = "member.card" if session.pop(OFFERED, None) else "member.devices"
    flash(_("Saved. From now on your fingerprint, face or screen lock opens your card."), "good")
    return jsonify(go=url_for(after))


@bp.post("/passkeys/not-now")
def decline_passkey() -> ResponseReturnValue:
    session.pop(OFFERED, None)
    return go_to("member.card")


@bp.post("/passkeys/<name>/remove")
def remove_passkey(name: str) -> ResponseReturnValue:
    member_id = the_member().id
    in_transaction(lambda: forget_passkey(member_id, name))
    flash(_("Removed. It opens nothing any more; delete it in your phone's settings too."), "good")
    return go_to("member.devices")
