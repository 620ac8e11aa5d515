"""What changes about a member as a person; their points are the engine's."""

from typing import TypedDict, Unpack

from ..clock import now
from ..extensions import db
from .codes import new_handle, new_number
from .models import Consent, Member, Purpose


class Identity(TypedDict, total=False):
    """What is known of a new member besides the name; without a number they get a new one."""

    number: str
    email: str | None
    phone: str | None
    language: str


def add_member(name: str = "", **identity: Unpack[Identity]) -> Member:
    """A new member; `standing.operations.enrol` gives them the standing that goes with it."""
    said = {"number": new_number(), "language": "it", **identity}
    member = Member(handle=new_handle(), name=name.strip(), joined_at=now(), **said)
    db.session.add(member)
    db.session.flush()
    return member


def say_consent(member: Member, purpose: Purpose, *, given: bool, words: str) -> None:
    """Keep what was agreed to or taken back, and the words it was asked in."""
    db.session.add(Consent(member_id=member.id, purpose=purpose, given=given, words=words))


def speak(member_id: int, language: str) -> None:
    """Remember the language a member chose."""
    db.session.get_one(Member, member_id).language = language
