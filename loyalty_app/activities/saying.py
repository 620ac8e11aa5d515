"""A recorded activity read back as it was said: the rows of the chain and of its details as one."""

import json
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from .models import ActivityRow, DetailRow
from .values import Activity, By, Kind, Line

AS_SAID = (
    select(
        ActivityRow.id,
        ActivityRow.member_id,
        ActivityRow.sequence,
        ActivityRow.kind,
        ActivityRow.source,
        ActivityRow.reference,
        ActivityRow.day,
        ActivityRow.version,
        ActivityRow.recorded_at,
        ActivityRow.tallies,
        DetailRow.happened_at,
        DetailRow.shop,
        DetailRow.staff_id,
        DetailRow.body,
    )
    .select_from(ActivityRow)
    .outerjoin(DetailRow, DetailRow.activity_id == ActivityRow.id)
)
"""Selects what `activity_from` reads; where the details were deleted, their columns are None."""


def activity_from(row: Any) -> Activity:  # noqa: ANN401
    """The activity of a row of AS_SAID that has its details: under its own id, the same body.

    `placed` gives it its hour again; what was taken from outside to decide it is not in it.
    """
    said = json.loads(row.body)
    return Activity(
        member=row.member_id,
        kind=Kind(row.kind),
        source=row.source,
        reference=row.reference,
        said_at=_moment(said.get("at")),
        amount=said.get("amount", 0),
        tax=said.get("tax", 0),
        discounted=said.get("discounted", 0),
        lines=tuple(map(_line, said.get("lines", ()))),
        channel=said.get("channel", ""),
        action=said.get("action", ""),
        refers_to=said.get("refers_to", ""),
        reward=said.get("reward", ""),
        badge=said.get("badge", ""),
        voucher=said.get("voucher", ""),
        points=said.get("points", 0),
        stamp_card=said.get("stamp_card", ""),
        stamps=said.get("stamps", 0),
        reason=said.get("reason", ""),
        occasion=said.get("occasion", ""),
        approved_by=said.get("approved_by"),
        challenge=said.get("challenge", ""),
        period=said.get("period", ""),
        years=said.get("years", 0),
        survey=said.get("survey", ""),
        by=By(said["by"]),
        shop=row.shop,
        staff_id=row.staff_id,
        id=row.id,
        happened_at=row.happened_at,
        day=row.day,
    )


def _moment(text: str | None) -> datetime | date | None:
    """A bare date has no hour, and is told from a time by its length."""
    if text is None:
        return None
    bare = len(text) == len("2026-11-22")
    return date.fromisoformat(text) if bare else datetime.fromisoformat(text)


def _line(said: dict[str, Any]) -> Line:
    return Line(**{"amount": 0, "quantity": 0, **said})
