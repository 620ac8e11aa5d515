from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from ...counter.phones import offer_new_phone
from ...counter.queries import member_numbered
from ...extensions import db, in_transaction
from ...members.models import Member
from ...sessions.phones import is_open, offer_of
from ..addresses import public_address
from ..forms import Form
from ..pages import go_to, render
from ..qr import qr_svg
from . import bp
from .till import served, the_till


class NewPhoneForm(Form):
    lost = BooleanField(_l("The old phone is lost"))


@bp.get("/members/<path:number>/phone")
def new_phone(number: str) -> ResponseReturnValue:
    return render("counter/new_phone", form=NewPhoneForm(), member=served(number))


@bp.post("/members/<path:number>/phone")
def offer_phone(number: str) -> ResponseReturnValue:
    till, member_id, lost = the_till(), member_numbered(number).id, NewPhoneForm().lost.data
    token = in_transaction(lambda: offer_new_phone(till, member_id, lost=lost))
    return go_to("counter.phone_offer", token=token)


@bp.get("/phones/<token>")
def phone_offer(token: str) -> ResponseReturnValue:
    """The QR code for the new phone; afterwards, that the card is there."""
    offer = offer_of(token)
    if offer is None or offer.staff_id != the_till().staff_id:
        abort(404)
    return render(
        "counter/phone_offer",
        offer=offer,
        member=db.session.get_one(Member, offer.member_id),
        is_open=is_open(offer),
        qr=qr_svg(public_address("public.new_phone", token=token)),
    )
