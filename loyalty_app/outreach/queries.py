"""What was written to members."""

from sqlalchemy import select

from ..extensions import db
from ..members.models import Member
from .models import OutboxMail


def newest_mails(limit: int) -> list[tuple[OutboxMail, Member]]:
    """Newest first, each with whom it is for."""
    rows = db.session.execute(
        select(OutboxMail, Member)
        .join(Member, Member.id == OutboxMail.member_id)
        .order_by(OutboxMail.created_at.desc())
        .limit(limit)
    )
    return [(mail, member) for mail, member in rows]
