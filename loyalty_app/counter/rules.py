"""What is sold becomes an order, and who may take back what. No database."""

from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from ..activities.values import Line
from ..errors import LoyaltyError, NotAllowed, OwnCard
from ..programme.document import Programme
from ..programme.sections.badges import Badge
from ..programme.sections.gifts import ByHand
from ..staff.models import Role
from .values import Item, Sale, Till


class PriceMissing(LoyaltyError):
    words = _l("Write what each item came to: there is more than one.")
    code = "price_missing"


class AmountMissing(LoyaltyError):
    words = _l("Write the amount. For a visit without a purchase, write 0.")
    code = "amount_missing"


class NotYours(NotAllowed):
    words = _l("Only the colleague who took it can take it back, on the same day. Ask a manager.")
    code = "not_yours"


@dataclass(frozen=True, slots=True)
class Entry:
    """A recorded activity as far as the counter asks: whose it is, who took it, and when."""

    id: str
    member_id: int
    staff_id: int | None
    day: date


def order_of(sale: Sale) -> tuple[int, tuple[Line, ...]]:
    """The amount and its lines, in minor units.

    A single item without a price of its own is the whole sale; what the items leave of the amount
    is a line without a name, which no rule takes for a product. Raises PriceMissing, AmountMissing.
    """
    items = _priced(sale)
    said = sum(item.amount or 0 for item in items)
    if sale.amount is None and not items:
        raise AmountMissing
    amount = said if sale.amount is None else sale.amount
    lines = [_line(item) for item in items]
    if lines and said < amount:
        lines.append(Line(amount - said, quantity=0))
    return amount, tuple(lines)


def _priced(sale: Sale) -> tuple[Item, ...]:
    unpriced = [item for item in sale.items if item.amount is None]
    if not unpriced:
        return sale.items
    if len(sale.items) > 1:
        raise PriceMissing
    if sale.amount is None:
        raise AmountMissing
    item = sale.items[0]
    return (Item(item.quantity, sale.amount, item.category, item.sku),)


def _line(item: Item) -> Line:
    return Line(item.amount or 0, item.quantity, item.sku, item.category)


def refuse_own_card(till: Till, member_id: int) -> None:
    """Raises OwnCard."""
    if till.own_card == member_id:
        raise OwnCard


def gifts_of(role: Role, programme: Programme) -> ByHand | None:
    """What staff of this role give by hand; None: nothing."""
    by_hand = programme.gifts.by_hand
    return by_hand if by_hand and role.includes(Role(by_hand.by)) else None


def badges_of(role: Role, programme: Programme) -> tuple[Badge, ...]:
    """What staff of this role give by hand."""
    return tuple(
        badge
        for badge in programme.badges
        if badge.given_by and role.includes(Role(badge.given_by))
    )


def refuse_taking_back(till: Till, entry: Entry) -> None:
    """A cashier takes back what they took today; a manager anything. Raises NotYours, OwnCard."""
    refuse_own_card(till, entry.member_id)
    own = entry.staff_id == till.staff_id and entry.day == till.today
    if not own and not till.role.includes(Role.MANAGER):
        raise NotYours
