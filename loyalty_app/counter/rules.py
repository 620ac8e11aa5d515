"""What is sold becomes an order, what points pay of it, what is asked before it counts twice, who
may take back what. No database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ..activities.values import Activity, Kind, Line
from ..errors import LoyaltyError, NotAllowed, OwnCard
from ..members.birthdays import next_birthday
from ..programme.document import Programme
from ..programme.sections.badges import Badge
from ..programme.sections.counter import RoleLimits
from ..programme.sections.gifts import ByHand
from ..rewards.paying import refuse_payment
from ..rewards.refusals import NoPayingWithPoints
from ..staff.models import Role
from ..texts import money, points
from .values import Item, Sale, Taken, Till

ASK_WITHIN = timedelta(seconds=60)
"""The same amount for the same member within this time may be a slip of the hand."""
LAST_ONE_STAYS = timedelta(seconds=30)
BIRTHDAY_AHEAD = timedelta(days=7)


class PriceMissing(LoyaltyError):
    words = _l("Write what each item came to: there is more than one.")
    code = "price_missing"


class AmountMissing(LoyaltyError):
    words = _l("Write the amount. For a visit without a purchase, write 0.")
    code = "amount_missing"


class PhoneMissing(LoyaltyError):
    words = _l("Points pay only with the member's phone here: scan the code on its screen first.")
    code = "phone_missing"


class NotYours(NotAllowed):
    words = _l("Only the colleague who took it can take it back, on the same day. Ask a manager.")
    code = "not_yours"


class UndoIsOver(NotAllowed):
    code = "undo_is_over"

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes=minutes)
        self.minutes = minutes

    def __str__(self) -> str:
        return ngettext(
            "Only the colleague who took it can undo it, within %(num)d minute. Ask a manager.",
            "Only the colleague who took it can undo it, within %(num)d minutes. Ask a manager.",
            self.minutes,
        )


class ManagersReopen(NotAllowed):
    words = _l("Only a manager makes a used voucher good again, and says why.")
    code = "managers_reopen"


class OverLimit(LoyaltyError):
    """A question to a colleague who may do more: with their PIN, it is recorded."""

    code = "over_limit"


class PurchaseOverLimit(OverLimit):
    words = _l(
        "Your role records purchases up to %(most)s alone. "
        "Above that a colleague who may do more approves it, or records it."
    )


class CorrectionOverLimit(OverLimit):
    words = _l(
        "Your role corrects up to %(most)s alone. "
        "Above that a colleague who may do more approves it, or records it."
    )


class GiftOverLimit(OverLimit):
    words = _l(
        "Your role gives what costs up to %(most)s alone. "
        "Above that a colleague who may do more approves it, or gives it."
    )


class SameAgain(LoyaltyError):
    """A question more than a refusal: said again with a yes, it is recorded."""

    code = "same_again"

    def __init__(self, seconds: int, amount: int, currency: str) -> None:
        super().__init__(seconds=seconds, amount=amount)
        self.seconds, self.amount, self.currency = seconds, amount, currency

    def __str__(self) -> str:
        if not self.amount:
            return ngettext(
                "This member's visit was recorded %(num)d second ago. Record another one?",
                "This member's visit was recorded %(num)d seconds ago. Record another one?",
                self.seconds,
            )
        return ngettext(
            "%(amount)s was recorded for this member %(num)d second ago. Record it again?",
            "%(amount)s was recorded for this member %(num)d seconds ago. Record it again?",
            self.seconds,
            amount=money(self.amount, self.currency),
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """A recorded activity as far as the counter asks: whose it is, who took it, and when.

    `at`: None when the moment is not kept any more.
    """

    id: str
    member_id: int
    staff_id: int | None
    day: date
    kind: Kind
    at: datetime | None


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


def paid_with(points: int, till: Till, member_id: int, programme: Programme, order: int) -> int:
    """Minor units that these points pay of an order. Raises NoPayingWithPoints, PhoneMissing,
    NotInSteps, TooManyForThis."""
    if not points:
        return 0
    if programme.pay_with_points is None:
        raise NoPayingWithPoints
    if till.phone_of != member_id:
        raise PhoneMissing
    refuse_payment(programme.pay_with_points, points, order)
    return programme.pay_with_points.minor(points)


def ask_before_doubling(last: Taken | None, sale: Activity, at: datetime, currency: str) -> None:
    """The same form sent twice is not asked about: it is recorded once. Raises SameAgain."""
    if last is None or last.key == sale.reference or last.amount != sale.amount:
        return
    if at - last.at < ASK_WITHIN:
        raise SameAgain(max(0, int((at - last.at).total_seconds())), sale.amount, currency)


def is_just_now(happened_at: datetime | None, at: datetime) -> bool:
    """Whether the last customer still stays in sight."""
    return happened_at is not None and at - happened_at < LAST_ONE_STAYS


def may_search_names(role: Role) -> bool:
    return role.includes(Role.MANAGER)


def birthday_to_know(birthday: str | None, today: date) -> date | None:
    """The day of a birthday that is worth a word at the counter."""
    falls = next_birthday(birthday, today) if birthday else None
    return falls if falls and falls - today <= BIRTHDAY_AHEAD else None


def refuse_own_card(till: Till, member_id: int) -> None:
    """Nobody serves their own card, nor approves for it. Raises OwnCard."""
    if member_id in (till.own_card, till.approver and till.approver.own_card):
        raise OwnCard


def limits_of(role: Role, programme: Programme) -> RoleLimits:
    """What somebody of this role records alone."""
    limits = programme.counter.limits
    return {Role.CASHIER: limits.cashier, Role.MANAGER: limits.manager}.get(role, RoleLimits())


def may_adjust(role: Role, programme: Programme) -> bool:
    """Managers, and a cashier to whom the programme gives some points to correct."""
    return role.includes(Role.MANAGER) or limits_of(role, programme).points is not None


def refuse_dear_purchase(till: Till, programme: Programme, amount: int) -> None:
    """Above what who serves, or who approves, records alone. Raises PurchaseOverLimit."""
    if not _anybody_may(till, programme, lambda limits: limits.purchase, amount):
        most = limits_of(till.role, programme).purchase or 0
        raise PurchaseOverLimit(most=money(most, programme.currency))


def refuse_large_correction(till: Till, programme: Programme, n: int) -> None:
    """`n` points, given or taken. Raises CorrectionOverLimit."""
    if not _anybody_may(till, programme, lambda limits: limits.points, n):
        raise CorrectionOverLimit(most=points(limits_of(till.role, programme).points or 0))


def refuse_dear_gift(till: Till, programme: Programme, price: int) -> None:
    """`price` in points of what is given by hand. Raises GiftOverLimit."""
    if not _anybody_may(till, programme, lambda limits: limits.gift, price):
        raise GiftOverLimit(most=points(limits_of(till.role, programme).gift or 0))


def _anybody_may(
    till: Till, programme: Programme, most: Callable[[RoleLimits], int | None], n: int
) -> bool:
    roles = [till.role, *([till.approver.role] if till.approver else [])]
    found = [most(limits_of(role, programme)) for role in roles]
    return any(is_within(one, n) for one in found)


def is_within(most: int | None, n: int) -> bool:
    """Whether somebody with this limit records so much alone."""
    return most is None or n <= most


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


def may_move_stamps(role: Role, programme: Programme) -> bool:
    """Whether they carry stamps over from paper."""
    paper = programme.counter.paper_stamps
    return bool(paper and programme.stamp_cards and role.includes(Role(paper.by)))


def refuse_undoing(till: Till, entry: Entry, programme: Programme, at: datetime) -> None:
    """Who took it, within the programme's minutes; a manager anything, and alone what was handed
    over for a voucher. Raises OwnCard, UndoIsOver, ManagersReopen."""
    refuse_own_card(till, entry.member_id)
    if till.role.includes(Role.MANAGER):
        return
    if entry.kind is Kind.USE:
        raise ManagersReopen
    minutes = programme.counter.undo_minutes
    in_time = entry.at is not None and at - entry.at <= timedelta(minutes=minutes)
    if entry.staff_id != till.staff_id or not in_time:
        raise UndoIsOver(minutes)


def refuse_refunding(till: Till, entry: Entry) -> None:
    """A cashier gives back what they took today; a manager anything. Raises NotYours, OwnCard."""
    refuse_own_card(till, entry.member_id)
    own = entry.staff_id == till.staff_id and entry.day == till.today
    if not own and not till.role.includes(Role.MANAGER):
        raise NotYours
