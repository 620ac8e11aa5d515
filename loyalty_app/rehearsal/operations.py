"""Asking for a rehearsal, and the steps by which a worker does it: each one conditional UPDATE.

A worker that was killed shows no sign of life any more; then another one begins again. One that was
only slow finds that its attempt is over, and stops.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, or_, select, update

from ..extensions import db
from .models import RehearsalRow, State

SILENCE = timedelta(minutes=1)
"""A worker that has shown no sign of life for so long is gone."""
MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Attempt:
    """A rehearsal that a worker has taken; `number` 1 is the first try."""

    id: str
    number: int
    source: str
    since: date | None


def ask(draft: str, source: str, since: date | None, by: str) -> None:
    """Ask for a rehearsal of this draft (its sha256 and text), in place of any earlier one."""
    db.session.execute(delete(RehearsalRow))
    db.session.add(RehearsalRow(draft=draft, source=source, since=since, asked_by=by))
    db.session.flush()


def take(moment: datetime) -> Attempt | None:
    """The rehearsal that waits for a worker, for this one alone."""
    waiting = select(RehearsalRow.id).where(_waits(moment)).order_by(RehearsalRow.asked_at).limit(1)
    taken = db.session.execute(
        update(RehearsalRow)
        .where(RehearsalRow.id == waiting.scalar_subquery(), _waits(moment))
        .values(state=State.RUNNING, attempt=RehearsalRow.attempt + 1, seen_at=moment, progress=0)
        .returning(RehearsalRow.id, RehearsalRow.attempt, RehearsalRow.source, RehearsalRow.since)
        .execution_options(synchronize_session=False)
    ).first()
    return Attempt(*taken) if taken else None


def one_waits(moment: datetime) -> bool:
    """Without writing: looked at again and again by a worker that rests."""
    return db.session.scalar(select(RehearsalRow.id).where(_waits(moment)).limit(1)) is not None


def get_on(attempt: Attempt, progress: int, total: int, moment: datetime) -> bool:
    """So many activities of all are done. False: the attempt is over, somebody else does it."""
    return _settle(attempt, progress=progress, total=total, seen_at=moment)


def finish(attempt: Attempt, result: dict[str, Any], moment: datetime) -> bool:
    return _settle(attempt, state=State.DONE, result=result, finished_at=moment)


def fail(attempt: Attempt, error: str, moment: datetime) -> bool:
    return _settle(attempt, state=State.FAILED, error=error, finished_at=moment)


def give_back(attempt: Attempt) -> bool:
    """For the next worker: this one was told to end. It does not count as a try."""
    return _settle(attempt, state=State.QUEUED, attempt=attempt.number - 1)


def _waits(moment: datetime) -> ColumnElement[bool]:
    lost = and_(RehearsalRow.state == State.RUNNING, RehearsalRow.seen_at < moment - SILENCE)
    return or_(RehearsalRow.state == State.QUEUED, lost)


def _settle(taken: Attempt, **values: object) -> bool:
    done: Any = db.session.execute(
        update(RehearsalRow)
        .where(
            RehearsalRow.id == taken.id,
            RehearsalRow.attempt == taken.number,
            RehearsalRow.state == State.RUNNING,
        )
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(done.rowcount == 1)
