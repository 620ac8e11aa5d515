"""Taking rows: each one through the engine, wholly or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import select

from .. import engine
from ..activities.facts import Outcome
from ..activities.reading import SaidActivity
from ..errors import LoyaltyError, Unavailable
from ..extensions import db
from ..members.models import Member
from ..standing.operations import enrol
from .staging import Refused

BATCH = 100
"""Rows per transaction: many enough to be quick, few enough that a till does not wait."""

Line = tuple[int, SaidActivity]


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
    """Record each line; who is unknown is enrolled under the number the file has for them.

    A refused line leaves nothing, not even the member. Raises Unavailable.
    """
    door = _Door(source, zone, _known(said.member for _, said in batch))
    try:
        # Most batches have nothing to refuse, and then one savepoint does instead of one per row.
        with db.session.begin_nested():
            return [door.take(*line) for line in batch]
    except Unavailable:
        raise
    except LoyaltyError:
        door = _Door(source, zone, _known(said.member for _, said in batch))
        return [door.take_or_refuse(*line) for line in batch]


@dataclass(frozen=True, slots=True)
class _Door:
    """Where one batch goes in; `members` are those known so far, by number."""

    source: str
    zone: ZoneInfo
    members: dict[str, int]

    def take(self, line: int, said: SaidActivity) -> Taken:
        member = self.members.get(said.member) or enrol(number=said.member).id
        done = engine.record(said.activity(member, self.source, self.zone))
        self.members[said.member] = member
        return Taken(line, said.member, 0 if done.repeated else _points(done), done.repeated)

    def take_or_refuse(self, line: int, said: SaidActivity) -> Taken | Refused:
        try:
            with db.session.begin_nested():
                return self.take(line, said)
        except Unavailable:
            raise
        except LoyaltyError as error:
            return Refused(line, str(error))


def _known(numbers: Iterable[str]) -> dict[str, int]:
    query = select(Member.number, Member.id).where(Member.number.in_(set(numbers)))
    return {number: id_ for number, id_ in db.session.execute(query)}


def _points(done: engine.Recorded) -> int:
    return sum(fact.points for fact in done.facts if isinstance(fact, Outcome))
