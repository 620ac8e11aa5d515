"""Rehearsal: the one door without a database. The same `decide`, kept in memory only."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from ..activities.facts import Fact, Outcome, OutcomeKind
from ..activities.values import EARNING, Activity, Kind, Past
from ..clock import now
from ..errors import ReferenceTaken, SoldOut, UnknownActivity
from ..programme.document import Programme
from ..standing.values import Standing
from .deciding import decide
from .recording import Recorded
from .supplies import budget_points


class Rehearsal:
    """Records like the engine and remembers all of it; members begin with an empty standing.

    One programme is in force throughout, and a day may lie in the future. An activity that does
    not say when it happened follows at the latest moment seen (`moment`, aware), else now.
    """

    def __init__(self, programme: Programme, moment: datetime | None = None) -> None:
        self.programme = programme
        self.moment = moment
        self.standings: dict[int, Standing] = {}
        self.recorded: dict[tuple[str, str], Recorded] = {}
        self.taken: Counter[str] = Counter()
        self.paid: Counter[str] = Counter()

    def record(self, activity: Activity) -> Recorded:
        """What follows from an activity. A refusal raises as `record` does and leaves no trace."""
        key = activity.source, activity.reference
        if key in self.recorded:
            return self._repeat(self.recorded[key], activity)
        placed = activity.placed(self.programme.zone, self.moment or now())
        with_facts = self._with_facts(placed)
        standing = _copy_of(self.standing_of(activity.member))
        facts = _as_kept(decide(self.programme, standing, with_facts))
        standing.sequence += 1
        self.standings[activity.member] = standing
        self._settle_supplies(facts)
        self._remember_moment(with_facts)
        done = Recorded(with_facts, facts, standing, self.programme)
        self.recorded[key] = done
        return done

    def standing_of(self, member: int) -> Standing:
        """As it is now; not to be changed."""
        return self.standings.get(member) or Standing(member=member)

    def _repeat(self, first: Recorded, activity: Activity) -> Recorded:
        if first.activity.body() != activity.body():
            raise ReferenceTaken(reference=activity.reference)
        return replace(first, standing=self.standing_of(activity.member), repeated=True)

    def _with_facts(self, activity: Activity) -> Activity:
        if activity.refers_to:
            activity = replace(activity, reverses=self._past_of(activity))
        if activity.kind is Kind.CLAIM:
            self._refuse_sold_out(activity.reward)
        if self.programme.budgets and activity.kind in EARNING:
            activity = replace(activity, budgets=self.programme.budgets_left(self.paid))
        return activity

    def _past_of(self, activity: Activity) -> Past:
        own = [r for r in self.recorded.values() if r.activity.member == activity.member]
        found = next((r for r in own if _names(activity, r.activity)), None)
        if found is None:
            raise UnknownActivity(reference=activity.refers_to)
        reversals = [
            r.activity
            for r in own
            if r.activity.reverses and r.activity.reverses.activity.id == found.activity.id
        ]
        return Past(
            activity=found.activity,
            facts=found.facts,
            sequence=found.standing.sequence,
            refunds=tuple(a for a in reversals if a.kind is Kind.REFUND),
            undone=any(a.kind is Kind.UNDO for a in reversals),
        )

    def _refuse_sold_out(self, reward_id: str) -> None:
        reward = self.programme.reward(reward_id)
        if reward and reward.stock is not None and self.taken[reward_id] >= reward.stock:
            raise SoldOut

    def _settle_supplies(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            if not isinstance(fact, Outcome):
                continue
            if fact.why.get("from_budget"):
                self.paid[fact.subject] += budget_points(fact)
            elif fact.why.get("from_stock"):
                self.taken[fact.subject] += 1 if fact.kind is OutcomeKind.VOUCHER_ISSUED else -1

    def _remember_moment(self, activity: Activity) -> None:
        assert activity.happened_at is not None
        self.moment = max(self.moment or activity.happened_at, activity.happened_at)


def _as_kept(facts: list[Fact]) -> tuple[Fact, ...]:
    """In the order in which a reversal reads them from the chain."""
    return tuple(sorted(facts, key=lambda fact: isinstance(fact, Outcome)))


def _names(activity: Activity, past: Activity) -> bool:
    """As the engine looks it up: by id, or by a reference of the same source."""
    by_reference = (activity.source, activity.refers_to) == (past.source, past.reference)
    return by_reference or activity.refers_to == past.id


def _copy_of(standing: Standing) -> Standing:
    """A standing of its own: what one takes, the other does not."""
    return replace(
        standing,
        lots={lot: replace(holding) for lot, holding in standing.lots.items()},
        counts={subject: dict(buckets) for subject, buckets in standing.counts.items()},
        vouchers=dict(standing.vouchers),
        wins=list(standing.wins),
    )
