"""A run of a draft over all that was recorded. It reads, and nothing else."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from heapq import nlargest

from ..activities.history import (
    Order,
    Told,
    members_without_details,
    pages,
    recorded_until,
    taken_back,
)
from ..activities.values import Kind
from ..clock import now
from ..engine.rehearsing import Rehearsal
from ..extensions import db
from ..programme.document import Programme
from ..programme.versions import in_force, published_versions
from .comparison import MOST_EXAMPLES, Comparison, Example, Refused, Verdict
from .figures import Given, Sums
from .replaying import Replay


class Run:
    """What was recorded until now, decided again under a draft from the day `since` on.

    Chain by chain, with one member in memory at a time. Only a draft with something that members
    share, a stock or a budget, is decided in the order in which things were recorded, with all
    members in memory. Of who was erased nothing is known but what they took of what is shared.

    Raises NoProgramme.
    """

    def __init__(self, draft: Programme, since: date | None = None) -> None:
        moment = now()
        self.since, self.moment = since, moment
        self.programme = in_force(published_versions(), moment).programme
        self.until = self.programme.local(moment).date()
        self.rules = draft
        self.total = recorded_until(moment)
        self._shop = Rehearsal(draft)
        self._erased = members_without_details()
        self._taken_back = taken_back()
        db.session.rollback()
        self._members: dict[int, Replay] = {}
        self._now: Sums = Counter()
        self._draft: Sums = Counter()
        self._outstanding: Counter[str] = Counter()
        self._activities = 0
        self._verdicts: Counter[Verdict] = Counter()
        self._refused: Counter[tuple[Kind, str]] = Counter()
        self._better: list[Example] = []
        self._worse: list[Example] = []

    def pages(self) -> Iterator[int]:
        """Goes through everything; yields how many activities it came further, a page at a time."""
        shared = self.rules.shares_supplies
        order = Order.RECORDED if shared else Order.CHAINS
        for page in pages(self.moment, order):
            for told in page:
                if order is Order.CHAINS and told.member not in self._members:
                    self._end_members()
                self._follow(told)
            yield len(page)
        self._end_members()

    def comparison(self) -> Comparison:
        """What came out, once all pages were gone through."""
        return Comparison(
            since=self.since,
            until=self.until,
            activities=self._activities,
            members=self._verdicts.total(),
            left_out=len(self._erased),
            cost=self.rules.points.cost or self.programme.points.cost,
            now=Given.of(self._now, self._outstanding["now"]),
            draft=Given.of(self._draft, self._outstanding["draft"]),
            verdicts={verdict: self._verdicts[verdict] for verdict in Verdict},
            better=tuple(self._better),
            worse=tuple(self._worse),
            refused=tuple(
                Refused(kind, code, times) for (kind, code), times in self._refused.most_common()
            ),
        )

    def _follow(self, told: Told) -> None:
        member, activity = told.member, told.activity
        if activity is None or member in self._erased:
            self._erased.add(member)
            self._members.pop(member, None)
            self._shop.settle_supplies(told.facts)
            return
        if member not in self._members:
            rehearsal = Rehearsal(self.rules, beside=self._shop)
            self._members[member] = Replay(member, rehearsal, self.since)
        is_taken_back = told.id in self._taken_back
        self._members[member].follow(told, activity, is_taken_back=is_taken_back)

    def _end_members(self) -> None:
        """Those whose histories are complete."""
        for replay in self._members.values():
            replay.end(self.programme, self.until)
            self._add(replay)
        self._members.clear()

    def _add(self, replay: Replay) -> None:
        self._now.update(replay.now.sums)
        self._draft.update(replay.draft.sums)
        now_left, draft_left = replay.outstanding
        self._outstanding.update(now=now_left, draft=draft_left)
        self._activities += replay.activities
        self._refused.update(replay.refused)
        example = replay.example()
        self._verdicts[example.verdict] += 1
        if example.verdict is Verdict.BETTER:
            self._better = _largest([*self._better, example])
        elif example.verdict is Verdict.WORSE:
            self._worse = _largest([*self._worse, example])


def _largest(examples: list[Example]) -> list[Example]:
    return nlargest(MOST_EXAMPLES, examples, key=lambda example: example.weight)
