"""The chain: facts as canonical text, and the hash that links each activity to the one before."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import orjson

from .facts import WHOLE, Fact, Lot, Outcome, OutcomeKind, Part, Share, Tally

_SHARE = Share._fields


def canonical(value: Any) -> str:  # noqa: ANN401
    """JSON with sorted names and no spaces, days and moments in ISO 8601: equal values are equal
    texts."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def link(previous: str, activity: Mapping[str, Any], outcomes: Iterable[Mapping[str, Any]]) -> str:
    """sha256(link before ‖ every other column of the activity and of its outcomes), in hex."""
    columns = {name: value for name, value in activity.items() if name != "link"}
    return _sha256(previous + canonical([columns, list(outcomes)]))


def commitment(detail: Mapping[str, Any]) -> str:
    """sha256(salt ‖ details), in hex: says nothing about the details once they are deleted."""
    columns = {name: value for name, value in detail.items() if name != "activity_id"}
    return _sha256(str(detail["salt"]) + canonical(columns))


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def lot_to_json(lot: Lot) -> list[str | int | None]:
    """Its two days, and its idle months where it has them."""
    days = [day.isoformat() if day else None for day in (lot.releases_on, lot.expires_on)]
    return [*days, lot.idle_months] if lot.idle_months else [*days]


def lot_from_json(terms: Sequence[Any]) -> Lot:
    releases_on, expires_on = (day and date.fromisoformat(day) for day in terms[:2])
    return Lot(releases_on, expires_on, *terms[2:])


def outcome_columns(outcome: Outcome) -> dict[str, Any]:
    return {
        "kind": outcome.kind.value,
        "subject": outcome.subject,
        "points": outcome.points,
        "count": outcome.count,
        "debt": outcome.debt,
        "voucher": outcome.voucher,
        "parts": canonical([[*lot_to_json(p.lot), p.left, p.expired] for p in outcome.parts]),
        "why": canonical(outcome.why),
        "share": canonical(_share_to_json(outcome.share)),
    }


def outcome_from(columns: Mapping[str, Any]) -> Outcome:
    return Outcome(
        kind=OutcomeKind(columns["kind"]),
        subject=columns["subject"],
        points=columns["points"],
        count=columns["count"],
        debt=columns["debt"],
        voucher=columns["voucher"],
        parts=tuple(
            Part(lot_from_json(terms), left, expired)
            for *terms, left, expired in orjson.loads(columns["parts"])
        ),
        why=orjson.loads(columns["why"]),
        share=_share_from_json(orjson.loads(columns["share"])),
    )


def tallies_text(facts: Iterable[Fact]) -> str:
    """All tallies of one activity as one text."""
    return canonical(
        [[f.subject, f.bucket, f.n, _share_to_json(f.share)] for f in facts if isinstance(f, Tally)]
    )


def tallies_from(text: str) -> list[Tally]:
    return [
        Tally(subject, bucket, n, _share_from_json(share))
        for subject, bucket, n, share in orjson.loads(text)
    ]


def _share_to_json(share: Share | None) -> dict[str, Any] | None:
    """Only what differs from the whole: most facts simply go with their activity."""
    if share is None:
        return None
    if share is WHOLE:
        return {}
    return {name: value for name, value in zip(_SHARE, share, strict=True) if value}


def _share_from_json(values: Mapping[str, Any] | None) -> Share | None:
    if values is None:
        return None
    return Share(
        **{
            **values,
            "lines": tuple(values.get("lines", ())),
            "per_line": tuple((index, n) for index, n in values.get("per_line", ())),
        }
    )
