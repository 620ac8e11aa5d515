"""Shops in memory for tests of rules: a programme in a few lines of YAML, on any day."""

from datetime import UTC, datetime

from loyalty_app.activities.facts import Outcome, OutcomeKind
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.engine.recording import Recorded
from loyalty_app.engine.rehearsing import Rehearsal
from loyalty_app.programme.reading import read_programme
from loyalty_app.standing.values import Standing

HEAD = "name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\n"
START = datetime(2026, 11, 2, 11, tzinfo=UTC)
"""A Monday noon in Rome."""


class Shop:
    """One member (number 1) and all that they do."""

    def __init__(self, rules: str, at: datetime = START) -> None:
        self.rehearsal = Rehearsal(read_programme(HEAD + rules), at)

    def does(self, kind: Kind, at: object = None, **facts: object) -> Recorded:
        number = str(len(self.rehearsal.recorded) + 1)
        reference = str(facts.pop("reference", number))
        activity = Activity(1, kind, "test", reference, said_at=at, **facts)  # type: ignore[arg-type]
        return self.rehearsal.record(activity)

    def buys(self, amount: int = 0, at: object = None, **facts: object) -> Recorded:
        return self.does(Kind.PURCHASE, at, amount=amount, **facts)

    def waits_until(self, day: object) -> Recorded:
        return self.does(Kind.CLOCK, day)

    @property
    def standing(self) -> Standing:
        return self.rehearsal.standing_of(1)


def outcomes(done: Recorded) -> list[tuple[str, str, int]]:
    """What followed, as (kind, subject, points or count)."""
    return [
        (fact.kind.value, fact.subject, fact.points or fact.count)
        for fact in done.facts
        if isinstance(fact, Outcome)
    ]


def earned(done: Recorded) -> dict[str, int]:
    """Points by the rule that paid them."""
    return {
        fact.subject: fact.points
        for fact in done.facts
        if isinstance(fact, Outcome) and fact.kind is OutcomeKind.POINTS_EARNED
    }
