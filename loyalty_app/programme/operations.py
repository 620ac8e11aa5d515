"""Drafting versions of the programme and putting them in force.

At most one version is not in force yet: the draft, or one that is scheduled for a time to come.
Whoever changes versions holds the first one, so that no two of them look before the other is done.
"""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from ..clock import now
from ..errors import LoyaltyError
from ..extensions import db
from .document import Programme
from .frozen import changed_terms
from .models import REASON_LENGTH, ProgrammeVersion
from .queries import draft_version, scheduled_issue, source_of
from .reading import InvalidProgramme, problem_at, read_programme
from .schedule import on_the_clock
from .versions import current_programme, parsed

TOO_LATE = timedelta(minutes=1)
"""How long before it comes into force a version cannot be taken back any more: the trigger's."""


class DraftChanged(LoyaltyError):
    words = _l("The draft was changed meanwhile. Look at it again before you publish.")
    code = "draft_changed"


class AlreadyPublished(LoyaltyError):
    words = _l("This version is in force already.")
    code = "already_published"


class AnotherIsScheduled(LoyaltyError):
    words = _l(
        "Version %(number)d comes into force on %(when)s. Take it back to change something before."
    )
    code = "another_is_scheduled"


class NotScheduled(LoyaltyError):
    words = _l(
        "There is nothing to take back: from a minute before its time a version stays. "
        "Publish another one to change something."
    )
    code = "not_scheduled"


class ReasonTooLong(LoyaltyError):
    words = _l("A reason has at most %(most)d characters. Say it more briefly.")
    code = "reason_too_long"


def draft(source: str, by: str, reason: str = "") -> ProgrammeVersion:
    """Keep a valid document as the draft, in place of an earlier one; `reason` is a first proposal.

    Raises InvalidProgramme, AnotherIsScheduled.
    """
    _hold_versions()
    _refuse_while_scheduled()
    publishable(source)
    discard_draft()
    number = db.session.scalar(select(func.coalesce(func.max(ProgrammeVersion.number), 0)))
    version = ProgrammeVersion(
        number=(number or 0) + 1,
        source=source,
        sha256=hashlib.sha256(source.encode()).hexdigest(),
        created_by=by,
        created_at=now(),
        reason=reason,
    )
    db.session.add(version)
    db.session.flush()
    return version


def go_back(number: int, by: str) -> ProgrammeVersion:
    """The rules of an earlier version as the draft; publishing it makes a new one.

    Raises UnknownVersion, InvalidProgramme, AnotherIsScheduled.
    """
    return draft(source_of(number), by, _("Back to version %(number)d", number=number))


def publishable(source: str) -> Programme:
    """The document, if it may come into force after all that was promised. Raises
    InvalidProgramme."""
    programme = read_programme(source)
    _refuse_changed_terms(source, programme)
    return programme


def discard_draft() -> None:
    db.session.execute(delete(ProgrammeVersion).where(ProgrammeVersion.published_at.is_(None)))


def put_in_force(sha256: str, by: str, reason: str = "", at: datetime | None = None) -> Programme:
    """The draft with this content, once, from `at` (aware, to come) on, or else from now on.

    `engine.publish` does all that goes with it. Raises AlreadyPublished, DraftChanged,
    AnotherIsScheduled, ReasonTooLong, and InvalidProgramme when another version has since promised
    something else.
    """
    _hold_versions()
    _refuse_while_scheduled()
    draft = draft_version()
    if draft is None or draft.sha256 != sha256:
        raise AlreadyPublished if _is_published(sha256) else DraftChanged
    programme = publishable(draft.source)
    moment = now()
    taken = db.session.execute(
        update(ProgrammeVersion)
        .where(ProgrammeVersion.number == draft.number, ProgrammeVersion.published_at.is_(None))
        .values(
            published_at=max(at or moment, moment),
            published_by=by,
            scheduled_at=moment if at else None,
            reason=_one_line(reason),
        )
        .returning(ProgrammeVersion.number)
    ).all()
    if not taken:
        raise AlreadyPublished
    return programme


def take_back(number: int) -> None:
    """A version that waits for its time is the draft again. Raises NotScheduled."""
    _hold_versions()
    taken = db.session.execute(
        update(ProgrammeVersion)
        .where(ProgrammeVersion.number == number, ProgrammeVersion.published_at > now() + TOO_LATE)
        .values(published_at=None, published_by=None, scheduled_at=None)
        .returning(ProgrammeVersion.number)
    ).all()
    if not taken:
        raise NotScheduled


def _hold_versions() -> None:
    """Until the commit, against others who draft or publish; SQLite has one writer anyway."""
    first = select(ProgrammeVersion.number).where(ProgrammeVersion.number == 1)
    db.session.execute(first.with_for_update(key_share=True))


def _refuse_while_scheduled() -> None:
    if waiting := scheduled_issue():
        when = on_the_clock(waiting.published_at, current_programme().zone)
        raise AnotherIsScheduled(number=waiting.number, when=when)


def _one_line(reason: str) -> str:
    words = " ".join(reason.split())
    if len(words) > REASON_LENGTH:
        raise ReasonTooLong(most=REASON_LENGTH)
    return words


def _is_published(sha256: str) -> bool:
    found = select(ProgrammeVersion.number).where(
        ProgrammeVersion.sha256 == sha256, ProgrammeVersion.published_at.is_not(None)
    )
    return db.session.scalar(found.limit(1)) is not None


def _refuse_changed_terms(source: str, programme: Programme) -> None:
    """Against every version that was ever in force: an old id does not come back as another."""
    changes = {change for earlier in _published() for change in changed_terms(programme, earlier)}
    if changes:
        raise InvalidProgramme(
            [problem_at(source, place, kind, {}) for place, kind in sorted(changes)]
        )


def _published() -> Iterator[Programme]:
    hashes = db.session.scalars(
        select(ProgrammeVersion.sha256).where(ProgrammeVersion.published_at.is_not(None)).distinct()
    )
    return (parsed(sha256) for sha256 in hashes.all())
