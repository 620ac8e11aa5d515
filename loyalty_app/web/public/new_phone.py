from flask.typing import ResponseReturnValue

from ...extensions import db, limiter
from ...members.models import Member
from ...outreach.new_phone import tell_of_new_phone
from ...sessions.phones import OfferOver, member_offered, take_phone
from ..pages import go_to, render
from ..visitor import open_card
from . import bp


@bp.get("/phone/<token>")
@limiter.limit("60 per minute")
def new_phone(token: str) -> ResponseReturnValue:
    """What the QR code at the counter leads to. Looking uses nothing up."""
    member = member_offered(token)
    return render("public/new_phone", 200 if member else 410, member=member, token=token)


@bp.post("/phone/<token>")
@limiter.limit("60 per minute")
def open_on_new_phone(token: str) -> ResponseReturnValue:
    try:
        open_card(lambda: _take(token))
    except OfferOver:
        return go_to("public.new_phone", token=token)
    return go_to("member.card")


def _take(token: str) -> Member:
    offer = take_phone(token)
    tell_of_new_phone(offer.member_id, offer.staff_id)
    return db.session.get_one(Member, offer.member_id)
