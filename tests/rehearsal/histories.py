"""Any past of a shop: three members to whom everything happens, recorded through the engine."""

import uuid
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

import time_machine
from hypothesis import strategies as st
from sqlalchemy import delete, select

from loyalty_app import engine
from loyalty_app.activities.history import Order, Told, pages
from loyalty_app.activities.values import UNDOABLE, Activity, By, Kind, Line
from loyalty_app.challenges.models import Contribution, ReachedGoal
from loyalty_app.challenges.operations import see_what_is_reached
from loyalty_app.earning.models import Budget
from loyalty_app.engine.recording import Recorded
from loyalty_app.errors import LoyaltyError
from loyalty_app.extensions import db, in_transaction
from loyalty_app.gifts.models import GiftBudget
from loyalty_app.programme.calendar import month_of
from loyalty_app.programme.sections.gifts import Occasion
from loyalty_app.programme.versions import current_programme
from loyalty_app.rewards.models import Stock, Voucher, VoucherState

from ..factories import enrol_member, publish
from ..play import CARDS, PLAY, REWARDS, SPENDING

HEAD = "name: Café\ncurrency: EUR\ntime_zone: Europe/Rome\n"
RULES = """
points: {pending_days: 3, expiry: {kind: rolling, months: 1}}
earning:
  - {id: base, per_spend: {points: 3, every: 0.70, round: nearest}}
  - {id: early, multiply: 2, when: {between: ["06:00", "11:00"]}, cap: {points: 40, per: day}}
  - {id: web, multiply: 1.5, combine: add, when: {channels: [web]}}
  - {id: large, bonus: {points: 20}, order: {min: 10.00}, limit: {times: 2, per: month}}
  - {id: bio, per_item: {points: 2}, only: {label: {bio: ["yes"]}}, basis: {tax: excluded}}
  - {id: tea, per_spend: {points: 1, every: 1.00}, only: {category: [tea]}, lines: {min: 2.00}}
  - {id: scarce, per_order: {points: 4}, budget: {points: 30}}
  - {id: there, per_visit: {points: 1}, when: {shops: [centre]}}
  - {id: own-cup, action: own-cup, points: 5, limit: {times: 1, per: day}}
stamp_cards:
  - {id: coffee, name: Coffee, stamps: 3, per_item: {category: [coffee]}, prize: espresso}
  - {id: visits, name: Visits, stamps: 2, per_visit: true, prize: espresso}
"""
RULES += CARDS
RULES += "rewards:\n"
RULES += REWARDS
RULES += """
  - {id: espresso, name: Espresso, kind: product, points: 9, valid_days: 5}
  - id: mug
    name: Mug
    kind: product
    points: 25
    stock: 2
    limit: {times: 1, per: week}
    tiers: [silver, gold]
  - {id: tart, name: Tart, kind: product, points: 30, automatic: true}
surveys:
  - {id: visit, name: V, kind: nps, question: How?, when: {on: link}, thanks: 3}
gifts:
  occasions:
    - {id: hello, on: joining, points: 5}
    - {id: many-returns, on: birthday, prize: espresso, points: 8}
  by_hand: {rewards: [espresso], monthly: 3}
invitations: {friend: {points: 5}, inviter: {prize: espresso}, least: 6.00}
tiers:
  levels:
    - {id: bronze, name: Bronze, from: 0}
    - {id: silver, name: Silver, from: 20, multiply: 1.2, prize: espresso}
    - {id: gold, name: Gold, from: 90, multiply: 1.5}
  downgrade: {kind: one_level, grace_days: 10}
"""
FIRST = HEAD + RULES + PLAY + SPENDING
SECOND = FIRST.replace("points: 3, every: 0.70", "points: 2, every: 1.10").replace(
    "{kind: rolling, months: 1}", "{kind: inactivity, months: 1}"
)
THIRD = FIRST.replace(
    "pending_days: 3, expiry: {kind: rolling, months: 1}",
    "expiry: {kind: rolling, months: 2, round_up_to: month}",
).replace("tiers:\n  levels", "tiers:\n  measure: balance\n  levels")
OPENED = datetime(2026, 1, 10, 8, tzinfo=UTC)


@dataclass(frozen=True)
class Step:
    """What happens next; `n` and `pick` mean what the kind makes of them."""

    who: int
    kind: Kind
    after: timedelta
    at: str
    n: int
    pick: int


KINDS = [Kind.PURCHASE] * 5 + [Kind.CLAIM] + [kind for kind in Kind if kind is not Kind.CLOSED]
PAUSES = [timedelta(days, minutes=7) for days in (0, 0, 0, 1, 2, 4, 9, 33)]
MOMENTS = ["now", "then", "day", "late"]

steps = st.lists(
    st.builds(
        Step,
        who=st.integers(0, 2),
        kind=st.sampled_from(KINDS),
        after=st.sampled_from(PAUSES),
        at=st.sampled_from(MOMENTS),
        n=st.integers(0, 2500),
        pick=st.integers(0, 60),
    ),
    min_size=5,
    max_size=30,
)


def some_steps(seed: int, number: int) -> list[Step]:
    """The same ones for the same seed; two days between them on average."""
    dice = Random(seed)
    return [
        Step(
            who=dice.randrange(3),
            kind=dice.choice(KINDS),
            after=dice.choice(PAUSES[:6]),
            at=dice.choice(MOMENTS),
            n=dice.randrange(2500),
            pick=dice.randrange(60),
        )
        for _ in range(number)
    ]


@dataclass
class Past:
    """One shop of the three; the steps that the rules allow are recorded."""

    time: datetime = OPENED + timedelta(days=5)
    members: list[int] = field(default_factory=lambda: [enrol_member().id for _ in range(3)])
    done: dict[int, list[Recorded]] = field(default_factory=lambda: {0: [], 1: [], 2: []})

    def live(self, steps: list[Step]) -> None:
        in_transaction(supplies_are_full)
        for step in steps:
            self.time += step.after
            with time_machine.travel(self.time, tick=False):
                try:
                    activity = self._activity(step)
                    done = in_transaction(lambda one=activity: engine.record(one))  # type: ignore[misc]
                    self.done[step.who].append(done)
                except LoyaltyError:
                    pass
                finally:
                    db.session.rollback()

    def told(self) -> list[Told]:
        """In the order recorded; other pasts in the same database are not of this one."""
        everything = pages(self.time, Order.RECORDED)
        return [told for page in everything for told in page if told.member in self.members]

    def _activity(self, step: Step) -> Activity:
        said = getattr(self, f"_{step.kind}")(step)
        moments = {
            "now": None,
            "then": self.time - timedelta(minutes=step.pick),
            "day": self.time.date(),
            "late": self.time.date() - timedelta(days=step.pick),
        }
        member, number = self.members[step.who], uuid.uuid4().hex
        at: date | datetime | None = moments[step.at]
        return Activity(member, step.kind, "till", number, said_at=at, **said)

    def _purchase(self, step: Step) -> dict[str, object]:
        if step.pick % 2:
            lines = _lines(step)
            total = sum(line.amount for line in lines)
            return {"amount": total, "lines": lines, "tax": total // 9, "discounted": step.pick}
        channel, shop = ("web", "") if step.pick % 3 else ("counter", "centre")
        said = {"amount": step.n, "channel": channel, "shop": shop}
        if step.pick % 5 == 0:
            return said | self._use(step)
        return said | ({"points": 8, "discounted": 80} if step.pick % 7 == 0 else {})

    def _visit(self, step: Step) -> dict[str, object]:
        return {"shop": "centre" if step.pick % 2 else "station"}

    def _action(self, step: Step) -> dict[str, object]:
        return {"action": "own-cup"}

    def _referral(self, step: Step) -> dict[str, object]:
        return {}

    def _invited(self, step: Step) -> dict[str, object]:
        return {}

    def _welcome(self, step: Step) -> dict[str, object]:
        return {"points": step.n // 100, "reward": "espresso" if step.pick % 2 else ""}

    def _refund(self, step: Step) -> dict[str, object]:
        sale = self._earlier(step, {Kind.PURCHASE})
        if sale.lines and step.pick % 2:
            line = sale.lines[step.pick % len(sale.lines)]
            return {"refers_to": sale.id, "amount": line.amount, "lines": (line,)}
        return {"refers_to": sale.reference, "amount": max(1, sale.amount * step.pick // 70)}

    def _undo(self, step: Step) -> dict[str, object]:
        return {"refers_to": self._earlier(step, UNDOABLE).id, "by": list(By)[step.pick % 2]}

    def _claim(self, step: Step) -> dict[str, object]:
        if step.pick % 3 == 0:
            return {"reward": "mug"}
        if step.pick % 5 == 0:
            return {"reward": "fifth-off" if step.pick % 2 else "box"}
        return {"reward": "espresso", "points": 9 if step.pick % 2 else 0}

    def _use(self, step: Step) -> dict[str, object]:
        member = self.members[step.who]
        issued = Voucher.state == VoucherState.ISSUED
        mine = select(Voucher.id).where(Voucher.member_id == member, issued).order_by(Voucher.id)
        return {"voucher": (list(db.session.scalars(mine)) or ["none"])[0], "shop": "centre"}

    def _adjustment(self, step: Step) -> dict[str, object]:
        return {"points": step.n // 50 - 25, "reason": "A mistake, “ours”."}

    def _take_part(self, step: Step) -> dict[str, object]:
        return {"challenge": "joined"}

    def _goal(self, step: Step) -> dict[str, object]:
        goals, day = current_programme().team_goals, self.time.date()
        in_transaction(lambda: see_what_is_reached(goals, day))
        return {"challenge": "all", "period": month_of(self.time.date())}

    def _anniversary(self, step: Step) -> dict[str, object]:
        return {"years": 1 + step.pick % 5}

    def _gift(self, step: Step) -> dict[str, object]:
        gift = {"badge": "star"} if step.pick % 4 == 0 else {"reward": "espresso"}
        return {**gift, "reason": "Thank you, “dear”."}

    def _survey(self, step: Step) -> dict[str, object]:
        return {"survey": "visit"}

    def _clock(self, step: Step) -> dict[str, object]:
        return {"occasion": ["", "", *Occasion][step.pick % 4]}

    def _earlier(self, step: Step, kinds: Collection[Kind]) -> Activity:
        own = [done.activity for done in self.done[step.who] if done.activity.kind in kinds]
        return own[-1 - step.pick % min(5, len(own))] if own else Activity(0, Kind.VISIT, "", "-")


def supplies_are_full() -> None:
    db.session.execute(delete(Stock))
    db.session.execute(delete(Budget))
    db.session.execute(delete(GiftBudget))
    db.session.execute(delete(Contribution))
    db.session.execute(delete(ReachedGoal))
    db.session.add_all([Stock(reward="mug", taken=0), Budget(rule="scarce", paid=0)])


def _lines(step: Step) -> tuple[Line, ...]:
    names = ["coffee", "tea", "cake"]
    return tuple(
        Line(
            amount=step.n // (index + 1),
            quantity=(step.pick + index) % 4,
            sku=f"{index}",
            category=names[(step.pick + index) % 3],
            labels={"bio": "yes"} if step.n % 2 else {},
            tax=step.n // 11,
            delivery=step.pick % 5 == 0,
        )
        for index in range(1 + step.pick % 3)
    )


def publish_in_turn(*sources: str) -> None:
    """One version every three weeks from the opening on."""
    for number, source in enumerate(sources):
        with time_machine.travel(OPENED + timedelta(weeks=3 * number)):
            publish(source)
