"""Members as the owner lists them: found by whatever is known of them, a page at a time."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select

from ..activities.models import ActivityRow
from ..errors import UnknownMember
from ..extensions import db
from ..members.codes import handle_in
from ..members.contacts import phone_of
from ..members.models import Member
from ..shops.models import Shop
from ..standing.models import StandingRow

PAGE = 25
FEWEST_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Listed:
    """One member in the list; `points` can be spent now, `last_day` is the last recorded."""

    number: str
    name: str
    email: str | None
    phone: str | None
    language: str
    joined_at: datetime
    points: int
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of those who match, the newest member first."""

    members: list[Listed]
    matching: int
    page: int

    @property
    def has_more(self) -> bool:
        return self.page * PAGE < self.matching


def listing(text: str, country: str, page: int = 1) -> Listing:
    """Two statements. `page` counts from 1; beyond the end it is empty."""
    wanted = _matching(text.strip(), country)
    matching = db.session.execute(
        select(func.count()).select_from(Member).where(*wanted)
    ).scalar_one()
    rows = db.session.execute(_select().where(*wanted).limit(PAGE).offset((page - 1) * PAGE))
    return Listing([_listed(row) for row in rows], matching, page)


def everybody() -> Iterator[Listed]:
    """All members with an open account, read bit by bit."""
    rows = db.session.execute(_select().where(*_matching("", "")).execution_options(yield_per=500))
    return (_listed(row) for row in rows)


def member_called(number: str) -> Member:
    """The member with this card number. Raises UnknownMember, also for a closed account."""
    member = db.session.scalar(
        select(Member).where(Member.number == number, Member.closed_at.is_(None))
    )
    if member is None:
        raise UnknownMember(code=number)
    return member


def joined_via() -> list[tuple[str, int]]:
    """How many of those with an open account joined at each shop, the most first; the name is
    empty for all who came another way."""
    name = func.coalesce(Shop.name, "")
    rows = db.session.execute(
        select(name, func.count())
        .select_from(Member)
        .outerjoin(Shop, Shop.code == Member.joined_via)
        .where(Member.closed_at.is_(None))
        .group_by(name)
        .order_by(func.count().desc(), name)
    )
    return [(shop, number) for shop, number in rows]


def number_of(member_id: int) -> str:
    """The card number of a member; empty when the account is closed."""
    return (
        db.session.scalar(
            select(Member.number).where(Member.id == member_id, Member.closed_at.is_(None))
        )
        or ""
    )


def _matching(text: str, country: str) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [Member.closed_at.is_(None)]
    if text:
        found.append(or_(*_ways(text, country)))
    return found


def _ways(text: str, country: str) -> Iterator[ColumnElement[bool]]:
    yield Member.name.icontains(text, autoescape=True)
    yield Member.email.icontains(text, autoescape=True)
    if handle := handle_in(text):
        yield Member.handle == handle
    if phone := phone_of(text, country):
        yield Member.phone == phone
    digits = re.sub(r"[\s./()-]", "", text)
    if digits.isdigit() and len(digits) >= FEWEST_DIGITS:
        yield Member.phone.contains(digits)
    yield Member.number.startswith(digits or text, autoescape=True)


def _select() -> Select[*tuple[Any, ...]]:
    last_day = (
        select(func.max(ActivityRow.day))
        .where(ActivityRow.member_id == Member.id)
        .scalar_subquery()
    )
    return (
        select(Member, StandingRow.points, last_day)
        .join(StandingRow, StandingRow.member_id == Member.id)
        .order_by(Member.joined_at.desc(), Member.id.desc())
    )


def _listed(row: Any) -> Listed:  # noqa: ANN401
    member, points, last_day = row
    return Listed(
        number=member.number,
        name=member.name,
        email=member.email,
        phone=member.phone,
        language=member.language,
        joined_at=member.joined_at,
        points=points,
        last_day=last_day,
    )
