"""What staff do at the counter. Each verb is one activity through the one door, but `identify`.

`key` names the form that was sent: sent again, it is the same activity and pays once.
"""

from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from ..activities.values import Activity, Kind, Line
from ..clock import now
from ..engine import Recorded, record
from ..errors import (
    LoyaltyError,
    MalformedCode,
    NotAllowed,
    ReasonMissing,
    ReferenceTaken,
    UnknownMember,
)
from ..members.keys import member_showing
from ..members.models import BlankCard, Member
from ..members.rotating import shown_in
from ..programme.document import Programme
from ..rewards.paying import lowered
from .models import ClaimSlip
from .queries import LONGEST_CODE, discount_of, entry_of, found, returnable, voucher_by_code
from .rules import (
    AmountMissing,
    ask_before_doubling,
    badges_of,
    gifts_of,
    may_adjust,
    may_move_stamps,
    order_of,
    paid_with,
    refuse_dear_gift,
    refuse_dear_purchase,
    refuse_large_correction,
    refuse_own_card,
    refuse_refunding,
    refuse_undoing,
)
from .slips import slip_in
from .values import Customer, Sale, Till

SOURCE = "counter"


class RecordedOtherwise(LoyaltyError):
    words = _l(
        "This was recorded a moment ago with other numbers. Look at today's receipts first; "
        "if it is missing there, send it again."
    )
    code = "recorded_otherwise"


def identify(text: str, programme: Programme, at: datetime) -> Member | BlankCard | ClaimSlip | str:
    """Whose card, number or phone this is; a card that is nobody's; a slip; or the code of a
    voucher.

    The rotating code says that the member's phone is here, and counts once; it is judged by the
    moment `at` which it was scanned. Raises what `found` and `member_showing` raise.
    """
    shown = shown_in(text[:LONGEST_CODE])
    if shown:
        return member_showing(shown, programme.local(at))
    try:
        return found(text, programme)
    except (MalformedCode, UnknownMember):
        if slip := slip_in(text):
            return slip
        raise


def sale_activity(
    till: Till, programme: Programme, member_id: int, key: str, sale: Sale
) -> Activity:
    """A purchase; a visit where nothing was bought. Its amount is what is left to pay in money.

    Raises OwnCard, UnknownVoucher, NotOffAPurchase, and what `order_of` and `paid_with` raise."""
    refuse_own_card(till, member_id)
    order, lines = order_of(sale)
    if not (order or lines or sale.voucher or sale.points):
        return _by(till, member_id, Kind.VISIT, key)
    if sale.voucher and not order:
        raise AmountMissing
    off = discount_of(sale.voucher, order) if sale.voucher else 0
    off += paid_with(sale.points, till, member_id, programme, order - off)
    less: dict[str, Any] = {"lines": lowered(lines, off)} if lines else {"discounted": off}
    paid = {"voucher": sale.voucher, "points": sale.points}
    return _by(till, member_id, Kind.PURCHASE, key, amount=order - off, **less, **paid)


def action_activity(till: Till, member_id: int, key: str, action: str) -> Activity:
    """Raises OwnCard."""
    refuse_own_card(till, member_id)
    return _by(till, member_id, Kind.ACTION, key, action=action)


def take(
    till: Till,
    programme: Programme,
    customer: Customer,
    key: str,
    sale: Sale,
    *,
    again: bool = False,
) -> Recorded:
    """`again`: what was just taken is taken once more on purpose. Raises what `sale_activity`
    raises, SameAgain, PurchaseOverLimit."""
    activity = sale_activity(till, programme, customer.member_id, key, sale)
    if not again:
        ask_before_doubling(customer.last, activity, now(), programme.currency)
    refuse_dear_purchase(till, programme, activity.amount)
    return _once(activity)


def reward_action(till: Till, member_id: int, key: str, action: str) -> Recorded:
    """The member did something the programme rewards. Raises OwnCard, UnknownAction."""
    return _once(action_activity(till, member_id, key, action))


def undo(till: Till, programme: Programme, activity_id: str, reason: str = "") -> Recorded:
    """Take back all of it; twice is once. That a voucher was used needs a reason.

    Raises UnknownActivity, CannotUndo, ReasonMissing and what `refuse_undoing` raises."""
    entry = entry_of(activity_id)
    refuse_undoing(till, entry, programme, now())
    if entry.kind is Kind.USE and not reason:
        raise ReasonMissing
    key = f"undo-{entry.id}"
    return _once(_by(till, entry.member_id, Kind.UNDO, key, refers_to=entry.id, reason=reason))


def refund(
    till: Till, activity_id: str, key: str, amount: int, returned: tuple[int, ...] = ()
) -> Recorded:
    """Give money back: `amount` minor units, or all that is left of some lines of the sale
    (`returned`: their positions). Raises UnknownActivity, NotYours, OwnCard, ItemNotInSale,
    RefundTooLarge, NothingToRefund."""
    entry = entry_of(activity_id)
    refuse_refunding(till, entry)
    # A line without an amount is all that is left of it: the same words when sent again.
    sold = returnable(entry).past.activity.lines if returned else ()
    back = tuple(
        Line(0, line.quantity, line.sku, line.category, position=n + 1)
        for n, line in enumerate(sold)
        if n in returned
    )
    member = entry.member_id
    said: dict[str, Any] = {"lines": back} if back else {"amount": amount}
    return _once(_by(till, member, Kind.REFUND, key, refers_to=entry.id, **said))


def use_voucher(till: Till, code: str, key: str) -> Recorded:
    """Hand over what a voucher promises. Raises UnknownVoucher, VoucherNotOpen, OwnCard."""
    voucher = voucher_by_code(code).voucher
    refuse_own_card(till, voucher.member_id)
    return _once(_by(till, voucher.member_id, Kind.USE, key, voucher=voucher.id))


def adjust(
    till: Till, programme: Programme, member_id: int, key: str, points: int, reason: str
) -> Recorded:
    """Points given (above 0) or taken by hand. Raises NotAllowed, OwnCard, ReasonMissing,
    CorrectionOverLimit."""
    if not may_adjust(till.role, programme):
        raise NotAllowed
    refuse_own_card(till, member_id)
    refuse_large_correction(till, programme, abs(points))
    return _once(_by(till, member_id, Kind.ADJUSTMENT, key, points=points, reason=reason))


def move_stamps(
    till: Till, programme: Programme, member_id: int, key: str, card: str, stamps: int, reason: str
) -> Recorded:
    """Stamps of a card of paper. Raises NotAllowed, OwnCard, UnknownStampCard, TooMuchPaper,
    ReasonMissing."""
    if not may_move_stamps(till.role, programme):
        raise NotAllowed
    refuse_own_card(till, member_id)
    said = {"stamp_card": card, "stamps": stamps, "reason": reason}
    return _once(_by(till, member_id, Kind.ADJUSTMENT, key, **said))


def give(
    till: Till, programme: Programme, member_id: int, key: str, reward: str, thanks: str
) -> Recorded:
    """A voucher for nothing but a word of thanks. Raises NotAllowed, OwnCard, UnknownReward,
    ThanksMissing, GiftsGone, GiftOverLimit."""
    if gifts_of(till.role, programme) is None:
        raise NotAllowed
    refuse_own_card(till, member_id)
    given = programme.reward(reward)
    refuse_dear_gift(till, programme, (given and given.points) or 0)
    return _once(_by(till, member_id, Kind.GIFT, key, reward=reward, reason=thanks))


def give_a_badge(
    till: Till, programme: Programme, member_id: int, key: str, badge: str, thanks: str
) -> Recorded:
    """A badge with a word of thanks. Raises NotAllowed, OwnCard, UnknownBadge, BadgeWorn,
    ThanksMissing."""
    if badge not in {one.id for one in badges_of(till.role, programme)}:
        raise NotAllowed
    refuse_own_card(till, member_id)
    return _once(_by(till, member_id, Kind.GIFT, key, badge=badge, reason=thanks))


def _by(till: Till, member_id: int, kind: Kind, key: str, **said: Any) -> Activity:  # noqa: ANN401
    return Activity(
        member_id,
        kind,
        SOURCE,
        key,
        shop=till.shop,
        staff_id=till.staff_id,
        approved_by=till.approver.staff_id if till.approver else None,
        **said,
    )


def _once(activity: Activity) -> Recorded:
    try:
        return record(activity)
    except ReferenceTaken as error:
        raise RecordedOtherwise from error
