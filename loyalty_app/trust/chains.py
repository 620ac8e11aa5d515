"""One member's chain, computed again: every link and commitment, and all that is derived.

Pure, and without any programme: what was decided is folded, not decided again.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..activities.chain import commitment, link, outcome_from, tallies_from
from ..activities.facts import Fact, Outcome, OutcomeKind, Tally
from ..challenges.measures import TEAM, WON
from ..engine.keeping import TURNS, good_until, voucher_code
from ..rewards.models import VoucherState
from ..standing.operations import MONTHLY, month_rows
from ..standing.state import columns_of
from ..standing.values import Standing

Columns = Mapping[str, Any]
Goal = tuple[str, str]
"""A challenge of all together, and the period."""
MISSING = None
"""What is stored of a row that is not there, and computed for one that should not be."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is stored is not what the chain says; `key` is the row's primary key."""

    table: str
    key: str
    column: str
    stored: object
    computed: object


class Replay:
    """A chain taken link by link; what is derived from it grows along."""

    def __init__(self, member: int) -> None:
        self.standing = Standing(member=member)
        self.months: dict[str, dict[str, int]] = defaultdict(
            lambda: dict.fromkeys(MONTHLY.values(), 0)
        )
        self.added: dict[Goal, dict[str, int]] = defaultdict(lambda: {"n": 0, "won": 0})
        self.vouchers: dict[str, dict[str, Any]] = {}
        self.stripped_codes: set[str] = set()
        self.stripped = 0

    def take(
        self, row: Columns, outcomes: Sequence[Columns], detail: Columns | None
    ) -> Iterator[Difference]:
        """The next activity in the order of the chain, with its own rows."""
        key = str(row["id"])
        yield from differing("activity", key, row, self._link(row, outcomes))
        if detail is None:
            self.stripped += 1
        elif (computed := commitment(detail)) != row["commitment"]:
            yield Difference("activity_detail", key, "commitment", row["commitment"], computed)
        # The stored link: a bad one is named once, and not every one that follows.
        self.standing.sequence, self.standing.head = row["sequence"], row["link"]
        try:
            self._fold(row, outcomes, detail)
        except (ValueError, LookupError, TypeError) as error:
            yield Difference("activity", key, "outcomes", repr(error), MISSING)

    def _link(self, row: Columns, outcomes: Iterable[Columns]) -> Columns:
        return {
            "sequence": self.standing.sequence + 1,
            "link": link(self.standing.head, row, outcomes),
        }

    def _fold(self, row: Columns, outcomes: Iterable[Columns], detail: Columns | None) -> None:
        facts: list[Fact] = [*tallies_from(row["tallies"]), *map(outcome_from, outcomes)]
        self.standing.fold(row["day"], facts)
        for month in month_rows(facts):
            sums = self.months[month["month"]]
            for name in sums:
                sums[name] += month[name]
        for fact in facts:
            if isinstance(fact, Tally):
                self._follow_goal(fact)
            elif fact.voucher:
                self._follow_voucher(fact, str(row["id"]), detail)

    def _follow_goal(self, tally: Tally) -> None:
        """What was added to goals of all; a win is one of them only where something was added."""
        beginning, _, challenge = tally.subject.partition(":")
        goal = challenge, tally.bucket
        if f"{beginning}:" == TEAM:
            self.added[goal]["n"] += tally.n
        elif f"{beginning}:" == WON and goal in self.added:
            self.added[goal]["won"] += tally.n

    def _follow_voucher(self, outcome: Outcome, activity: str, detail: Columns | None) -> None:
        if outcome.kind is OutcomeKind.VOUCHER_ISSUED:
            if detail is None:
                self.stripped_codes.add(outcome.voucher)
            self.vouchers[outcome.voucher] = {
                "member_id": self.standing.member,
                "reward": outcome.subject,
                "code": detail and voucher_code(detail["salt"], outcome.voucher),
                "state": VoucherState.ISSUED,
                "expires_on": good_until(outcome),
                "issued_by": activity,
                "settled_by": None,
            }
        elif outcome.kind in TURNS:
            voucher = self.vouchers[outcome.voucher]
            voucher["state"] = TURNS[outcome.kind][1]
            if voucher["state"] is VoucherState.ISSUED:
                voucher["settled_by"], voucher["expires_on"] = None, good_until(outcome)
            else:
                voucher["settled_by"] = activity

    def compare(
        self,
        standing: Columns | None,
        months: Mapping[str, Columns],
        vouchers: Mapping[str, Columns],
        added: Mapping[Goal, Columns],
    ) -> Iterator[Difference]:
        """What is derived against the stored rows; `months` by month, `vouchers` by id, `added` by
        goal."""
        member = self.standing.member
        yield from differing("standing", str(member), standing, columns_of(self.standing))
        for month in sorted({*months, *self.months}):
            key = f"{member} {month}"
            computed = dict(self.months[month]) if month in self.months else None
            yield from differing("member_month", key, months.get(month), computed)
        for goal in sorted({*added, *self.added}):
            computed = dict(self.added[goal]) if goal in self.added else None
            key = " ".join((*goal, str(member)))
            yield from differing("contribution", key, added.get(goal), computed)
        for id_ in sorted({*vouchers, *self.vouchers}):
            unknown = ("code",) if id_ in self.stripped_codes else ()
            found, computed = vouchers.get(id_), self.vouchers.get(id_)
            yield from differing("voucher", id_, found, computed, unknown)


def differing(
    table: str,
    key: str,
    stored: Columns | None,
    computed: Columns | None,
    unknown: Collection[str] = (),
) -> Iterator[Difference]:
    """Column by column; a missing and a needless row are one difference each."""
    if stored is None or computed is None:
        present = stored is not None
        if present or computed is not None:
            there, wanted = ("a row", MISSING) if present else (MISSING, "a row")
            yield Difference(table, key, "", there, wanted)
        return
    for column, value in computed.items():
        if stored[column] != value and column not in unknown:
            yield Difference(table, key, column, stored[column], value)
