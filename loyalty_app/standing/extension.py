"""extend_points: points that wait for inactivity live on with everything the member does."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from ..activities.chain import lot_from_json, lot_to_json
from ..activities.facts import WHOLE, Fact, Outcome, OutcomeKind
from ..activities.values import Activity, Kind
from ..programme.calendar import month_end, months_later
from ..programme.document import Programme
from .values import Standing

EXTENDING = frozenset({Kind.PURCHASE, Kind.VISIT, Kind.ACTION, Kind.CLAIM, Kind.USE})
"""What a member does themselves."""


def extend_points(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Each lot by its own idle months, whatever the programme says by now; never to an earlier day,
    and not what is out of date."""
    if activity.kind not in EXTENDING:
        return
    moved: list[list[Any]] = []
    points = 0
    waiting = [lot for lot in standing.lots if lot.idle_months]
    for lot in sorted(waiting, key=str):
        holding, last_day = standing.lots[lot], standing.last_day(lot)
        until = month_end(months_later(activity.day, lot.idle_months))
        if last_day and standing.clock <= last_day < until:
            moved.append([lot_to_json(lot), _iso(holding.until), until.isoformat()])
            points += holding.left
    if moved:
        why = {"lots": moved, "until": max(until for _, _, until in moved)}
        yield Outcome(OutcomeKind.POINTS_EXTENDED, count=points, why=why, share=WHOLE)


def shorten(standing: Standing, extended: Outcome) -> Iterator[Fact]:
    """Undo the last extension; never to a day that is over already."""
    moved: list[list[Any]] = []
    today = standing.clock.isoformat()
    for terms, before, until in extended.why["lots"]:
        lot = lot_from_json(terms)
        if _iso(standing.left_in(lot).until) == until:
            is_over = (before or _iso(lot.expires_on) or today) < today
            moved.append([terms, until, today if is_over else before])
    if moved:
        yield Outcome(OutcomeKind.POINTS_SHORTENED, why={"lots": moved})


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
