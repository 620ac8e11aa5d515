"""record: activities in one transaction, one writer per member, once per reference."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from ..activities.chain import canonical
from ..activities.facts import Fact
from ..activities.queries import Name, Seen, facts_of, past_of, seen_and_versions
from ..activities.values import EARNING, Activity, Kind
from ..clock import now
from ..errors import InFuture, LoyaltyError, ReferenceTaken, UnknownMember
from ..programme.document import Programme
from ..programme.versions import Published, in_force
from ..standing.operations import hold
from ..standing.values import Standing
from .deciding import decide
from .following import causes_in, follow_ups
from .keeping import Link, keep, linked
from .supplies import Supplies

CLOCK_SKEW = timedelta(minutes=5)
"""How far ahead a till's clock may be."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An activity with its outcomes and the standing after it; `repeated`: it was known before."""

    activity: Activity
    facts: tuple[Fact, ...]
    standing: Standing
    programme: Programme
    repeated: bool = False


def record(activity: Activity) -> Recorded:
    """Record what follows from an activity. The caller's transaction commits or loses it whole.

    A repeat (same source, reference and body) answers with the first one and changes nothing.
    Raises ReferenceTaken for another body under that reference, and every refusal of `decide`.
    """
    (answer,) = record_all([activity])
    if isinstance(answer, LoyaltyError):
        raise answer
    return answer


def record_all(activities: Sequence[Activity]) -> list[Recorded | LoyaltyError]:
    """Record each as `record` would, one after the other, in a fixed number of statements.

    What is refused leaves nothing and keeps no other; its answer is the refusal.
    """
    batch = _Batch(activities)
    answers = [batch.answer(activity) for activity in activities]
    batch.keep()
    batch.supplies.keep()
    return answers


class _Batch:
    """Some activities, decided in memory: each sees what the ones before it left."""

    def __init__(self, activities: Sequence[Activity]) -> None:
        self.standings = hold({activity.member for activity in activities})
        self.moment = now()
        self.seen: dict[Name, Seen] = {}
        self.facts: dict[str, tuple[Fact, ...]] = {}
        self.supplies = Supplies()
        self.links: list[Link] = []
        self._look_up(activities)

    def _hold_further(self, members: set[int]) -> None:
        if strangers := members - self.standings.keys():
            self.standings |= hold(strangers)

    def _look_up(self, activities: Sequence[Activity]) -> None:
        """What is known under their names."""
        names = {_name(activity) for activity in activities}
        seen, self.versions = seen_and_versions(names, self.moment)
        self.seen |= seen
        if seen:
            self.facts |= facts_of([one.id for one in seen.values()])

    def answer(self, activity: Activity) -> Recorded | LoyaltyError:
        """With all that follows from it in other chains, and again in its own."""
        done = self._answer(activity)
        if isinstance(done, LoyaltyError) or done.repeated:
            return done
        if causes := causes_in(done.facts):
            self.keep()  # what follows names it
            caused = follow_ups(done.programme, done.activity, causes)
            self._hold_further({one.member for one in caused})
            self._look_up(caused)
            for one in caused:
                self._answer(one)
            return replace(done, standing=self.standings[activity.member])
        return done

    def _answer(self, activity: Activity) -> Recorded | LoyaltyError:
        try:
            return self._record(activity)
        except LoyaltyError as refusal:
            return refusal

    def keep(self) -> None:
        """Write what is decided so far."""
        if self.links:
            keep(self.links, self.standings)
            self.links = []

    def _record(self, activity: Activity) -> Recorded:
        before = self.standings.get(activity.member)
        if before is None:
            raise UnknownMember(code=activity.member)
        if seen := self.seen.get(_name(activity)):
            return self._repeat(seen, activity, before)
        placed, version = place(activity, self.versions, self.moment)
        standing = before.copy()
        with_facts, facts = self._decide(version.programme, standing, placed)
        link = linked(with_facts, facts, standing, version.number, self.moment)
        self._take(link, standing)
        return Recorded(with_facts, tuple(facts), standing, version.programme)

    def _decide(
        self, programme: Programme, standing: Standing, activity: Activity
    ) -> tuple[Activity, list[Fact]]:
        """With what deciding needs from outside: the sale to reverse, budgets, stock, a gift."""
        if activity.refers_to:
            self.keep()  # the sale may be one of these
            activity = activity._replace(reverses=past_of(activity))
        if programme.budgets and activity.kind in EARNING:
            activity = activity._replace(budgets=self.supplies.budgets_left(programme))
        with self.supplies.taken_for(programme, activity):
            return activity, decide(programme, standing, activity)

    def _take(self, link: Link, standing: Standing) -> None:
        activity = link.activity
        self.links.append(link)
        self.standings[activity.member] = standing
        self.supplies.settle(link.facts)
        self.facts[activity.id] = tuple(link.facts)
        self.seen[_name(activity)] = Seen(
            id=activity.id,
            member=activity.member,
            day=activity.day,
            version=link.row["version"],
            body=link.detail["body"],
            happened_at=activity.happened_at,
        )

    def _repeat(self, seen: Seen, activity: Activity, standing: Standing) -> Recorded:
        same = seen.member == activity.member and seen.body in (None, canonical(activity.body()))
        if not same:
            raise ReferenceTaken(reference=activity.reference)
        version = next(v for v in self.versions if v.number == seen.version)
        first = activity._replace(id=seen.id, happened_at=seen.happened_at, day=seen.day)
        return Recorded(first, self.facts[seen.id], standing, version.programme, repeated=True)


def _name(activity: Activity) -> Name:
    return activity.source, activity.reference


def place(
    activity: Activity, versions: list[Published], moment: datetime
) -> tuple[Activity, Published]:
    """The activity with its local day, and the version that was in force. Raises InFuture.

    A bare date may be today, though its noon has not come; the clock alone may be put ahead.
    """
    zone = versions[-1].programme.zone
    placed = activity.placed(zone, moment)
    assert placed.happened_at is not None
    latest = moment + CLOCK_SKEW
    is_ahead = placed.happened_at > latest and activity.kind is not Kind.CLOCK
    if is_ahead and (placed.hour or placed.day > latest.astimezone(zone).date()):
        raise InFuture
    version = in_force(versions, placed.happened_at)
    if version.programme.zone != zone:
        placed = activity.placed(version.programme.zone, moment)
    return placed, version
