"""The mail that invites somebody to work here, where an address was given."""

import uuid

from ..extensions import db
from ..sessions.models import StaffInvitation
from .models import OutboxMail


def mail_invitation(invitation: StaffInvitation, by: str, link: str) -> None:
    """`by` is the name of who invites. Nothing where there is no address."""
    if invitation.email is None:
        return
    facts = {"name": invitation.name, "by": by, "link": link}
    mail = OutboxMail(
        id=uuid.uuid4().hex, invitation_id=invitation.id, message="invitation", facts=facts
    )
    db.session.add(mail)
