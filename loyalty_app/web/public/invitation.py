"""What an invitation leads to: who invites, what both get, and the way to join."""

from flask import request
from flask.typing import ResponseReturnValue

from ...extensions import in_transaction, limiter
from ...invitations.operations import UnknownInvitation, open_link
from ...invitations.queries import inviter_in
from ...members.models import Member
from ...standing.queries import today
from ..invited import keep_invitation, kept_opening
from ..pages import go_to, render
from ..visitor import me, programme
from . import bp


@bp.get("/i/<code>")
@limiter.limit("60 per minute")
def invitation(code: str) -> ResponseReturnValue:
    """Looking opens nothing: those who preview links look, too."""
    inviter = _inviter(code)
    own = me.member is not None and me.member.id == inviter.id
    return render("public/invitation", code=code, inviter=inviter, own=own)


@bp.post("/i/<code>")
@limiter.limit("60 per minute")
def open_invitation(code: str) -> ResponseReturnValue:
    """The page was looked at (`seen`), or its button was pressed: on to joining."""
    inviter, day = _inviter(code), today(programme())
    was, kept = me.member.id if me.member else None, kept_opening()
    opening = in_transaction(lambda: open_link(inviter.id, was, kept, day))
    if opening:
        keep_invitation(inviter.id, opening)
    return ("", 204) if "seen" in request.form else go_to("public.join")


def _inviter(code: str) -> Member:
    """Raises UnknownInvitation."""
    inviter = inviter_in(code) if programme().invitations else None
    if inviter is None:
        raise UnknownInvitation
    return inviter
