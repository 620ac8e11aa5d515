"""Taking rows: through the engine, each wholly or not at all."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from .. import engine
from ..activities.facts import Outcome
from ..activities.reading import SaidActivity
from ..errors import LoyaltyError
from ..members.queries import members_numbered
from ..standing.operations import enrol_numbered, turn_away
from .staging import Refused

BATCH = 500
"""Rows per transaction: many enough to be quick, few enough that a till does not wait."""

Line = tuple[int, SaidActivity]
Answer = engine.Recorded | LoyaltyError


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that is recorded; `points` is what it changed, `repeated`: it was known before."""

    line: int
    member: str
    points: int
    repeated: bool


def batches(lines: Iterable[Line], *, whole_members: bool = False) -> Iterator[list[Line]]:
    """Some lines at a time, in order; with `whole_members` never some of a member's alone."""
    batch: list[Line] = []
    for line in lines:
        may_end = not whole_members or (batch and batch[-1][1].member != line[1].member)
        if len(batch) >= BATCH and may_end:
            yield batch
            batch = []
        batch.append(line)
    if batch:
        yield batch


def take(batch: Sequence[Line], source: str, zone: ZoneInfo) -> list[Taken | Refused]:
    """Record the lines; who is unknown is enrolled under the number the file has for them.

    A refused line leaves nothing, not even the member.
    """
    numbers = {said.member for _, said in batch}
    known = members_numbered(numbers)
    enrolled = enrol_numbered(sorted(numbers - known.keys()))
    members = {**known, **enrolled}
    answers = engine.record_all(
        [said.activity(members[said.member], source, zone) for _, said in batch]
    )
    _turn_away(enrolled, answers)
    return [_told(*line, answer) for line, answer in zip(batch, answers, strict=True)]


def _turn_away(enrolled: Mapping[str, int], answers: Iterable[Answer]) -> None:
    """Who is new and of whom every line was refused is no member."""
    came = {done.activity.member for done in answers if isinstance(done, engine.Recorded)}
    if gone := set(enrolled.values()) - came:
        turn_away(gone)


def _told(line: int, said: SaidActivity, answer: Answer) -> Taken | Refused:
    if isinstance(answer, LoyaltyError):
        return Refused(line, str(answer))
    points = 0 if answer.repeated else _points(answer)
    return Taken(line, said.member, points, answer.repeated)


def _points(done: engine.Recorded) -> int:
    return sum(fact.points for fact in done.facts if isinstance(fact, Outcome))
