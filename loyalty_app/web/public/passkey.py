from flask import abort, jsonify, request, url_for
from flask.typing import ResponseReturnValue

from ...extensions import db, limiter
from ...members.models import Member
from ...sessions.passkeys import PasskeyRefused, ask_to_sign_in, use_passkey
from ..pages import own_path
from ..passkeys import answered, ask, site
from ..visitor import open_card
from . import bp


@bp.post("/login/passkey/options")
@limiter.limit("60 per minute")
def passkey_options() -> ResponseReturnValue:
    return ask(*ask_to_sign_in(site() or abort(404)))


@bp.post("/login/passkey")
@limiter.limit("60 per minute")
def sign_in_with_passkey() -> ResponseReturnValue:
    """Answers a script: where to go on, or why not."""
    where, (answer, challenge) = site() or abort(404), answered()
    try:
        open_card(lambda: db.session.get_one(Member, use_passkey(answer, challenge, where)))
    except PasskeyRefused as refusal:
        return jsonify(refused=str(refusal)), 422
    return jsonify(go=own_path(request.args.get("next"), url_for("member.card")))
