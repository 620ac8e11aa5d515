"""The draft beside what was given: what a rehearsal found out. Pure, and kept as JSON."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from ..activities.facts import Fact, Outcome, OutcomeKind
from ..activities.values import Kind
from .figures import Given

MOST_EXAMPLES = 3
"""Members on each side, and activities of each."""


class Verdict(StrEnum):
    """How a member fares under the draft. Better: more points kept or more prizes, and not less of
    the other; mixed: more of one and less of the other."""

    BETTER = "better"
    WORSE = "worse"
    MIXED = "mixed"
    SAME = "same"

    @classmethod
    def of(cls, points: int, prizes: int) -> "Verdict":
        if points >= 0 and prizes >= 0:
            return cls.BETTER if points or prizes else cls.SAME
        return cls.WORSE if points <= 0 and prizes <= 0 else cls.MIXED


@dataclass(frozen=True, slots=True)
class Differing:
    """One activity that the sides answer differently: the outcomes that are in one answer alone.
    `refused`: the code of the draft's refusal."""

    kind: Kind
    day: date
    now: tuple[Outcome, ...]
    draft: tuple[Outcome, ...]
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Example:
    """A member whose points and prizes differ by so many, and where that comes from: the activities
    that make the most difference, of `differing` in all. Nothing here says who it is."""

    member: int
    points: int
    prizes: int
    differing: int
    activities: tuple[Differing, ...]

    @property
    def verdict(self) -> Verdict:
        return Verdict.of(self.points, self.prizes)

    @property
    def weight(self) -> tuple[int, int]:
        return abs(self.points), abs(self.prizes)


@dataclass(frozen=True, slots=True)
class Refused:
    """How often the draft refuses what was recorded, and why: the code of its refusal."""

    kind: Kind
    code: str
    times: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """What was given and what the draft would have given, from `since` (a local day; None: from the
    start) to the end of the day `until`, to which time has passed on both sides.

    `activities` were decided again, of so many `members`; `left_out`: members who were erased.
    `cost`: what a point costs the owner, in major units. `verdicts`: members by how they fare.
    """

    since: date | None
    until: date
    activities: int
    members: int
    left_out: int
    cost: Decimal | None
    now: Given
    draft: Given
    verdicts: Mapping[Verdict, int]
    better: tuple[Example, ...]
    worse: tuple[Example, ...]
    refused: tuple[Refused, ...]


_JSON = TypeAdapter(Comparison)


def to_json(comparison: Comparison) -> dict[str, Any]:
    shown: dict[str, Any] = _JSON.dump_python(comparison, mode="json")
    return shown


def from_json(shown: Mapping[str, Any]) -> Comparison:
    return _JSON.validate_python(shown)


def differing_outcomes(
    now: Iterable[Fact], draft: Iterable[Fact]
) -> tuple[tuple[Outcome, ...], tuple[Outcome, ...]]:
    """What only one side says; outcomes that read alike are alike."""
    left, right = _outcomes(now), _outcomes(draft)
    for outcome in list(left):
        twin = next((other for other in right if _reading(other) == _reading(outcome)), None)
        if twin:
            left.remove(outcome)
            right.remove(twin)
    return tuple(left), tuple(right)


def _outcomes(facts: Iterable[Fact]) -> list[Outcome]:
    return [fact for fact in facts if isinstance(fact, Outcome)]


def _reading(outcome: Outcome) -> tuple[object, ...]:
    """All that its words are made of."""
    earned = outcome.kind is OutcomeKind.POINTS_EARNED
    ready = outcome.parts[0].lot.releases_on if earned else None
    return outcome.kind, outcome.subject, outcome.points, outcome.count, outcome.why, ready
