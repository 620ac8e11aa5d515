from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...extensions import in_transaction
from ...sessions.operations import hashed, note_seen, sign_out_of, sign_out_of_others
from ...sessions.queries import passkeys_of, sign_ins_of
from ..pages import go_to, render
from ..visitor import me, the_member
from . import bp


@bp.get("/sign-ins")
def sign_ins() -> ResponseReturnValue:
    """Where the card is open, and what opens it."""
    member_id = the_member().id
    return render(
        "member/sign_ins",
        sign_ins=sign_ins_of(member_id),
        this_one=hashed(_token()),
        passkeys=passkeys_of(member_id),
    )


@bp.post("/sign-ins/<session_id>/end")
def end_sign_in(session_id: str) -> ResponseReturnValue:
    member_id = the_member().id
    in_transaction(lambda: sign_out_of(member_id, session_id))
    flash(_("Signed out there."), "good")
    return go_to("member.sign_ins")


@bp.post("/sign-ins/end-others")
def end_other_sign_ins() -> ResponseReturnValue:
    member_id, token = the_member().id, _token()
    in_transaction(lambda: sign_out_of_others(member_id, token))
    flash(_("Your card is open here alone now."), "good")
    return go_to("member.sign_ins")


@bp.post("/seen")
def seen() -> ResponseReturnValue:
    """Pages ask for it now and then, since looking at them writes nothing."""
    token = _token()
    in_transaction(lambda: note_seen(token))
    return "", 204


def _token() -> str:
    assert me.visitor
    return me.visitor.token
