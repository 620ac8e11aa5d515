"""Who serves, and what is being sold: values that verbs and questions share."""

from dataclasses import dataclass
from datetime import date, datetime

from ..staff.models import Role


@dataclass(frozen=True, slots=True)
class Approver:
    """A colleague who has typed their PIN for what is above somebody's limit."""

    staff_id: int
    role: Role
    own_card: int | None


@dataclass(frozen=True, slots=True)
class Till:
    """Who serves where today, and who approves. `own_card` is the id of the member they are;
    `phone_of` of the one whose phone showed its code here a moment ago."""

    staff_id: int
    role: Role
    own_card: int | None
    shop: str
    today: date
    approver: Approver | None = None
    phone_of: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """So many of one thing; `amount` (minor units, for all of them) None: not said."""

    quantity: int
    amount: int | None = None
    category: str = ""
    sku: str = ""


@dataclass(frozen=True, slots=True)
class Sale:
    """What is on the counter. `amount` (minor units) None: as much as the items come to. Less is
    paid in money with a discount (`voucher`: its id), and with `points`."""

    amount: int | None
    items: tuple[Item, ...] = ()
    voucher: str = ""
    points: int = 0


@dataclass(frozen=True, slots=True)
class Taken:
    """A purchase or visit that was recorded: by which form, how much (minor units), when."""

    key: str
    amount: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Customer:
    """Who stands at the counter, and what was taken for them last, if that was a moment ago."""

    member_id: int
    last: Taken | None
