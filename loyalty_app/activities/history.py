"""Everything that was recorded, a page at a time, so that no read keeps a shop waiting.

What is recorded never changes: pages up to one moment are all of one piece.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from sqlalchemy import func, literal, select, tuple_

from ..extensions import db
from .chain import tallies_from
from .facts import Fact
from .models import ActivityRow, DetailRow
from .queries import outcomes_of
from .saying import AS_SAID, activity_from
from .values import Activity

PAGE = 500


class Order(Enum):
    """Member by member, each chain in its order; or all together, as they were recorded."""

    CHAINS = (ActivityRow.member_id, ActivityRow.sequence)
    RECORDED = (ActivityRow.recorded_at, ActivityRow.member_id, ActivityRow.sequence)


@dataclass(frozen=True, slots=True)
class Told:
    """A recorded activity and what followed under a version of the programme. `activity` is None
    when its details were deleted."""

    id: str
    member: int
    version: int
    activity: Activity | None
    facts: tuple[Fact, ...]


def pages(until: datetime, order: Order) -> Iterator[list[Told]]:
    """What was recorded until a moment. No transaction is open between two pages."""
    keys, last = order.value, None
    while True:
        query = AS_SAID.where(ActivityRow.recorded_at <= until).order_by(*keys).limit(PAGE)
        if last is not None:
            seen = (literal(getattr(last, key.key), key.type) for key in keys)
            query = query.where(tuple_(*keys) > tuple_(*seen))
        rows = db.session.execute(query).all()
        told = _told(rows)
        db.session.rollback()
        if not told:
            return
        yield told
        last = rows[-1]


def _told(rows: Sequence[Any]) -> list[Told]:
    outcomes = outcomes_of([row.id for row in rows])
    return [
        Told(
            id=row.id,
            member=row.member_id,
            version=row.version,
            activity=None if row.body is None else activity_from(row),
            facts=(*tallies_from(row.tallies), *outcomes[row.id]),
        )
        for row in rows
    ]


def recorded_until(moment: datetime) -> int:
    """How many activities that is."""
    found = select(func.count()).select_from(ActivityRow).where(ActivityRow.recorded_at <= moment)
    return db.session.execute(found).scalar_one()


def members_without_details() -> set[int]:
    """Who was erased: some of what they did can no longer be read as it was said."""
    stripped = AS_SAID.with_only_columns(ActivityRow.member_id, maintain_column_froms=True)
    return set(db.session.scalars(stripped.where(DetailRow.activity_id.is_(None)).distinct()))


def taken_back() -> set[str]:
    """The ids of what a refund or an undo refers to."""
    reversed_ones = select(ActivityRow.reverses).where(ActivityRow.reverses.is_not(None))
    return {id_ for id_ in db.session.scalars(reversed_ones.distinct()) if id_}
