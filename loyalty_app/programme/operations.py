"""Drafting and publishing versions of the programme."""

import hashlib

from sqlalchemy import func, select

from ..clock import now
from ..extensions import db
from .document import Programme
from .models import ProgrammeVersion
from .reading import read_programme


def draft(source: str, by: str) -> ProgrammeVersion:
    """Keep a valid document as the draft, in place of an earlier one. Raises InvalidProgramme."""
    read_programme(source)
    for earlier in db.session.scalars(
        select(ProgrammeVersion).where(ProgrammeVersion.published_at.is_(None))
    ):
        db.session.delete(earlier)
    db.session.flush()
    number = db.session.scalar(select(func.coalesce(func.max(ProgrammeVersion.number), 0)))
    version = ProgrammeVersion(
        number=(number or 0) + 1,
        source=source,
        sha256=hashlib.sha256(source.encode()).hexdigest(),
        created_by=by,
        created_at=now(),
    )
    db.session.add(version)
    db.session.flush()
    return version


def publish(version: ProgrammeVersion, by: str) -> Programme:
    """Put a draft in force from now on."""
    version.published_at, version.published_by = now(), by
    db.session.flush()
    return read_programme(version.source)
