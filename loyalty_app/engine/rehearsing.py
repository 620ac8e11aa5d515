"""Rehearsal: the one door without a database. The same `decide`, kept in memory only."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from ..activities.facts import Fact, Outcome, OutcomeKind, Tally
from ..activities.values import EARNING, Activity, Kind, Past
from ..challenges.measures import TEAM
from ..challenges.rules import GoalNotReached
from ..clock import now
from ..errors import ReferenceTaken, SoldOut, UnknownActivity, VoucherNotOpen
from ..programme.calendar import month_of
from ..programme.document import Programme
from ..standing.values import Standing
from .deciding import decide
from .recording import Recorded
from .supplies import budget_points, gifts_gone

Goal = tuple[str, str]
"""A challenge of all together, and the period."""


class Rehearsal:
    """Records like the engine and remembers all of it; members begin with an empty standing.

    One programme is in force throughout, and a day may lie in the future. An activity that neither
    says nor has the moment it happened at follows at the latest one seen (`moment`, aware), else
    now. `beside`: another rehearsal, of other members, with the same stock and budgets.
    """

    def __init__(
        self,
        programme: Programme,
        moment: datetime | None = None,
        beside: "Rehearsal | None" = None,
    ) -> None:
        self.programme = programme
        self.moment = moment
        self.standings: dict[int, Standing] = {}
        self.recorded: dict[tuple[str, str], Recorded] = {}
        self.taken: Counter[str] = beside.taken if beside else Counter()
        self.paid: Counter[str] = beside.paid if beside else Counter()
        self.gifts: Counter[str] = beside.gifts if beside else Counter()
        self.together: Counter[Goal] = beside.together if beside else Counter()
        self.reached: set[Goal] = beside.reached if beside else set()

    def record(self, activity: Activity) -> Recorded:
        """What follows from an activity. A refusal raises as `record` does and leaves no trace."""
        key = activity.source, activity.reference
        if key in self.recorded:
            return self._repeat(self.recorded[key], activity)
        moment = activity.happened_at or self.moment or now()
        with_facts = self._with_facts(activity.placed(self.programme.zone, moment))
        standing = self.standing_of(activity.member).copy()
        facts = _as_kept(decide(self.programme, standing, with_facts))
        return self._keep(with_facts, facts, standing)

    def fold(self, activity: Activity, facts: tuple[Fact, ...]) -> Recorded:
        """Take what was recorded as it was, and decide nothing."""
        activity = self._with_past(activity)
        standing = self.standing_of(activity.member).copy()
        standing.fold(activity.day, facts)
        return self._keep(activity, facts, standing)

    def standing_of(self, member: int) -> Standing:
        """As it is now; not to be changed."""
        return self.standings.get(member) or Standing(member=member)

    def open_voucher(self, member: int, reward: str) -> str:
        """The one that is good the shortest. Raises VoucherNotOpen."""
        vouchers = self.standing_of(member).vouchers.items()
        found = [(voucher.expires_on, id_) for id_, voucher in vouchers if voucher.reward == reward]
        if not found:
            raise VoucherNotOpen
        return min(found)[1]

    def forget(self, activity: Activity) -> None:
        """Its outcomes stay in the standing, but nothing can refer to it any more."""
        self.recorded.pop((activity.source, activity.reference), None)

    def settle_supplies(self, facts: Iterable[Fact]) -> None:
        """What these facts took of stock and budgets, or gave back; and added to goals of all."""
        for fact in facts:
            if not isinstance(fact, Outcome):
                self._add_to_goal(fact)
                continue
            if fact.why.get("from_budget"):
                self.paid[fact.subject] += budget_points(fact)
            issued = 1 if fact.kind is OutcomeKind.VOUCHER_ISSUED else -1
            if fact.why.get("from_stock"):
                self.taken[fact.subject] += issued
            if "gift_of" in fact.why:
                self.gifts[fact.why["gift_of"]] += issued

    def _add_to_goal(self, tally: Tally) -> None:
        if tally.subject.startswith(TEAM):
            goal = tally.subject.removeprefix(TEAM), tally.bucket
            self.together[goal] += tally.n
            challenge = self.programme.challenge(goal[0])
            if challenge and self.together[goal] >= challenge.target:
                self.reached.add(goal)

    def _keep(self, activity: Activity, facts: tuple[Fact, ...], standing: Standing) -> Recorded:
        standing.sequence += 1
        self.standings[activity.member] = standing
        self.settle_supplies(facts)
        self._remember_moment(activity)
        done = Recorded(activity, facts, standing, self.programme)
        self.recorded[activity.source, activity.reference] = done
        return done

    def _repeat(self, first: Recorded, activity: Activity) -> Recorded:
        if first.activity.body() != activity.body():
            raise ReferenceTaken(reference=activity.reference)
        return replace(first, standing=self.standing_of(activity.member), repeated=True)

    def _with_facts(self, activity: Activity) -> Activity:
        activity = self._with_past(activity)
        if activity.kind is Kind.CLAIM:
            self._refuse_sold_out(activity.reward)
        if activity.kind is Kind.GIFT and not activity.badge:
            self._refuse_beyond_month(activity)
        if activity.kind is Kind.GOAL and (activity.challenge, activity.period) not in self.reached:
            raise GoalNotReached
        if self.programme.budgets and activity.kind in EARNING:
            activity = activity._replace(budgets=self.programme.budgets_left(self.paid))
        return activity

    def _with_past(self, activity: Activity) -> Activity:
        if not activity.refers_to:
            return activity
        return activity._replace(reverses=self._past_of(activity))

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

    def _refuse_beyond_month(self, activity: Activity) -> None:
        by_hand = self.programme.gifts.by_hand
        if by_hand and self.gifts[month_of(activity.day)] >= by_hand.monthly:
            raise gifts_gone(by_hand.monthly, activity)

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
