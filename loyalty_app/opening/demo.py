"""The demo: a café with two shops, three people at work, sixty days behind it, a birthday today.

Made by the same verbs as everything else, whole or not at all, and only where nothing is yet. Who
the guests are and what they did comes from one seed; their passwords follow from the secret key, so
that no two demos share them.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import select

from ..activities.values import Activity, Kind
from ..clock import now
from ..engine import join, publish, record
from ..extensions import db
from ..invitations.operations import Came, make_link, open_link
from ..invitations.queries import link_of
from ..members.birthdays import birthday_of
from ..members.models import Member
from ..members.operations import Identity
from ..outreach.desk import wait_of
from ..outreach.inbox import keep_read
from ..outreach.messages import answer, write_to_shop
from ..programme.models import ProgrammeVersion
from ..programme.operations import draft
from ..programme.queries import preset_source
from ..programme.versions import current_programme
from ..shops.operations import open_shop
from ..staff.models import Role, Staff
from ..staff.operations import hire, link_card
from ..staff.passwords import PasswordHash
from ..standing.queries import today
from .demo_days import DAYS, HABITS, Guest, live
from .demo_questions import ask_often
from .queries import is_founded

DEMO = "demo"
SHOPS = {"centro": "Centro", "stazione": "Stazione"}
SEED = 7
BIRTHDAYS = {2: 0, 4: 3}
"""Guests who said theirs, and in how many days from the opening it is."""
INVITED = {6: 1, 9: 1, 10: 9, 11: 4}
"""Guests who came by another's invitation, each by whose."""
DOUBTFUL = 11
"""Joined on a browser that had shown another guest's card: the owner should look at it."""
ANSWERED = (
    "Buongiorno! Il cappuccino si può avere con il latte d’avena?",
    "Buongiorno! Sì, senza supplemento: basta dirlo alla cassa.",
)
TWO_HOURS = timedelta(hours=2)
WAITS, ASKED = 3, "Ieri ho dimenticato un ombrello blu al tavolo vicino alla finestra. È da voi?"
THANKED, THANKS = 1, "Grazie per la pazienza durante i lavori."


def passwords(secret_key: str) -> dict[Role, str]:
    """One for each role, by their login: the role's name."""
    return {role: _password(secret_key, role) for role in reversed(Role)}


def guest_address(number: int) -> str:
    return f"ospite{number}@demo.example"


def demo_is_open() -> bool:
    """Whether the programme here began as the demo's."""
    first = select(ProgrammeVersion.created_by).order_by(ProgrammeVersion.number).limit(1)
    return db.session.scalar(first) == DEMO


def open_demo(hashes: Mapping[Role, PasswordHash]) -> bool:
    """False, and nothing is done, where there is a shop already."""
    if is_founded():
        return False
    publish(draft(_rules(), DEMO).sha256, DEMO)
    staff = _staff(hashes)
    zone, moment = current_programme().zone, now()
    members: dict[int, int] = {}
    for number, habit in enumerate(HABITS, start=1):
        random = Random(f"{SEED}-{number}")
        joined = _joined(habit.days_ago, random, zone, moment)
        came = _came(number, members)
        member = _member(number, joined, moment.astimezone(zone).date(), came)
        members[number] = member.id
        served_by = staff[Role.CASHIER if number % 3 else Role.MANAGER]
        guest = Guest(member.id, habit, list(SHOPS), served_by.id)
        live(guest, random, joined, moment)
        if number == THANKED:
            _thank(member, staff[Role.MANAGER])
        keep_read(guest.member, max(0, guest.recorded - 1))
    _open_a_link(members[1])
    _talk(members, staff[Role.MANAGER])
    ask_often()
    _serve_nobody_their_own(staff[Role.CASHIER])
    return True


def _rules() -> str:
    """Those of the café, with figures by staff, so that they are seen."""
    return preset_source("cafe").replace("by_staff: false", "by_staff: true")


def _password(secret_key: str, role: Role) -> str:
    digest = hmac.digest(secret_key.encode(), f"demo {role}".encode(), hashlib.sha256)
    text = base64.b32encode(digest).decode().lower()
    return "-".join(text[at : at + 4] for at in (0, 4, 8))


def _staff(hashes: Mapping[Role, PasswordHash]) -> dict[Role, Staff]:
    shops = [open_shop(name, code) for code, name in SHOPS.items()]
    return {role: hire(role.capitalize(), role, hashes[role], role, shops[0].id) for role in hashes}


def _joined(days_ago: int, random: Random, zone: ZoneInfo, moment: datetime) -> datetime:
    """At some minute of a working day, never in the future."""
    day = moment.astimezone(zone) - timedelta(days=min(days_ago, DAYS))
    at = day.replace(hour=random.randint(7, 10), minute=random.randint(0, 59), second=0)
    return min(at.replace(microsecond=0), moment)


def _member(number: int, joined: datetime, day: date, came: Came | None) -> Member:
    birthday = None
    if number in BIRTHDAYS:
        born = day + timedelta(days=BIRTHDAYS[number])
        birthday = birthday_of(born.month, born.day)
    said: Identity = {
        "email": guest_address(number),
        "birthday": birthday,
        "joined_via": list(SHOPS)[number % len(SHOPS)],
    }
    member = join(f"Ospite {number}", at=joined, came=came, **said)
    member.joined_at = joined
    return member


def _came(number: int, members: Mapping[int, int]) -> Came | None:
    if number not in INVITED:
        return None
    inviter = members[INVITED[number]]
    if link_of(inviter) is None:
        make_link(inviter)
    return Came(inviter, cards_here=(members[2],) if number == DOUBTFUL else ())


def _open_a_link(inviter: int) -> None:
    """Somebody looked at it today, and has not joined."""
    open_link(inviter, None, None, today(current_programme()))


def _thank(member: Member, manager: Staff) -> None:
    """A voucher and a badge."""
    for gift in ({"reward": "free-coffee"}, {"badge": "thank-you"}):
        record(
            Activity(
                member.id,
                Kind.GIFT,
                DEMO,
                f"thanks-{next(iter(gift))}",
                reason=THANKS,
                shop=next(iter(SHOPS)),
                staff_id=manager.id,
                **gift,  # type: ignore[arg-type]
            )
        )


def _talk(members: Mapping[int, int], manager: Staff) -> None:
    """One has their answer, another one waits for it."""
    asked, said = ANSWERED
    if question := write_to_shop(members[1], asked):
        question.sent_at -= TWO_HOURS
    if wait := wait_of(members[1]):
        wait.opened_at -= TWO_HOURS
    answer(members[1], manager.id, said)
    write_to_shop(members[WAITS], ASKED)


def _serve_nobody_their_own(cashier: Staff) -> None:
    """The cashier has a card too: the last guest's."""
    last = select(Member.id).where(Member.email == guest_address(len(HABITS)))
    link_card(cashier.id, db.session.execute(last).scalar_one())
