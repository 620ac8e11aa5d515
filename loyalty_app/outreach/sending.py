"""Sending what is in the outbox: at least once, each with an id that stays the same.

Taking a mail moves its next try into the future, so that a worker that dies loses nothing and
several never send the same one at a time. The mail itself goes out between two transactions.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.utils import parseaddr

from flask import current_app
from flask_mailman import EmailMultiAlternatives
from sqlalchemy import select

from ..extensions import db
from ..members.models import Member
from ..sessions.invitations import invited
from ..sessions.models import StaffInvitation
from .letters import Letter, Reader
from .models import OutboxMail

AT_A_TIME = 10
MOST_ATTEMPTS = 12
LONGEST_WAIT = timedelta(hours=6)


def take_due(moment: datetime) -> list[tuple[OutboxMail, Reader]]:
    """The next mails to send, each with its reader; nobody else gets them before their next try.

    One whose reader has no address any more is settled here.
    """
    due = (
        select(OutboxMail)
        .where(OutboxMail.due_at <= moment)
        .order_by(OutboxMail.due_at)
        .limit(AT_A_TIME)
        .with_for_update(skip_locked=True)
    )
    taken = list[tuple[OutboxMail, Reader]]()
    for mail in db.session.scalars(due).all():
        mail.attempts += 1
        mail.due_at = moment + wait_after(mail.attempts) if mail.attempts < MOST_ATTEMPTS else None
        reader = _reader_of(mail)
        if reader and reader.email:
            taken.append((mail, reader))
        else:
            mail.due_at = None
    db.session.flush()
    return taken


def _reader_of(mail: OutboxMail) -> Member | StaffInvitation | None:
    if mail.member_id:
        return db.session.get_one(Member, mail.member_id)
    return invited(mail.invitation_id or "")


def wait_after(attempts: int) -> timedelta:
    """1, 2, 4 … minutes, at most LONGEST_WAIT."""
    return min(timedelta(minutes=2 ** (attempts - 1)), LONGEST_WAIT)


def send(id_: str, letter: Letter) -> None:
    """Hand it to the mail server. Raises OSError when that does not take it."""
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        to=[letter.to],
        headers={"Message-ID": message_id(id_)},
    )
    message.attach_alternative(letter.html, "text/html")
    message.send()


def message_id(id_: str) -> str:
    """The same for every try, so that a mail that arrives twice can be told to be one."""
    _, sender = parseaddr(current_app.config["MAIL_DEFAULT_SENDER"])
    return f"<{id_}@{sender.rpartition('@')[2] or 'localhost'}>"


def settle_sent(ids: Sequence[str], moment: datetime) -> None:
    """These were taken by the mail server and are done with. An invitation's link is good for days:
    we do not keep it beside the hash."""
    for mail in db.session.scalars(select(OutboxMail).where(OutboxMail.id.in_(ids))):
        mail.sent_at, mail.due_at = moment, None
        if mail.invitation_id:
            mail.facts = {}
