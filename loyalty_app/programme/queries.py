"""Versions of the programme, as the owner's page lists them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ..clock import now
from ..errors import NotFound
from ..extensions import db
from .models import ProgrammeVersion
from .versions import Published

_PRESETS = Path(__file__).parent / "presets"


class UnknownVersion(NotFound):
    words = _l("There is no such version of the programme.")
    code = "unknown_version"


@dataclass(frozen=True, slots=True)
class Issue(Published):
    """A version with its story: by whom it was published and why, and `until` when it was (or will
    be) in force; `scheduled_at` is when that was decided, if it was to wait for its time."""

    published_by: str
    scheduled_at: datetime | None
    reason: str
    until: datetime | None
    waits: bool
    is_in_force: bool


def draft_version() -> ProgrammeVersion | None:
    return db.session.scalars(
        select(ProgrammeVersion)
        .where(ProgrammeVersion.published_at.is_(None))
        .order_by(ProgrammeVersion.number.desc())
    ).first()


def issues() -> list[Issue]:
    """Every published version, newest first; the first one may wait for its time yet."""
    rows = db.session.execute(
        select(
            ProgrammeVersion.number,
            ProgrammeVersion.sha256,
            ProgrammeVersion.published_at,
            ProgrammeVersion.published_by,
            ProgrammeVersion.scheduled_at,
            ProgrammeVersion.reason,
        )
        .where(ProgrammeVersion.published_at.is_not(None))
        .order_by(ProgrammeVersion.published_at.desc(), ProgrammeVersion.number.desc())
    )
    found: list[Issue] = []
    moment, until = now(), None
    for number, sha256, at, by, scheduled_at, reason in rows:
        assert at is not None
        is_in_force = at <= moment and (until is None or moment < until)
        story = (by or "", scheduled_at, reason, until, at > moment, is_in_force)
        found.append(Issue(number, sha256, at, *story))
        until = at
    return found


def issue_and_the_one_before(number: int) -> tuple[Issue, Issue | None]:
    """Raises UnknownVersion; a draft is none yet."""
    newest_first = [issue for issue in issues() if issue.number <= number]
    if not newest_first or newest_first[0].number != number:
        raise UnknownVersion
    return newest_first[0], newest_first[1] if len(newest_first) > 1 else None


def scheduled_issue() -> Issue | None:
    """The version that waits for its time."""
    return next((issue for issue in issues() if issue.waits), None)


def source_of(number: int) -> str:
    """As it was written. Raises UnknownVersion."""
    source = db.session.scalar(
        select(ProgrammeVersion.source).where(ProgrammeVersion.number == number)
    )
    if source is None:
        raise UnknownVersion
    return source


def presets() -> list[str]:
    return sorted(path.stem for path in _PRESETS.glob("*.yaml"))


def preset_source(name: str) -> str:
    """A document to start from. Raises UnknownVersion."""
    if name not in presets():
        raise UnknownVersion
    return (_PRESETS / f"{name}.yaml").read_text("utf-8")
