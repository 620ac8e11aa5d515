"""What can go wrong in the programme, in words a cashier can read.

Every refusal says what, why and what now. `str(error)` is in the reader's language.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from .texts import day_in_words, money, say


class LoyaltyError(Exception):
    """A rule of the programme was broken; `str(error)` is fit for the screen.

    `words` may name the keyword arguments as `%(name)s`.
    """

    words = _l("This cannot be done.")
    code = "refused"

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts = facts

    def __str__(self) -> str:
        return str(self.words) % self.facts


class NotFound(LoyaltyError):
    """Something was named that is not there."""

    words = _l("This does not exist.")
    code = "not_found"


class Unavailable(LoyaltyError):
    """The machine, not the reader, is at fault; trying again later helps."""

    code = "unavailable"


class DatabaseBusy(Unavailable):
    words = _l("The shop's memory is busy. Nothing was lost; try again in a few seconds.")
    code = "database_busy"


class DatabaseGone(Unavailable):
    words = _l("The shop's memory cannot be reached. Nothing was recorded; try again soon.")
    code = "database_gone"


class ReferenceTaken(LoyaltyError):
    words = _l(
        "The reference “%(reference)s” was already used for something else. "
        "Check the receipt number, or use a new one."
    )
    code = "reference_taken"


class UnknownReward(NotFound):
    words = _l("This reward is not offered any more. Choose another one.")
    code = "unknown_reward"


class UnknownVoucher(NotFound):
    words = _l("No voucher has this code. Check it and type it again.")
    code = "unknown_voucher"


class UnknownMember(NotFound):
    words = _l("No member has “%(code)s”. Check the card, or search by phone number.")
    code = "unknown_member"


class MalformedCode(LoyaltyError):
    words = _l("“%(code)s” is not a card code. Scan again, or type the card number.")
    code = "malformed_code"


class UnknownActivity(NotFound):
    words = _l("There is no receipt “%(reference)s” for this member.")
    code = "unknown_activity"


class AccountClosed(LoyaltyError):
    words = _l("This account was closed. The member can join again with a new card.")
    code = "account_closed"


class InFuture(LoyaltyError):
    words = _l("The date lies in the future. Check the day and the time.")
    code = "in_future"


class InvalidAmount(LoyaltyError):
    words = _l("“%(text)s” is not an amount. Write it like %(example)s.")
    code = "invalid_amount"


class NegativeAmount(LoyaltyError):
    words = _l("The amount cannot be negative. To give money back, refund the purchase.")
    code = "negative_amount"


class AmountTooLarge(LoyaltyError):
    code = "amount_too_large"

    def __init__(self, limit: int, currency: str) -> None:
        super().__init__(limit=limit)
        self.limit, self.currency = limit, currency

    def __str__(self) -> str:
        most = money(self.limit, self.currency)
        return str(_l("The amount is too large: at most %(most)s. Check the digits.")) % {
            "most": most
        }


class ItemsDontAddUp(LoyaltyError):
    code = "items_dont_add_up"

    def __init__(self, items: int, amount: int, currency: str) -> None:
        super().__init__(items=items, amount=amount)
        self.items, self.amount, self.currency = items, amount, currency

    def __str__(self) -> str:
        return str(
            _l("The items add up to %(items)s, the amount says %(amount)s. Correct one of them.")
        ) % {
            "items": money(self.items, self.currency),
            "amount": money(self.amount, self.currency),
        }


class TooManyOfOne(LoyaltyError):
    words = _l("At most %(most)s of one item. Check the quantity.")
    code = "too_many_of_one"


class UnknownAction(LoyaltyError):
    words = _l("The programme has no action “%(action)s”.")
    code = "unknown_action"


class ReasonMissing(LoyaltyError):
    words = _l("Say why: a correction needs a reason.")
    code = "reason_missing"


class NothingToAdjust(LoyaltyError):
    words = _l("Say how many points to add or to take.")
    code = "nothing_to_adjust"


class ThanksMissing(LoyaltyError):
    words = _l("Write a word of thanks: the member reads it with the gift.")
    code = "thanks_missing"


class GiftsGone(LoyaltyError):
    code = "gifts_gone"

    def __init__(self, given: int, again_on: date | None) -> None:
        super().__init__(given=given, again_on=again_on and again_on.isoformat())
        self.given, self.again_on = given, again_on

    def __str__(self) -> str:
        return ngettext(
            "The %(num)d gift of this month was given. There are new ones from %(day)s.",
            "All %(num)d gifts of this month were given. There are new ones from %(day)s.",
            self.given,
            day=day_in_words(self.again_on) if self.again_on else "",
        )


class NotEnoughPoints(LoyaltyError):
    code = "not_enough_points"

    def __init__(self, missing: int) -> None:
        super().__init__(missing=missing)
        self.missing = missing

    def __str__(self) -> str:
        return ngettext("%(num)d point short.", "%(num)d points short.", self.missing)


class PriceChanged(LoyaltyError):
    code = "price_changed"

    def __init__(self, points: int) -> None:
        super().__init__(points=points)
        self.points = points

    def __str__(self) -> str:
        return ngettext(
            "The price is now %(num)d point. Nothing was taken; claim it again if you like.",
            "The price is now %(num)d points. Nothing was taken; claim it again if you like.",
            self.points,
        )


class SoldOut(LoyaltyError):
    words = _l("This reward is sold out. No points were taken; choose another one.")
    code = "sold_out"


class LimitReached(LoyaltyError):
    code = "limit_reached"

    def __init__(self, times: int, again_on: date | None) -> None:
        super().__init__(times=times, again_on=again_on and again_on.isoformat())
        self.times, self.again_on = times, again_on

    def __str__(self) -> str:
        if self.again_on is None:
            return ngettext(
                "Only once per member, and it was taken.",
                "Only %(num)d times per member, and they were taken.",
                self.times,
            )
        return str(_l("Taken already. Again on %(day)s.")) % {"day": day_in_words(self.again_on)}


class TierNeeded(LoyaltyError):
    """A reward for some tiers alone; `tiers` are their names as the owner wrote them."""

    code = "tier_needed"

    def __init__(self, tiers: Sequence[Mapping[str, str]]) -> None:
        super().__init__(tiers=[dict(tier) for tier in tiers])
        self.tiers = tiers

    def __str__(self) -> str:
        names = str(_l(" or ")).join(say(tier) for tier in self.tiers)
        return str(_l("For the tier %(tiers)s. Your card says how far it is.")) % {"tiers": names}


class VoucherSpent(LoyaltyError):
    words = _l("This voucher was already used. It counts once.")
    code = "voucher_used"


class VoucherNotOpen(LoyaltyError):
    words = _l("This voucher was cancelled or has expired. It cannot be used.")
    code = "voucher_not_open"


class CannotUndo(LoyaltyError):
    words = _l("This entry cannot be undone. Record what is right as a new one.")
    code = "cannot_undo"


class AlreadyUndone(LoyaltyError):
    words = _l("This was already undone. Nothing was taken twice.")
    code = "already_undone"


class TooLateToReturn(LoyaltyError):
    words = _l("The purchase is more than %(days)s days old. A manager can correct the points.")
    code = "too_late"


class RefundTooLarge(LoyaltyError):
    code = "refund_too_large"

    def __init__(self, left: int, currency: str) -> None:
        super().__init__(left=left)
        self.left, self.currency = left, currency

    def __str__(self) -> str:
        return str(
            _l("More than what was paid: at most %(left)s of this purchase is left to refund.")
        ) % {"left": money(self.left, self.currency)}


class NothingToRefund(LoyaltyError):
    words = _l("Say what is given back: an amount above zero, or items of the purchase.")
    code = "nothing_to_refund"


class ItemNotInSale(LoyaltyError):
    words = _l("“%(item)s” was not in this purchase, or not for that much.")
    code = "item_not_in_sale"


class OwnCard(LoyaltyError):
    words = _l("Nobody serves their own card. Ask a colleague.")
    code = "own_card"


class NotAllowed(LoyaltyError):
    words = _l("Your role does not allow this. Ask a manager.")
    code = "not_allowed"
