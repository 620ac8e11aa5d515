"""What one side gave: sums over outcomes, in whole points and prizes. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from ..activities.facts import Fact, Outcome, OutcomeKind
from ..texts import minor_digits


class Sum(StrEnum):
    """What is added up; each by its subject."""

    EARNED = "earned"
    GIVEN = "given"
    TAKEN_BACK = "taken_back"
    SPENT = "spent"
    EXPIRED = "expired"
    PRIZES = "prizes"


TIER, CHALLENGE = "tier:", "challenge:"
"""What stands before the id of a tier or a challenge, where ids of rules stand."""
_WON_WITH = {"card", "tier", "occasion", "challenge"}
"""Whys of vouchers that the rules bring: what each was won with, or the occasion."""

Sums = Counter[tuple[Sum, str]]


@dataclass(frozen=True, slots=True)
class Given:
    """What one side gave to all members. Points, if not said otherwise.

    `earned`: by the rule that paid them, or under `tier:` and its id by the tier that multiplied.
    `given`: on occasions. `taken_back`: of those earned, by refunds and undos, whether the member
    still had them or not.
    `spent`: on rewards, without what cancelled claims gave back. `expired`: breakage, points that
    nobody can spend any more. `outstanding`: available and pending at the end; what they will cost
    the owner is the liability. Debts are not set off against it. `prizes`: vouchers won with a
    card or a tier or given on an occasion, by reward; without those that left with a returned
    purchase.
    """

    earned: Mapping[str, int] = field(default_factory=dict)
    given: int = 0
    taken_back: int = 0
    spent: int = 0
    expired: int = 0
    outstanding: int = 0
    prizes: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, sums: Sums, outstanding: int) -> "Given":
        return cls(
            earned=_by_subject(sums, Sum.EARNED),
            given=total(sums, Sum.GIVEN),
            taken_back=total(sums, Sum.TAKEN_BACK),
            spent=total(sums, Sum.SPENT),
            expired=total(sums, Sum.EXPIRED),
            outstanding=outstanding,
            prizes=_by_subject(sums, Sum.PRIZES),
        )

    @property
    def points(self) -> int:
        """Points earned from all rules together, before anything was taken back."""
        return sum(self.earned.values())


class Account:
    """What one side gave one member, outcome by outcome."""

    def __init__(self) -> None:
        self.sums: Sums = Counter()
        self._prizes: set[str] = set()

    def add(self, facts: Iterable[Fact]) -> Sums:
        """What these facts add to the sums."""
        sums: Sums = Counter()
        for key, n in self._counted(facts):
            sums[key] += n
        self.sums.update(sums)
        return sums

    def see(self, facts: Iterable[Fact]) -> None:
        """What was won before anything counts, so that its loss counts."""
        for _ in self._counted(facts):
            pass

    def _counted(self, facts: Iterable[Fact]) -> Iterator[tuple[tuple[Sum, str], int]]:
        for fact in facts:
            if isinstance(fact, Outcome):
                yield from self._prize(fact) if fact.voucher else _points(fact)

    def _prize(self, outcome: Outcome) -> Iterator[tuple[tuple[Sum, str], int]]:
        if outcome.kind is OutcomeKind.VOUCHER_ISSUED and outcome.why.keys() & _WON_WITH:
            self._prizes.add(outcome.voucher)
            yield (Sum.PRIZES, outcome.subject), 1
        elif outcome.kind is OutcomeKind.VOUCHER_CANCELLED and outcome.voucher in self._prizes:
            yield (Sum.PRIZES, outcome.subject), -1


def _points(outcome: Outcome) -> Iterator[tuple[tuple[Sum, str], int]]:
    """A correction by hand has no subject, nor has its undo: it is neither earned nor spent."""
    kind, subject = outcome.kind, outcome.subject
    if kind is OutcomeKind.POINTS_EXPIRED:
        yield (Sum.EXPIRED, ""), -outcome.points
    elif kind is OutcomeKind.POINTS_EARNED:
        giver = {"tier": TIER, "challenge": CHALLENGE}.get(outcome.why.get("form", ""), "")
        yield (Sum.EARNED, giver + subject), outcome.points
    elif kind is OutcomeKind.POINTS_GIVEN:
        yield (Sum.GIVEN, subject), outcome.points
    elif subject and kind is OutcomeKind.POINTS_TAKEN_BACK:
        yield (Sum.TAKEN_BACK, subject), outcome.count
    elif subject and kind in (OutcomeKind.POINTS_SPENT, OutcomeKind.POINTS_RETURNED):
        yield (Sum.SPENT, subject), -outcome.points


def total(sums: Sums, what: Sum) -> int:
    return sum(n for (kind, _), n in sums.items() if kind is what)


def gain(sums: Sums) -> tuple[int, int]:
    """Points earned and kept, or given, and prizes."""
    points = total(sums, Sum.EARNED) - total(sums, Sum.TAKEN_BACK) + total(sums, Sum.GIVEN)
    return points, total(sums, Sum.PRIZES)


def _by_subject(sums: Sums, what: Sum) -> dict[str, int]:
    return {subject: n for (kind, subject), n in sorted(sums.items()) if kind is what and n}


def worth(points: int, cost: Decimal, currency: str) -> int:
    """Minor units of so many points at the owner's cost of one (major units), half a unit up."""
    exact = (points * cost).scaleb(minor_digits(currency))
    return int(exact.to_integral_value(ROUND_HALF_UP))
