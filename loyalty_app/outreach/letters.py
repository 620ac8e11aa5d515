"""A mail of the outbox as it will be read: its templates filled in, in the member's language."""

from dataclasses import dataclass
from typing import Protocol

from flask import current_app
from flask_babel import force_locale

from ..programme.document import Programme
from ..texts import say
from .models import OutboxMail


class Reader(Protocol):
    """Whom a mail is for: a member, or who is invited to work here."""

    @property
    def email(self) -> str | None: ...
    @property
    def language(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Letter:
    """Ready to be sent; `text` and `html` say the same."""

    to: str
    subject: str
    text: str
    html: str


def letter(mail: OutboxMail, reader: Reader, programme: Programme) -> Letter:
    """Addressed to where the member is reached now. Needs an application, no request."""
    with force_locale(reader.language):
        facts = {
            **mail.facts,
            "member": reader,
            "language": reader.language,
            "shop_name": say(programme.name, reader.language),
        }

        def filled(part: str) -> str:
            template = current_app.jinja_env.get_template(f"mail/{mail.message}/{part}")
            return template.render(facts).strip()

        return Letter(
            to=reader.email or "",
            subject=filled("subject.txt"),
            text=filled("body.txt"),
            html=filled("body.html"),
        )
