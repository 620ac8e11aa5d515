"""What changes about a member as a person; their points are the engine's."""

from collections.abc import Collection
from typing import TypedDict, Unpack

from sqlalchemy import insert

from ..clock import now
from ..extensions import connection, db
from .codes import new_handle, new_number
from .contacts import ContactTaken
from .models import Consent, Member, Purpose
from .queries import consents_of, member_with

_members = Member.__table__


class Identity(TypedDict, total=False):
    """What is known of a new member besides the name; without a number and a handle they get new
    ones."""

    number: str
    handle: str
    email: str | None
    phone: str | None
    language: str
    joined_via: str | None
    birthday: str | None


def add_member(name: str = "", **identity: Unpack[Identity]) -> Member:
    """A new member; `standing.operations.enrol` gives them the standing that goes with it.

    Raises ContactTaken; where two were as fast, the constraint says so and the verb runs again.
    """
    if member_with(identity.get("email"), identity.get("phone")):
        raise ContactTaken
    said = {"number": new_number(), "handle": new_handle(), "language": "it", **identity}
    member = Member(name=name.strip(), joined_at=now(), **said)
    db.session.add(member)
    db.session.flush()
    return member


def add_numbered(numbers: Collection[str]) -> dict[str, int]:
    """New members of whom a number is all that is known; their ids by it."""
    rows = [{"number": number, "handle": new_handle()} for number in numbers]
    if not rows:
        return {}
    added = insert(_members).returning(_members.c.number, _members.c.id)  # type: ignore[arg-type]
    return {number: id_ for number, id_ in connection().execute(added, rows)}


def say_consent(member: Member, purpose: Purpose, *, given: bool, words: str) -> None:
    """Keep what was agreed to or taken back, and the words it was asked in."""
    db.session.add(Consent(member_id=member.id, purpose=purpose, given=given, words=words))


def settle_consent(member: Member, purpose: Purpose, *, given: bool, words: str) -> None:
    """Give a consent or take it back; said twice it is still one entry."""
    if consents_of(member.id)[purpose] is not given:
        say_consent(member, purpose, given=given, words=words)


def rename(member_id: int, name: str, email: str | None, phone: str | None) -> None:
    """Another name, another way to reach them. Raises ContactTaken."""
    if member_with(email, phone, but=member_id):
        raise ContactTaken
    member = db.session.get_one(Member, member_id)
    member.name, member.email, member.phone = name, email, phone
    db.session.flush()


def celebrate_on(member_id: int, birthday: str | None) -> None:
    """Remember a birthday as `birthdays` spells it, or forget it."""
    db.session.get_one(Member, member_id).birthday = birthday


def speak(member_id: int, language: str) -> None:
    """Remember the language a member chose."""
    db.session.get_one(Member, member_id).language = language
