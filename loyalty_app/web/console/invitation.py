from flask import abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...extensions import in_transaction
from ...sessions.invitations import InvitationOver, invitation_of, withdraw
from ..addresses import public_address
from ..pages import go_to, render
from ..qr import qr_svg
from ..visitor import the_staff
from . import bp


@bp.get("/invitations/<token>")
def invitation(token: str) -> ResponseReturnValue:
    """The link, with its QR code, for whoever invited; afterwards, that they are here."""
    found = invitation_of(token)
    if found is None or found.by.id != the_staff().id:
        abort(404)
    link = public_address("public.invited", token=token)
    return render("console/invitation", invited=found, link=link, qr=qr_svg(link))


@bp.post("/invitations/<invitation_id>/withdraw")
def withdraw_invitation(invitation_id: str) -> ResponseReturnValue:
    me = the_staff()
    try:
        in_transaction(lambda: withdraw(me, invitation_id))
    except InvitationOver as refusal:
        flash(str(refusal), "warn")
    else:
        flash(_("The invitation is withdrawn: its link opens nothing."), "good")
    return go_to("console.staff")
