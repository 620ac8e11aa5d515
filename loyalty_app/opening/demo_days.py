"""What the demo's guests did: each by their own habits, day after day, through the one door."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from ..activities.values import Activity, By, Kind, Line
from ..engine import Recorded, record
from ..rewards.paying import lowered
from ..standing.vouchers import OpenVoucher

DAYS = 60
SOURCE = "demo"
CATALOGUE = {
    "espresso": ("coffee", 130),
    "cappuccino": ("coffee", 160),
    "cornetto": ("pastry", 150),
    "torta": ("pastry", 450),
    "panino": ("food", 600),
    "spremuta": ("drinks", 380),
}
"""What the café sells: category and price in minor units."""


@dataclass(frozen=True, slots=True)
class Habit:
    """Joined so many days ago; the chance of a visit on a day; what they order, most likely first;
    what they save for, and whether they bring their own cup."""

    days_ago: int
    often: float
    orders: tuple[str, ...]
    saves_for: str = "free-coffee"
    own_cup: bool = False
    stops: int = 0


HABITS = (
    Habit(60, 0.85, ("cappuccino", "cornetto", "espresso"), "breakfast", own_cup=True),
    Habit(60, 0.7, ("espresso",)),
    Habit(58, 0.3, ("panino", "spremuta", "espresso"), "tenth-off"),
    Habit(55, 0.5, ("cappuccino", "torta"), "breakfast"),
    Habit(51, 0.15, ("torta", "spremuta")),
    Habit(44, 0.6, ("espresso", "cornetto"), own_cup=True),
    Habit(40, 0.4, ("cappuccino",), stops=21),
    Habit(33, 0.25, ("panino",), "mug"),
    Habit(21, 0.5, ("cappuccino", "cornetto")),
    Habit(12, 0.35, ("espresso", "panino")),
    Habit(4, 0.5, ("cappuccino",)),
    Habit(0, 0.0, ()),
)
PRICES = {"free-coffee": 40, "tenth-off": 60, "breakfast": 90, "mug": 250}


@dataclass(slots=True)
class Guest:
    """One member of the demo, and what they have after the last thing they did."""

    member: int
    habit: Habit
    shops: list[str]
    served_by: int
    recorded: int = 0
    vouchers: Mapping[str, OpenVoucher] = field(default_factory=dict)

    def say(self, kind: Kind, at: datetime, random: Random, **said: object) -> Recorded:
        """Record one activity at this moment; the reference counts."""
        self.recorded += 1
        reference = f"{self.member}-{self.recorded}"
        shop = "" if kind is Kind.CLAIM else random.choices(self.shops, (3, 1))[0]
        by = None if kind is Kind.CLAIM else self.served_by
        basic = Activity(self.member, kind, SOURCE, reference, at, shop=shop, staff_id=by, **said)  # type: ignore[arg-type]
        done = record(basic)
        self.vouchers = done.standing.vouchers
        return done


def live(guest: Guest, random: Random, joined: datetime, until: datetime) -> None:
    """Every day from the first to now, in the order in which things happened."""
    for day in range(min(guest.habit.days_ago, DAYS) - guest.habit.stops + 1):
        if random.random() < guest.habit.often:
            at = (joined + timedelta(days=day)).replace(
                hour=random.choice((7, 8, 8, 9, 10, 13, 16, 17)), minute=random.randint(0, 59)
            )
            if joined <= at < until - timedelta(minutes=5):
                _visit(guest, random, at)


def _visit(guest: Guest, random: Random, at: datetime) -> None:
    good = [v for v, voucher in guest.vouchers.items() if voucher.expires_on >= at.date()]
    discount = ""
    if good and random.random() < 0.6:
        if guest.vouchers[good[0]].terms.is_discount:
            discount = good[0]
        else:
            guest.say(Kind.USE, at, random, voucher=good[0])
    done = _buy(guest, random, at, discount)
    if guest.habit.own_cup and random.random() < 0.6:
        guest.say(Kind.ACTION, at + timedelta(minutes=1), random, action="own-cup")
    if random.random() < 0.02:
        later = at + timedelta(minutes=2)
        guest.say(Kind.UNDO, later, random, refers_to=done.activity.id)
        done = _buy(guest, random, later)
    wanted = guest.habit.saves_for
    if done.standing.available >= PRICES[wanted] + 15 and random.random() < 0.5:
        at += timedelta(minutes=4)
        guest.say(Kind.CLAIM, at, random, reward=wanted, by=By.MEMBER, channel="web")


def _buy(guest: Guest, random: Random, at: datetime, discount: str = "") -> Recorded:
    order = guest.habit.orders
    chosen = {order[0]: random.choice((1, 1, 1, 2))}
    chosen |= {name: 1 for name in order[1:] if random.random() < 0.45}
    lines = tuple(_line(name, quantity) for name, quantity in chosen.items())
    amount = sum(line.amount for line in lines)
    off = guest.vouchers[discount].terms.off(amount) if discount else 0
    said = {"amount": amount - off, "lines": lowered(lines, off), "voucher": discount}
    return guest.say(Kind.PURCHASE, at, random, **said)


def _line(name: str, quantity: int) -> Line:
    category, price = CATALOGUE[name]
    return Line(price * quantity, quantity, sku=name, category=category)
