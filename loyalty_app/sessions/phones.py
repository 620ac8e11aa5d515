"""A card moves to a new phone at the counter: a QR code, ten minutes, once. Looking uses none up.

The card closes on the old phone when the new one has it, and at once when the old one is lost.
"""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select, update

from ..clock import now
from ..errors import LoyaltyError
from ..extensions import db
from ..members.models import Member
from .models import NewPhone
from .operations import hashed, lock_out, new_token, sign_out_member_everywhere

OFFER_LASTS = timedelta(minutes=10)


class OfferOver(LoyaltyError):
    words = _l("This code was used or is older than ten minutes. Ask for a new one at the counter.")
    code = "offer_over"


def offer_phone(member_id: int, staff_id: int, *, lost: bool) -> str:
    """The token of a new offer; an earlier one ends."""
    earlier = update(NewPhone).where(NewPhone.member_id == member_id, NewPhone.used_at.is_(None))
    db.session.execute(earlier.where(NewPhone.expires_at > now()).values(expires_at=now()))
    if lost:
        lock_out(member_id)
    token = new_token()
    db.session.add(
        NewPhone(
            id=hashed(token),
            member_id=member_id,
            staff_id=staff_id,
            lost=lost,
            expires_at=now() + OFFER_LASTS,
        )
    )
    return token


def offer_of(token: str) -> NewPhone | None:
    """Open, over or used; None when there never was one."""
    return db.session.get(NewPhone, hashed(token))


def is_open(offer: NewPhone) -> bool:
    return offer.used_at is None and offer.expires_at > now()


def member_offered(token: str) -> Member | None:
    """Whose card may be opened with it now."""
    theirs = select(Member).join(NewPhone, NewPhone.member_id == Member.id)
    return db.session.scalar(theirs.where(*_open(token)))


def take_phone(token: str) -> NewPhone:
    """One conditional UPDATE, so that it counts once; every other browser is signed out.

    Raises OfferOver.
    """
    taken = update(NewPhone).where(*_open(token)).values(used_at=now()).returning(NewPhone)
    offer = db.session.scalar(taken.execution_options(synchronize_session=False))
    if offer is None:
        raise OfferOver
    sign_out_member_everywhere(offer.member_id)
    return offer


def _open(token: str) -> tuple[ColumnElement[bool], ...]:
    return NewPhone.id == hashed(token), NewPhone.used_at.is_(None), NewPhone.expires_at > now()
