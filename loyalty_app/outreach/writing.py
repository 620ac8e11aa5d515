"""Putting a mail into the outbox, in the transaction of what it tells of."""

import uuid

from ..extensions import db
from .models import OutboxMail


def write(member_id: int, message: str, **facts: object) -> None:
    """`message` names its templates, `facts` is what they say; plain data."""
    mail = OutboxMail(id=uuid.uuid4().hex, member_id=member_id, message=message, facts=facts)
    db.session.add(mail)
