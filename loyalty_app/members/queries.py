"""Questions about members as people."""

from collections.abc import Collection

from sqlalchemy import or_, select

from ..extensions import db
from .models import Consent, Member, Purpose


def member_with(email: str | None, phone: str | None, but: int = 0) -> Member | None:
    """Whose contact this is, spelt as `contacts` spells it; somebody else than `but`."""
    said = ((Member.email, email), (Member.phone, phone))
    known = [column == contact for column, contact in said if contact]
    if not known:
        return None
    return db.session.scalar(select(Member).where(or_(*known), Member.id != but).limit(1))


def members_numbered(numbers: Collection[str]) -> dict[str, int]:
    """The ids of those members whose cards have these numbers, by number."""
    query = select(Member.number, Member.id).where(Member.number.in_(numbers))
    return {number: id_ for number, id_ in db.session.execute(query)}


def consents_of(member_id: int) -> dict[Purpose, bool]:
    """What holds now for each purpose; nothing was agreed to before it was asked."""
    said = db.session.execute(
        select(Consent.purpose, Consent.given)
        .where(Consent.member_id == member_id)
        .order_by(Consent.id)
    )
    return dict.fromkeys(Purpose, False) | {purpose: given for purpose, given in said}
