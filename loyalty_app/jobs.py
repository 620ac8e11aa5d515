"""What happens without anybody asking: time passes, members are asked, mails go out, old codes go;
and what takes too long for a page: rehearsals.

Everything here may run twice, or in several processes at once, and happens once; a mail at least
once.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from itertools import islice
from threading import Event, Thread

import structlog
from flask import current_app
from sqlalchemy import select

from . import engine
from .activities.values import CLOCK, Activity, Kind
from .cases.queries import to_ask_again
from .challenges.operations import see_what_is_reached
from .clock import now
from .counter.quarantine import forget_old_scans
from .counter.slips import forget_old_slips
from .engine.celebrating import anniversaries, birthdays, goals_won
from .errors import LoyaltyError, ReferenceTaken
from .extensions import db, in_transaction
from .members.keys import forget_old_codes
from .outreach.asking import ask
from .outreach.letters import letter
from .outreach.sending import send, settle_sent, take_due
from .programme.document import Programme
from .programme.operations import publishable
from .programme.versions import (
    NoProgramme,
    Published,
    current_programme,
    in_force,
    published_versions,
)
from .rehearsal.comparison import to_json
from .rehearsal.operations import (
    MOST_ATTEMPTS,
    Attempt,
    fail,
    finish,
    get_on,
    give_back,
    one_waits,
    take,
)
from .rehearsal.running import Run
from .standing.models import StandingRow
from .surveys.due import due

logger = structlog.get_logger(__name__)

BATCH = 500


@dataclass(frozen=True, slots=True)
class Ticked:
    """The local day time has passed to, for how many members, how many had their birthday or have
    been members for a number of years, how many won what all reached together, and how many
    invitations ended by themselves; `failed` ones are in the log."""

    day: date
    recorded: int = 0
    failed: int = 0
    birthdays: int = 0
    anniversaries: int = 0
    won_together: int = 0
    invitations: int = 0


def tick(at: datetime | None = None) -> Ticked:
    """Let time pass, to the shop's day of a moment, for every member to whom that does something;
    birthdays and anniversaries are celebrated, what all reached together is won by everybody who
    added to it, and invitations end whose time is over.

    Some of them in each transaction. Raises NoProgramme.
    """
    moment = at or now()
    programme = in_force(published_versions(), moment).programme
    day = programme.local(moment).date()
    recorded, failed = _recorded(_time_passes(member, day) for member in _due(day))
    celebrated = [_recorded(iter(found)) for found in _celebrations(programme, moment)]
    had_birthday, marked, won = (n for n, _ in celebrated)
    missed = sum(n for _, n in celebrated)
    return Ticked(day, recorded, failed + missed, had_birthday, marked, won, _settled(day))


def _celebrations(programme: Programme, moment: datetime) -> Iterator[list[Activity]]:
    """Birthdays, anniversaries, and what all reached together."""
    if goals := programme.team_goals:
        day = programme.local(moment).date()
        in_transaction(lambda: see_what_is_reached(goals, day))
    for find in (birthdays, anniversaries, goals_won):
        found = list(find(programme, moment))
        db.session.rollback()
        yield found


def _settled(day: date) -> int:
    """Invitations whose time is over, some of them in each transaction."""
    settled = 0
    while done := in_transaction(partial(engine.settle_invitations, day)):
        settled += done
    return settled


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


def ask_members() -> int:
    """Ask whom the surveys want asked now; how many were. Raises NoProgramme."""
    moment = now()
    version = in_force(published_versions(), moment)
    asked, rest = 0, timedelta(days=version.programme.feedback.rest_days)
    for survey in version.programme.surveys:
        found = due(version.programme, survey, moment)
        db.session.rollback()
        for one in found:
            verb = partial(ask, version.number, survey, one, moment, rest)
            asked += in_transaction(verb)
    return asked + _ask_again(version, moment)


def _ask_again(version: Published, moment: datetime) -> int:
    """Whoever was unhappy is asked whether they are happier now, rested or not."""
    found = to_ask_again(version.programme, moment)
    db.session.rollback()
    asked = 0
    for survey, one in found:
        verb = partial(ask, version.number, survey, one, moment, timedelta(minutes=1))
        asked += in_transaction(verb)
    return asked


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
        for mail, reader in taken:
            try:
                send(mail.id, letter(mail, reader, programme))
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


def rehearse(stop: Event | None = None) -> bool:
    """Do the rehearsal that waits, if there is one. When `stop` is set it is left to the next."""
    if not one_waits(now()):
        return False
    attempt = in_transaction(lambda: take(now()))
    if attempt is None:
        return False
    try:
        if attempt.number > MOST_ATTEMPTS:
            raise RuntimeError("A rehearsal ended its workers.")
        _rehearse(attempt, stop or Event())
    except Exception as error:  # whoever asked must hear of it
        logger.exception("rehearsal failed", attempt=attempt.number)
        db.session.rollback()
        code = error.code if isinstance(error, LoyaltyError) else "fault"
        in_transaction(lambda: fail(attempt, code, now()))
    return True


def _rehearse(attempt: Attempt, stop: Event) -> None:
    run, done = Run(publishable(attempt.source), attempt.since), 0
    for further in run.pages():
        done += further
        if stop.is_set():
            in_transaction(lambda: give_back(attempt))
            return
        if not in_transaction(partial(get_on, attempt, done, run.total, now())):
            return
    in_transaction(lambda: finish(attempt, to_json(run.comparison()), now()))


def tidy_up() -> None:
    """Forget which codes were taken long ago, what devices were told of their scans, and what
    became of old slips."""
    for forget in (forget_old_codes, forget_old_scans, forget_old_slips):
        in_transaction(forget)


Job = Callable[[], object]
JOBS: tuple[Job, ...] = (tick, ask_members, post_mails, tidy_up)
LOOK_EVERY = 1.5
"""Seconds between two looks for a rehearsal: whoever asked for it is waiting."""


def work(stop: Event, seconds: float) -> None:
    """Do all jobs again and again, with a pause, until `stop` is set; what was begun is ended.

    Rehearsals are done beside them: a long one keeps no mail waiting.
    """
    context = current_app.app_context()

    def rehearse_beside() -> None:
        with context:
            while not stop.wait(LOOK_EVERY):
                _do(partial(rehearse, stop))

    beside = Thread(target=rehearse_beside, name="rehearsals")
    beside.start()
    while not stop.is_set():
        _do(*JOBS)
        stop.wait(seconds)
    beside.join()


def work_once() -> None:
    _do(*JOBS, rehearse)


def _do(*jobs: Job) -> None:
    for job in jobs:
        try:
            job()
        except NoProgramme:
            pass  # the shop is not set up yet
        except Exception:  # a worker that stops would stop for good, and nobody would see it
            logger.exception("a job will be tried again", job=repr(job))
        finally:
            db.session.remove()
