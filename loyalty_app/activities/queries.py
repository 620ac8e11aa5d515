"""Reading what was recorded: repeats, and the past that a refund or an undo takes back."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import aliased

from ..errors import TooLateToReturn, UnknownActivity
from ..extensions import connection, db
from ..programme.models import ProgrammeVersion
from ..programme.versions import Published, published_from
from .chain import outcome_from, tallies_from
from .facts import Fact, Outcome
from .models import ActivityRow, DetailRow, OutcomeRow
from .saying import AS_SAID, activity_from
from .values import Activity, Kind, Past

Name = tuple[str, str]
"""What an activity is known by, once for all: its source and its reference."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A reference that was used before; `body` None: its details were deleted."""

    id: str
    member: int
    day: date
    version: int
    body: str | None
    happened_at: datetime | None


def _seen_and_versions(*named: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            ProgrammeVersion.number,
            ProgrammeVersion.sha256,
            ProgrammeVersion.published_at,
            ActivityRow.source,
            ActivityRow.reference,
            ActivityRow.id,
            ActivityRow.member_id,
            ActivityRow.day,
            ActivityRow.version,
            DetailRow.body,
            DetailRow.happened_at,
        )
        .select_from(ProgrammeVersion)
        .outerjoin(ActivityRow, and_(*named))
        .outerjoin(DetailRow, DetailRow.activity_id == ActivityRow.id)
        .where(ProgrammeVersion.published_at <= bindparam("moment"))
        .order_by(ProgrammeVersion.published_at, ProgrammeVersion.number)
    )


_SEEN_ONE = _seen_and_versions(
    ActivityRow.source == bindparam("source"), ActivityRow.reference == bindparam("reference")
)
_SEEN_MANY = _seen_and_versions(
    ActivityRow.source.in_(bindparam("sources", expanding=True)),
    ActivityRow.reference.in_(bindparam("references", expanding=True)),
)


def seen_and_versions(
    names: Collection[Name], moment: datetime
) -> tuple[dict[Name, Seen], list[Published]]:
    """What is known under these names, and the versions that came into force by a moment, oldest
    first: one statement."""
    if len(names) == 1:
        ((source, reference),) = names
        one = {"source": source, "reference": reference, "moment": moment}
        rows = connection().execute(_SEEN_ONE, one).all()
    else:
        sources, references = {name[0] for name in names}, {name[1] for name in names}
        many = {"sources": sorted(sources), "references": sorted(references), "moment": moment}
        rows = connection().execute(_SEEN_MANY, many).all()
    seen = {(row.source, row.reference): Seen(*row[5:]) for row in rows if row.id}
    return seen, published_from(dict.fromkeys((row[0], row[1], row[2]) for row in rows))


def facts_of(activity_ids: Collection[str]) -> dict[str, tuple[Fact, ...]]:
    """Outcomes and tallies of recorded activities, by id."""
    activity, outcome = ActivityRow.__table__.c, OutcomeRow.__table__.c
    tallies = select(activity.id, activity.tallies).where(activity.id.in_(activity_ids))
    followed = (
        select(OutcomeRow.__table__)
        .where(outcome.activity_id.in_(activity_ids))
        .order_by(outcome.activity_id, outcome.position)
    )
    outcomes: dict[str, list[Fact]] = defaultdict(list)
    for row in db.session.execute(followed).mappings():
        outcomes[row["activity_id"]].append(outcome_from(dict(row)))
    found = db.session.execute(tallies)
    return {id_: (*tallies_from(text), *outcomes[id_]) for id_, text in found}


def months_of(member_id: int) -> list[date]:
    """The first day of each month from a member's first activity to their last, newest on top."""
    days = select(func.min(ActivityRow.day), func.max(ActivityRow.day))
    found: Any = db.session.execute(days.where(ActivityRow.member_id == member_id)).one()
    months: list[date] = []
    month = found[1] and found[1].replace(day=1)
    while month and month >= found[0].replace(day=1):
        months.append(month)
        month = (month - timedelta(days=1)).replace(day=1)
    return months


def outcomes_of(activity_ids: Sequence[str]) -> dict[str, list[Outcome]]:
    """Of each of these activities, in the order they followed; none: an empty list."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    rows = db.session.execute(
        select(OutcomeRow.__table__)
        .where(OutcomeRow.activity_id.in_(activity_ids))
        .order_by(OutcomeRow.activity_id, OutcomeRow.position)
    )
    for row in rows.mappings():
        found[row["activity_id"]].append(outcome_from(dict(row)))
    return found


def reversed_by(kind: Kind) -> ColumnElement[bool]:
    """Of an activity: whether it was taken back, whole (UNDO) or with money (REFUND)."""
    later = aliased(ActivityRow)
    return exists().where(later.reverses == ActivityRow.id, later.kind == kind)


def undone_at(activity_id: str) -> datetime | None:
    """When all of it was taken back; None: it was not."""
    undo = select(ActivityRow.recorded_at).where(
        ActivityRow.reverses == activity_id, ActivityRow.kind == Kind.UNDO
    )
    return db.session.scalar(undo)


def past_of(activity: Activity) -> Past:
    """What `refers_to` names (an id, or a reference of the same source), with all that was taken
    back of it before. Raises UnknownActivity, TooLateToReturn."""
    named = or_(
        ActivityRow.id == activity.refers_to,
        and_(
            ActivityRow.source == activity.source,
            ActivityRow.reference == activity.refers_to,
        ),
    )
    found = db.session.execute(
        AS_SAID.where(ActivityRow.member_id == activity.member, named)
    ).first()
    if found is None:
        raise UnknownActivity(reference=activity.refers_to)
    if found.body is None:
        raise TooLateToReturn(days=0)
    reversals = db.session.execute(
        AS_SAID.where(ActivityRow.reverses == found.id).order_by(ActivityRow.sequence)
    ).all()
    return Past(
        activity=activity_from(found),
        facts=facts_of([found.id])[found.id],
        sequence=found.sequence,
        refunds=tuple(activity_from(row) for row in reversals if row.kind == Kind.REFUND),
        undone=any(row.kind == Kind.UNDO for row in reversals),
    )
