"""Versions that came into force, and which one was in force at a moment.

A version that waits for its time decides nothing, and is in none of these answers. Parsed once per
process, by content.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from flask_babel import lazy_gettext as _l
from sqlalchemy import BindParameter, Select, select

from ..clock import now
from ..errors import LoyaltyError
from ..extensions import db
from .document import Programme
from .models import ProgrammeVersion
from .reading import read_programme


class NoProgramme(LoyaltyError):
    """The shop is not set up yet; the words are for whoever meets this first."""

    words = _l("This shop has no rules yet. Publish a programme first.")
    code = "no_programme"


@dataclass(frozen=True, slots=True)
class Published:
    """A version that may decide; `published_at` is aware UTC."""

    number: int
    sha256: str
    published_at: datetime

    @property
    def programme(self) -> Programme:
        return parsed(self.sha256)


def programme_with(sha256: str | None) -> Programme:
    """The one with this content; the one in force where none is named. Raises NoProgramme."""
    return parsed(sha256) if sha256 else current_programme()


@lru_cache(maxsize=64)
def parsed(sha256: str) -> Programme:
    """The document with this content; a published one was valid, so it reads."""
    source = db.session.execute(
        select(ProgrammeVersion.source).where(ProgrammeVersion.sha256 == sha256).limit(1)
    ).scalar_one()
    return read_programme(source)


def published_from(rows: Iterable[tuple[int, str, datetime | None]]) -> list[Published]:
    """Raises NoProgramme when nothing is published yet."""
    versions = [Published(number, sha, at) for number, sha, at in rows if at]
    if not versions:
        raise NoProgramme
    return versions


def in_force(versions: list[Published], moment: datetime) -> Published:
    """The last one that had come by then; the first one, if the moment is older than all."""
    earlier = [version for version in versions if version.published_at <= moment]
    return earlier[-1] if earlier else versions[0]


def published_versions() -> list[Published]:
    """Those that came into force, oldest first. Raises NoProgramme."""
    rows = db.session.execute(
        select(ProgrammeVersion.number, ProgrammeVersion.sha256, ProgrammeVersion.published_at)
        .where(ProgrammeVersion.published_at <= now())
        .order_by(ProgrammeVersion.published_at, ProgrammeVersion.number)
    )
    return published_from((n, sha, at) for n, sha, at in rows)


def in_force_at(moment: datetime | BindParameter[datetime]) -> Select[str]:
    """Selects the content hash of the version in force then."""
    return (
        select(ProgrammeVersion.sha256)
        .where(ProgrammeVersion.published_at <= moment)
        .order_by(ProgrammeVersion.published_at.desc(), ProgrammeVersion.number.desc())
        .limit(1)
    )


def programme_numbered(number: int) -> Programme:
    """As that version says it, whether in force or not any more."""
    query = select(ProgrammeVersion.sha256).where(ProgrammeVersion.number == number)
    return parsed(db.session.execute(query).scalar_one())


def current_programme() -> Programme:
    """Raises NoProgramme."""
    sha256 = db.session.scalar(in_force_at(now()))
    if sha256 is None:
        raise NoProgramme
    return parsed(sha256)
