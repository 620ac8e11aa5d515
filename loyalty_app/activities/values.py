"""What the engine decides on: one activity, as it was said and with the facts it needs."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from ..programme.sections.earning import Only
from .facts import Fact


class Kind(StrEnum):
    """What happened."""

    PURCHASE = "purchase"
    VISIT = "visit"
    ACTION = "action"
    REFUND = "refund"
    UNDO = "undo"
    CLAIM = "claim"
    USE = "use"
    ADJUSTMENT = "adjustment"
    REFERRAL = "referral"
    INVITED = "invited"
    WELCOME = "welcome"
    GIFT = "gift"
    TAKE_PART = "take_part"
    GOAL = "goal"
    ANNIVERSARY = "anniversary"
    SURVEY = "survey"
    CLOCK = "clock"
    CLOSED = "closed"


class By(StrEnum):
    """On whose word it happened; a cancelled claim ends differently for shop and member."""

    SHOP = "shop"
    MEMBER = "member"


EARNING = frozenset({Kind.PURCHASE, Kind.VISIT, Kind.ACTION})
"""What rules may pay points for."""

OWN_PHONE = "card"
"""The source of what members do themselves; everything else they may not know of yet."""

UNDOABLE = frozenset(
    {
        Kind.PURCHASE,
        Kind.VISIT,
        Kind.ACTION,
        Kind.CLAIM,
        Kind.USE,
        Kind.ADJUSTMENT,
        Kind.GIFT,
        Kind.REFERRAL,
        Kind.WELCOME,
    }
)

CLOCK = "clock"
"""The source of what nobody tells us: time passes, an occasion is there."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an order; all amounts are minor units for the whole line, as paid.

    `amount` includes `tax` and is after `discounted`. In a refund: what goes back, and `position`
    says of which line of the sale (1 is the first; 0: of the first such one).
    """

    amount: int
    quantity: int = 1
    sku: str = ""
    category: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    tax: int = 0
    discounted: int = 0
    delivery: bool = False
    position: int = 0

    def matches(self, only: Only) -> bool:
        """Whether the line matches every setting given, each by any of its values."""
        if only.category and self.category not in only.category:
            return False
        if only.sku and self.sku not in only.sku:
            return False
        if only.delivery is not None and self.delivery is not only.delivery:
            return False
        return all(self.labels.get(name) in values for name, values in only.label.items())


class Activity(NamedTuple):
    """A fact about one member.

    The first group is what the client said, and alone makes its body. The second is where and by
    whom. The third are facts taken from outside before deciding, so that `decide` needs no more.
    `said_at`: None is now; a bare date is noon of that local day and has no hour. `reason`: of a
    correction, or the word of thanks of a gift. `occasion`: what the clock brings beside time.
    `approved_by`: the colleague whose PIN allowed what is above somebody's limit.
    `challenge`: which one a member joins in, or which goal of all was reached, in which `period`.
    `years`: how many a member has been one. `caused_by`: the id of what this one follows from.
    `survey`: which one was answered, and in `points` what was promised for it; what was said is no
    part of it.
    """

    member: int
    kind: Kind
    source: str
    reference: str
    said_at: datetime | date | None = None
    amount: int = 0
    tax: int = 0
    discounted: int = 0
    lines: tuple[Line, ...] = ()
    channel: str = "counter"
    action: str = ""
    refers_to: str = ""
    reward: str = ""
    badge: str = ""
    voucher: str = ""
    points: int = 0
    stamp_card: str = ""
    stamps: int = 0
    reason: str = ""
    occasion: str = ""
    approved_by: int | None = None
    challenge: str = ""
    period: str = ""
    years: int = 0
    survey: str = ""
    by: By = By.SHOP

    shop: str = ""
    staff_id: int | None = None
    caused_by: str = ""

    id: str = ""
    happened_at: datetime | None = None
    day: date = date.min
    hour: time | None = None
    reverses: "Past | None" = None
    budgets: Mapping[str, int] = MappingProxyType({})

    def placed(self, zone: ZoneInfo, now: datetime) -> "Activity":
        """With an id, its moment (aware), its local day, and its local hour where it has one."""
        moment = moment_of(self.said_at, zone) or now
        local = moment.astimezone(zone)
        has_hour = self.said_at is None or isinstance(self.said_at, datetime)
        return self._replace(
            id=self.id or uuid.uuid4().hex,
            happened_at=moment,
            day=local.date(),
            hour=local.time() if has_hour else None,
        )

    @property
    def before_discounts(self) -> int:
        """Minor units that a purchase came to before anything was taken off."""
        return self.amount + self.discounted + sum(line.discounted for line in self.lines)

    def body(self) -> dict[str, Any]:
        """What the client said, canonically: equal bodies are the same request."""
        said = {
            "member": self.member,
            "kind": str(self.kind),
            "at": self.said_at and self.said_at.isoformat(),
            "amount": self.amount,
            "tax": self.tax,
            "discounted": self.discounted,
            "lines": [_line_body(line) for line in self.lines],
            "channel": self.channel,
            "action": self.action,
            "refers_to": self.refers_to,
            "reward": self.reward,
            "badge": self.badge,
            "voucher": self.voucher,
            "points": self.points,
            "stamp_card": self.stamp_card,
            "stamps": self.stamps,
            "reason": self.reason,
            "occasion": self.occasion,
            "approved_by": self.approved_by,
            "challenge": self.challenge,
            "period": self.period,
            "years": self.years,
            "survey": self.survey,
            "by": str(self.by),
        }
        return {name: value for name, value in said.items() if value}


def moment_of(said_at: datetime | date | None, zone: ZoneInfo) -> datetime | None:
    """A bare date is noon of that day in the zone."""
    if said_at is None or isinstance(said_at, datetime):
        return said_at
    return datetime.combine(said_at, time(12), zone)


def _line_body(line: Line) -> dict[str, Any]:
    said = {
        "amount": line.amount,
        "quantity": line.quantity,
        "sku": line.sku,
        "category": line.category,
        "labels": dict(line.labels),
        "tax": line.tax,
        "discounted": line.discounted,
        "delivery": line.delivery,
        "position": line.position,
    }
    return {name: value for name, value in said.items() if value}


@dataclass(frozen=True, slots=True)
class Past:
    """A recorded activity that another one takes back, with all that was taken back before.

    `sequence`: its place in the member's chain.
    """

    activity: Activity
    facts: tuple[Fact, ...]
    sequence: int = 0
    refunds: tuple[Activity, ...] = ()
    undone: bool = False
