"""Any history of activities, against the plain laws that every history must keep."""

import copy
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from loyalty_app.activities.chain import outcome_columns, tallies_text
from loyalty_app.activities.facts import Outcome, OutcomeKind
from loyalty_app.activities.values import UNDOABLE, Activity, By, Kind, Line
from loyalty_app.challenges.measures import is_settled, so_far
from loyalty_app.engine.recording import Recorded
from loyalty_app.engine.rehearsing import Rehearsal
from loyalty_app.errors import LoyaltyError
from loyalty_app.programme.calendar import month_of
from loyalty_app.programme.reading import read_programme
from loyalty_app.programme.sections.gifts import Occasion
from loyalty_app.standing.cards import collected, stamps_on
from loyalty_app.standing.measures import next_review
from loyalty_app.standing.state import columns_of, standing_from
from loyalty_app.standing.time import due_on
from loyalty_app.standing.values import KEEP_DAYS, Standing

from ..play import CARDS, PLAY, REWARDS, SPENDING

SOURCE = (
    """
name: Café
currency: EUR
time_zone: Europe/Rome
points: {pending_days: 3, expiry: {kind: rolling, months: 1}}
earning:
  - {id: base, per_spend: {points: 3, every: 0.70, round: nearest}}
  - {id: twice, multiply: 2, when: {weekdays: [mon, tue, sat]}, cap: {points: 9, per: day}}
  - {id: more, multiply: 1.5, combine: add}
  - {id: large, bonus: {points: 20}, order: {min: 10.00}, limit: {times: 2, per: month}}
  - {id: cups, per_item: {points: 2}, only: {category: [coffee]}, cap: {points: 11, per: purchase}}
  - {id: tea, per_spend: {points: 1, every: 1.00}, only: {category: [tea]}, lines: {min: 2.00}}
  - {id: scarce, per_order: {points: 4}, budget: {points: 30}}
  - {id: visit, per_visit: {points: 1}}
  - {id: first, bonus: {points: 7}, when: {first_purchase: true}}
  - {id: own-cup, action: own-cup, points: 5, limit: {times: 1, per: day}}
stamp_cards:
  - {id: coffee, name: Coffee, stamps: 3, per_item: {category: [coffee]}, prize: espresso}
  - {id: visits, name: Visits, stamps: 2, per_visit: true, prize: espresso}
"""
    + CARDS
    + """
rewards:
"""
    + REWARDS
    + """
  - {id: espresso, name: Espresso, kind: product, points: 9, valid_days: 5}
  - id: mug
    name: Mug
    kind: product
    points: 25
    stock: 2
    limit: {times: 1, per: week}
    tiers: [silver, gold]
  - {id: tart, name: Tart, kind: product, points: 14, valid_days: 6, automatic: true}
  - {id: cake, name: Cake, kind: product, points: 40, automatic: true, tiers: [gold]}
surveys:
  - {id: visit, name: V, kind: nps, question: How?, when: {on: link}, thanks: 3}
gifts:
  occasions:
    - {id: hello, on: joining, points: 5}
    - {id: many-returns, on: birthday, prize: espresso, points: 8}
  by_hand: {rewards: [espresso, mug], monthly: 3}
invitations: {friend: {points: 5}, inviter: {prize: espresso}, on: purchase, least: 6.00}
tiers:
  levels:
    - {id: bronze, name: Bronze, from: 0}
    - {id: silver, name: Silver, from: 20, multiply: 1.2, prize: espresso}
    - {id: gold, name: Gold, from: 60, multiply: 1.5, prize: espresso}
  downgrade: {kind: one_level, grace_days: 10}
"""
    + PLAY
    + SPENDING
)
PROGRAMME = read_programme(SOURCE)
IDLE = read_programme(
    SOURCE.replace("{kind: rolling, months: 1}", "{kind: inactivity, months: 1}").replace(
        "tiers:\n  levels", "tiers:\n  measure: balance\n  levels"
    )
)
YEARLY = read_programme(
    SOURCE.replace("{kind: rolling, months: 1}", "{kind: calendar, at_least_months: 1}")
    .replace("tiers:\n  levels", "tiers:\n  measure: visits\n  over: calendar_year\n  levels")
    .replace("from: 20", "from: 2")
    .replace("from: 60", "from: 5")
    .replace("on: purchase, least: 6.00", "on: second_visit")
)
# What a member was given and what went: the terms of the law of points.
SIGNS = {
    OutcomeKind.POINTS_EARNED: "earned",
    OutcomeKind.POINTS_GIVEN: "given",
    OutcomeKind.POINTS_ADJUSTED: "adjusted",
    OutcomeKind.POINTS_TAKEN_BACK: "taken back",
    OutcomeKind.POINTS_RETURNED: "returned",
    OutcomeKind.POINTS_SPENT: "spent",
    OutcomeKind.POINTS_EXPIRED: "expired",
}


def supplies(shop: Rehearsal) -> list[Counter[Any]]:
    """What members share, without what nobody has taken."""
    return [+shop.taken, +shop.paid, +shop.gifts, +shop.together]


days = st.sampled_from([0, 0, 0, 1, 2, 4, 9, 33, 200])
lines = st.lists(
    st.builds(
        Line,
        amount=st.integers(0, 900),
        quantity=st.integers(0, 4),
        category=st.sampled_from(["coffee", "tea", "cake"]),
    ),
    max_size=3,
)


class Histories(RuleBasedStateMachine):
    """One member; whatever happens, the laws below hold after every step."""

    programme = PROGRAMME

    def __init__(self) -> None:
        super().__init__()
        self.shop = Rehearsal(self.programme)
        self.time = datetime(2026, 1, 10, 9, tzinfo=UTC)
        self.number = 0
        self.done: list[Recorded] = []

    def happens(self, kind: Kind, late: int = 0, **facts: object) -> None:
        """Record it if the programme allows it; then see that its undo would leave no trace."""
        self.number += 1
        at = self.time - timedelta(days=late)
        number = f"{self.number:06d}"  # no random ids: hypothesis wants the same story twice
        activity = Activity(1, kind, "test", number, said_at=at, id=number, **facts)  # type: ignore[arg-type]
        self.shop.record(
            Activity(1, Kind.CLOCK, "clock", number, said_at=self.time, id=f"c{number}")
        )
        before, supplies_before = columns_of(self.shop.standing_of(1)), supplies(self.shop)
        try:
            done = self.shop.record(activity)
        except LoyaltyError:
            assert columns_of(self.shop.standing_of(1)) == before
            return
        self.done.append(done)
        self.see_that_a_repeat_changes_nothing(activity)
        if kind in UNDOABLE:
            self.see_that_an_undo_restores(done, before, supplies_before)

    def see_that_a_repeat_changes_nothing(self, activity: Activity) -> None:
        after = columns_of(self.shop.standing_of(1))
        assert self.shop.record(activity).repeated
        assert columns_of(self.shop.standing_of(1)) == after

    def see_that_an_undo_restores(
        self, done: Recorded, before: dict[str, object], supplies_before: list[Counter[Any]]
    ) -> None:
        fork = copy.copy(self.shop)
        fork.standings, fork.recorded = dict(fork.standings), dict(fork.recorded)
        fork.taken, fork.paid = Counter(fork.taken), Counter(fork.paid)
        fork.gifts, fork.together = Counter(fork.gifts), Counter(fork.together)
        fork.reached = set(fork.reached)
        undone = fork.record(
            Activity(1, Kind.UNDO, "test", "u", self.time, refers_to=done.activity.id, id="u")
        )
        after = columns_of(undone.standing)
        assert {**after, "sequence": 0} == {**before, "sequence": 0}
        assert supplies(fork) == supplies_before

    @rule(days=days)
    def time_passes(self, days: int) -> None:
        self.time += timedelta(days=days, minutes=1)

    @rule(amount=st.integers(0, 2500), late=st.sampled_from([0, 0, 0, 2, 40]))
    def buys(self, amount: int, late: int) -> None:
        self.happens(Kind.PURCHASE, late=late, amount=amount)

    @rule(lines=lines)
    def buys_items(self, lines: list[Line]) -> None:
        total = sum(line.amount for line in lines)
        self.happens(Kind.PURCHASE, amount=total, lines=tuple(lines))

    @rule()
    def visits(self) -> None:
        self.happens(Kind.VISIT)

    @rule()
    def brings_a_cup(self) -> None:
        self.happens(Kind.ACTION, action="own-cup")

    @rule(amount=st.integers(0, 2500), steps=st.integers(1, 6))
    def pays_with_points(self, amount: int, steps: int) -> None:
        self.happens(Kind.PURCHASE, amount=amount, discounted=40 * steps, points=4 * steps)

    @precondition(lambda self: self.shop.standing_of(1).vouchers)
    @rule(amount=st.integers(0, 2500), pick=st.integers(0, 20))
    def takes_a_discount_off(self, amount: int, pick: int) -> None:
        vouchers = self.shop.standing_of(1).vouchers
        voucher = sorted(vouchers)[pick % len(vouchers)]
        off = vouchers[voucher].terms.off(amount)
        self.happens(Kind.PURCHASE, amount=amount - off, discounted=off, voucher=voucher)

    @rule(reward=st.sampled_from(["espresso", "fifth-off", "box", "mug", "gone"]))
    def claims(self, reward: str) -> None:
        self.happens(Kind.CLAIM, reward=reward)

    @rule(reward=st.sampled_from(["espresso", "espresso", "mug", "cake"]))
    def is_given_something(self, reward: str) -> None:
        self.happens(Kind.GIFT, reward=reward, reason="Thank you")

    @rule()
    def is_given_a_badge(self) -> None:
        self.happens(Kind.GIFT, badge="star", reason="Thank you")

    @rule()
    def joins_in(self) -> None:
        self.happens(Kind.TAKE_PART, challenge="joined")

    @rule()
    def reaches_a_goal_with_all(self) -> None:
        self.happens(Kind.GOAL, challenge="all", period=month_of(self.time.date()))

    @rule()
    def brings_a_friend(self) -> None:
        self.happens(Kind.REFERRAL)

    @precondition(lambda self: not self.shop.recorded)
    @rule()
    def comes_by_an_invitation(self) -> None:
        self.happens(Kind.INVITED)

    @rule(kind=st.sampled_from([Kind.REFERRAL, Kind.WELCOME]), points=st.integers(0, 30))
    def is_thanked_for_an_invitation(self, kind: Kind, points: int) -> None:
        self.happens(kind, points=points, reward="espresso" if points % 2 else "")

    @rule()
    def answers_a_survey(self) -> None:
        self.happens(Kind.SURVEY, survey="visit")

    @rule(occasion=st.sampled_from(Occasion))
    def has_an_occasion(self, occasion: Occasion) -> None:
        self.happens(Kind.CLOCK, occasion=occasion)

    @precondition(lambda self: self.shop.standing_of(1).vouchers)
    @rule(pick=st.integers(0, 20))
    def uses_a_voucher(self, pick: int) -> None:
        vouchers = sorted(self.shop.standing_of(1).vouchers)
        self.happens(
            Kind.USE, voucher=vouchers[pick % len(vouchers)], shop=["", "centre"][pick % 2]
        )

    @rule(points=st.integers(-30, 30), reason=st.sampled_from(["", "a mistake"]))
    def is_corrected(self, points: int, reason: str) -> None:
        self.happens(Kind.ADJUSTMENT, points=points, reason=reason)

    @precondition(lambda self: self.done)
    @rule(pick=st.integers(0, 50), part=st.integers(1, 10))
    def gives_back_a_part(self, pick: int, part: int) -> None:
        sale = self.done[pick % len(self.done)].activity
        self.happens(Kind.REFUND, refers_to=sale.id, amount=max(1, sale.amount * part // 8))

    @precondition(lambda self: self.done)
    @rule(pick=st.integers(0, 50))
    def gives_back_an_item(self, pick: int) -> None:
        sale = self.done[pick % len(self.done)].activity
        if sale.lines:
            line = sale.lines[pick % len(sale.lines)]
            self.happens(Kind.REFUND, refers_to=sale.id, amount=line.amount, lines=(line,))

    @precondition(lambda self: self.done)
    @rule(pick=st.integers(0, 50), by=st.sampled_from(By))
    def undoes(self, pick: int, by: By) -> None:
        self.happens(Kind.UNDO, refers_to=self.done[pick % len(self.done)].activity.id, by=by)

    @invariant()
    def no_point_appears_or_vanishes(self) -> None:
        """Rule 9: earned − taken back + returned − spent − expired = available + pending − debt."""
        sums: Counter[str] = Counter()
        for done in self.shop.recorded.values():
            for fact in done.facts:
                if isinstance(fact, Outcome) and fact.points:
                    sums[SIGNS[fact.kind]] += fact.points
        standing = self.shop.standing_of(1)
        assert sum(sums.values()) == standing.available + standing.pending - standing.debt

    @invariant()
    def debts_are_paid_first(self) -> None:
        standing = self.shop.standing_of(1)
        assert not (standing.debt and standing.available)

    @invariant()
    def nothing_is_negative(self) -> None:
        standing = self.shop.standing_of(1)
        assert standing.debt >= 0
        assert all(h.left >= 0 and h.expired >= 0 for h in standing.lots.values())
        assert all(n > 0 for buckets in standing.counts.values() for n in buckets.values())
        assert all(n >= 0 for n in (*self.shop.taken.values(), *self.shop.paid.values()))

    @invariant()
    def nothing_is_kept_past_its_day(self) -> None:
        standing = self.shop.standing_of(1)
        assert not any(
            h.left and standing.is_out_of_date(lot, standing.clock)
            for lot, h in standing.lots.items()
        )
        assert all(v.expires_on >= standing.clock for v in standing.vouchers.values())

    @invariant()
    def a_tier_was_deserved_when_it_was_reached(self) -> None:
        standing = self.shop.standing_of(1)
        for done in list(self.shop.recorded.values())[-1:]:
            for fact in done.facts:
                if isinstance(fact, Outcome) and fact.kind is OutcomeKind.TIER_REACHED:
                    assert fact.why["value"] >= fact.why["target"]
        assert all(held.drops_on is None or held.falls for held in standing.tiers)

    @invariant()
    def nothing_is_won_twice_in_a_period(self) -> None:
        standing = self.shop.standing_of(1)
        won = Counter((win.challenge, win.period) for win in standing.won)
        assert all(n == 1 for n in won.values())
        counted = {c: n for c, n in standing.counts.items() if c.startswith("won:")}
        assert all(n == 1 for buckets in counted.values() for n in buckets.values())

    @invariant()
    def what_was_won_is_met_or_was_used(self) -> None:
        standing = self.shop.standing_of(1)
        for win in standing.won:
            met = so_far(standing, win.challenge, win.terms, win.period) >= win.terms.target
            assert met or win.kept or is_settled(standing, win.day, win.terms)

    @invariant()
    def a_badge_of_a_challenge_has_its_win(self) -> None:
        """Or is older than the wins that are kept."""
        standing = self.shop.standing_of(1)
        for badge, worn in standing.badges.items():
            recent = (standing.clock - worn.day).days <= KEEP_DAYS
            if worn.way == "challenge" and recent:
                assert any(win.badge == badge for win in standing.won)

    @invariant()
    def no_stamp_appears_or_vanishes(self) -> None:
        """What was collected, without what went: lies on a card, is in a full one, or expired."""
        standing, sums = self.shop.standing_of(1), Counter[str]()
        signs = {
            OutcomeKind.STAMPS_COLLECTED: 1,
            OutcomeKind.STAMPS_TAKEN_BACK: -1,
        }
        for done in self.shop.recorded.values():
            for fact in done.facts:
                if isinstance(fact, Outcome) and fact.kind in signs:
                    sums[fact.subject] += signs[fact.kind] * fact.count
        for card in self.programme.stamp_cards:
            assert sums[card.id] == standing.count(collected(card.id))
            assert stamps_on(standing, card.id) < card.stamps

    @invariant()
    def a_discount_takes_off_no_more_than_it_is_worth(self) -> None:
        for done in list(self.shop.recorded.values())[-1:]:
            for fact in done.facts:
                # An undo opens the voucher again with what its use had said.
                if isinstance(fact, Outcome) and fact.kind is OutcomeKind.VOUCHER_USED:
                    assert fact.why.get("off", 0) <= min(150, done.activity.before_discounts)

    @invariant()
    def nothing_is_due_that_time_has_passed(self) -> None:
        standing = self.shop.standing_of(1)
        due = due_on(standing)
        assert due is None or due > standing.clock or due == self.review_of(standing)

    def review_of(self, standing: Standing) -> date | None:
        """A tier that a reversal uncovers may be past its review: it is looked at when time passes
        next."""
        return next_review(standing, standing.tiers[-1], standing.clock)

    @invariant()
    def shared_supplies_are_not_overdrawn(self) -> None:
        assert self.shop.taken["mug"] <= 2
        assert self.shop.paid["scarce"] <= 30
        assert all(0 <= given <= 3 for given in self.shop.gifts.values())

    @invariant()
    def the_standing_is_the_sum_of_its_facts(self) -> None:
        again = Standing(member=1)
        for done in self.shop.recorded.values():
            again.fold(done.activity.day, done.facts)
        standing = self.shop.standing_of(1)
        again.sequence, again.head = standing.sequence, standing.head
        assert columns_of(again) == columns_of(standing)
        assert standing_from({"member_id": 1, **columns_of(standing)}) == standing

    @invariant()
    def facts_read_back_as_they_were(self) -> None:
        for done in list(self.shop.recorded.values())[-1:]:
            outcomes = [fact for fact in done.facts if isinstance(fact, Outcome)]
            assert all(outcome_columns(o)["kind"] == o.kind for o in outcomes)
            assert tallies_text(done.facts)


class HistoriesWithoutWaiting(Histories):
    """Points can be spent at once: what a purchase brings is claimed beside it."""

    programme = read_programme(SOURCE.replace("pending_days: 3", "pending_days: 0"))


class IdleHistories(Histories):
    """Points that wait for inactivity; tiers by the balance."""

    programme = IDLE


class YearlyHistories(Histories):
    """Points that end with the year; tiers by the visits of a calendar year."""

    programme = YEARLY


TestHistories = Histories.TestCase
TestIdleHistories = IdleHistories.TestCase
TestYearlyHistories = YearlyHistories.TestCase
TestHistoriesWithoutWaiting = HistoriesWithoutWaiting.TestCase
for case in (TestHistories, TestIdleHistories, TestYearlyHistories, TestHistoriesWithoutWaiting):
    case.settings = settings(
        max_examples=60,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
