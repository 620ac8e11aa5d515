"""What happens without anybody asking: time passes for members, mails go out.

Everything here may run twice, or in several processes at once, and happens once; a mail at least
once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import islice
from threading import Event

import structlog
from sqlalchemy import select

from . import engine
from .activities.values import CLOCK, Activity, Kind
from .clock import now
from .errors import ReferenceTaken
from .extensions import db, in_transaction
from .gifts.queries import birthday_reference, uncelebrated
from .outreach.letters import letter
from .outreach.sending import send, settle_sent, take_due
from .programme.sections.gifts import Occasion
from .programme.versions import NoProgramme, current_programme, in_force, published_versions
from .standing.models import StandingRow

logger = structlog.get_logger(__name__)

BATCH = 500


@dataclass(frozen=True, slots=True)
class Ticked:
    """The local day time has passed to, for how many members, and how many had their birthday;
    `failed` ones are in the log."""

    day: date
    recorded: int = 0
    failed: int = 0
    birthdays: int = 0


def tick(at: datetime | None = None) -> Ticked:
    """Let time pass, to the shop's day of a moment, for every member to whom that does something;
    birthdays are celebrated.

    Some of them in each transaction. Raises NoProgramme.
    """
    moment = at or now()
    programme = in_force(published_versions(), moment).programme
    day = programme.local(moment).date()
    recorded, failed = _recorded(_time_passes(member, day) for member in _due(day))
    birthdays = missed = 0
    if programme.gifts.on(Occasion.BIRTHDAY):
        celebrants = uncelebrated(day)
        db.session.rollback()
        birthdays, missed = _recorded(_birthday(*one, moment) for one in celebrants)
    return Ticked(day, recorded, failed + missed, birthdays)


def _recorded(activities: Iterator[Activity]) -> tuple[int, int]:
    """How many were recorded, and how many failed; one member's trouble keeps nobody else."""
    recorded = failed = 0
    while batch := list(islice(activities, BATCH)):
        answers = in_transaction(partial(engine.record_all, batch))
        for activity, answer in zip(batch, answers, strict=True):
            if isinstance(answer, engine.Recorded):
                recorded += not answer.repeated
            elif not isinstance(answer, ReferenceTaken):  # or another worker was faster
                failed += 1
                logger.warning("not recorded", reference=activity.reference, why=repr(answer))
    return recorded, failed


def _due(day: date) -> Iterator[int]:
    last = 0
    while batch := _due_after(day, last):
        yield from batch
        last = batch[-1]


def _due_after(day: date, last: int) -> list[int]:
    query = (
        select(StandingRow.member_id)
        .where(StandingRow.due_on <= day, StandingRow.member_id > last)
        .order_by(StandingRow.member_id)
        .limit(BATCH)
    )
    found = list(db.session.scalars(query))
    db.session.rollback()
    return found


def _time_passes(member: int, day: date) -> Activity:
    return Activity(member, Kind.CLOCK, CLOCK, f"{member}-{day}", said_at=day)


def _birthday(member: int, year: int, moment: datetime) -> Activity:
    """At the moment of the tick: what it looked for is what is in force."""
    reference = birthday_reference(member, year)
    occasion = Occasion.BIRTHDAY
    return Activity(member, Kind.CLOCK, CLOCK, reference, said_at=moment, occasion=occasion)


@dataclass(frozen=True, slots=True)
class Posted:
    sent: int = 0
    failed: int = 0


def post_mails() -> Posted:
    """Send every mail that is due, once each; what fails is tried again later.

    Raises NoProgramme.
    """
    programme = current_programme()
    sent = failed = 0
    while taken := in_transaction(lambda: take_due(now())):
        done = []
        for mail, member in taken:
            try:
                send(mail.id, letter(mail, member, programme))
            except Exception as error:  # whatever one mail does must not keep the others
                failed += 1
                logger.warning(
                    "mail not sent", mail=mail.id, attempt=mail.attempts, why=repr(error)
                )
            else:
                done.append(mail.id)
        db.session.rollback()
        in_transaction(partial(settle_sent, done, now()))
        sent += len(done)
    return Posted(sent, failed)


JOBS: tuple[Callable[[], object], ...] = (tick, post_mails)


def work(stop: Event, seconds: float) -> None:
    """Do all jobs again and again, with a pause, until `stop` is set; what was begun is ended."""
    while not stop.is_set():
        work_once()
        stop.wait(seconds)


def work_once() -> None:
    for job in JOBS:
        try:
            job()
        except NoProgramme:
            pass  # the shop is not set up yet
        except Exception:  # a worker that stops would stop for good, and nobody would see it
            logger.exception("a job will be tried again", job=job.__name__)
        finally:
            db.session.remove()
