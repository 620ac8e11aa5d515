"""What happens without anybody asking: time passes for members, mails go out.

Everything here may run twice, or in several processes at once, and happens once; a mail at least
once.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from threading import Event

import structlog
from sqlalchemy import select

from . import engine
from .activities.values import Activity, Kind
from .clock import now
from .errors import LoyaltyError
from .extensions import db, in_transaction
from .outreach.letters import letter
from .outreach.sending import send, settle_sent, take_due
from .programme.versions import NoProgramme, in_force, published_versions
from .standing.models import StandingRow

logger = structlog.get_logger(__name__)

CLOCK = "clock"
"""The source of activities that time alone brings."""
BATCH = 500


@dataclass(frozen=True, slots=True)
class Ticked:
    """The local day time has passed to, for how many members; `failed` ones are in the log."""

    day: date
    recorded: int = 0
    failed: int = 0


def tick(at: datetime | None = None) -> Ticked:
    """Let time pass, to the shop's day of a moment, for every member to whom that does something.

    Some of them in each transaction. Raises NoProgramme.
    """
    moment = at or now()
    day = in_force(published_versions(), moment).programme.local(moment).date()
    recorded = failed = last = 0
    while batch := _due(day, last):
        for member, answer in zip(batch, in_transaction(partial(_pass, batch, day)), strict=True):
            if isinstance(answer, LoyaltyError):
                failed += 1
                logger.warning("time did not pass", member=member, day=str(day), why=repr(answer))
            else:
                recorded += not answer.repeated
        last = batch[-1]
    return Ticked(day, recorded, failed)


def _due(day: date, after: int) -> list[int]:
    query = (
        select(StandingRow.member_id)
        .where(StandingRow.due_on <= day, StandingRow.member_id > after)
        .order_by(StandingRow.member_id)
        .limit(BATCH)
    )
    found = list(db.session.scalars(query))
    db.session.rollback()
    return found


def _pass(members: Sequence[int], day: date) -> list[engine.Recorded | LoyaltyError]:
    return engine.record_all(
        [Activity(member, Kind.CLOCK, CLOCK, f"{member}-{day}", said_at=day) for member in members]
    )


@dataclass(frozen=True, slots=True)
class Posted:
    sent: int = 0
    failed: int = 0


def post_mails() -> Posted:
    """Send every mail that is due, once each; what fails is tried again later.

    Raises NoProgramme.
    """
    programme = published_versions()[-1].programme
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
