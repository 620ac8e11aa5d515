"""Versions of the programme, as the owner's page lists them."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ..errors import NotFound
from ..extensions import db
from .models import ProgrammeVersion

_PRESETS = Path(__file__).parent / "presets"


class UnknownVersion(NotFound):
    words = _l("There is no such version of the programme.")
    code = "unknown_version"


@dataclass(frozen=True, slots=True)
class Issue:
    """One version that was put in force: which, when, by whom."""

    number: int
    published_at: datetime
    published_by: str


def draft_version() -> ProgrammeVersion | None:
    return db.session.scalars(
        select(ProgrammeVersion)
        .where(ProgrammeVersion.published_at.is_(None))
        .order_by(ProgrammeVersion.number.desc())
    ).first()


def issues() -> list[Issue]:
    """Newest first."""
    rows = db.session.execute(
        select(
            ProgrammeVersion.number, ProgrammeVersion.published_at, ProgrammeVersion.published_by
        )
        .where(ProgrammeVersion.published_at.is_not(None))
        .order_by(ProgrammeVersion.published_at.desc(), ProgrammeVersion.number.desc())
    )
    return [Issue(number, at, by or "") for number, at, by in rows if at]


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
