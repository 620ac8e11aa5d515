"""Questions about members as people."""

from sqlalchemy import or_, select

from ..extensions import db
from .models import Consent, Member, Purpose


def member_with(email: str | None, phone: str | None) -> Member | None:
    """Whose contact this is, spelt as `contacts` spells it."""
    said = ((Member.email, email), (Member.phone, phone))
    known = [column == contact for column, contact in said if contact]
    return db.session.scalar(select(Member).where(or_(*known)).limit(1)) if known else None


def consents_of(member_id: int) -> dict[Purpose, bool]:
    """What holds now for each purpose; nothing was agreed to before it was asked."""
    said = db.session.execute(
        select(Consent.purpose, Consent.given)
        .where(Consent.member_id == member_id)
        .order_by(Consent.id)
    )
    return dict.fromkeys(Purpose, False) | dict(said.tuples().all())
