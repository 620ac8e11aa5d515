"""Versions of the programme, checked by their text alone: none is parsed."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise

from sqlalchemy import RowMapping, func, select

from ..activities.models import ActivityRow
from ..engine.recording import CLOCK_SKEW
from ..extensions import db
from ..programme.models import ProgrammeVersion
from .chains import Difference

TABLE = ProgrammeVersion.__tablename__


def wrong_versions() -> Iterator[Difference]:
    """A text that is not the one that was hashed, a gap in the numbers, a version that came into
    force before it was drafted or scheduled, or after something was decided by it."""
    first_use = _first_use()
    table = ProgrammeVersion.__table__
    versions = db.session.execute(select(table).order_by(table.c.number)).mappings().all()
    for expected, version in enumerate(versions, start=1):
        key = str(version["number"])
        if version["number"] != expected:
            yield Difference(TABLE, key, "number", version["number"], expected)
        computed = hashlib.sha256(version["source"].encode()).hexdigest()
        if computed != version["sha256"]:
            yield Difference(TABLE, key, "sha256", version["sha256"], computed)
        used = first_use.pop(version["number"], None)
        if not _is_in_order(version, used):
            yield Difference(TABLE, key, "published_at", version["published_at"], used)
    for number in sorted(first_use):
        yield Difference(TABLE, str(number), "", None, "a row")


def _first_use() -> dict[int, datetime]:
    """The moment at which each version first decided something."""
    first = func.min(ActivityRow.recorded_at)
    query = select(ActivityRow.version, first).group_by(ActivityRow.version)
    return {number: moment for number, moment in db.session.execute(query)}


def _is_in_order(version: RowMapping, used: datetime | None) -> bool:
    if version["published_at"] is None:
        return used is None and version["scheduled_at"] is None
    story = (version["created_at"], version["scheduled_at"], version["published_at"], used)
    moments = [moment for moment in story if moment]
    return all(first <= then + CLOCK_SKEW for first, then in pairwise(moments))
