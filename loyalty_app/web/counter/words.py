"""What the counter's pages say with, beside the words of all pages."""

from datetime import datetime

from babel.numbers import get_currency_symbol
from flask import Blueprint
from flask_babel import format_time
from flask_babel import gettext as _

from ...activities.values import Kind
from ...clock import now
from ...counter.favourites import in_words
from ...counter.queries import VoucherSlip
from ...counter.rules import badges_of, gifts_of, may_adjust, may_move_stamps
from ...programme.amounts import decimal_mark
from ...receipts.names import reward_name, rule_name
from ...receipts.queries import Receipt
from ...staff.models import Role
from ...texts import minor_digits
from ..keys import new_key
from ..language import reader_language
from ..visitor import me, programme, the_staff
from ..words import in_moment
from . import served_by


def hour(moment: datetime) -> str:
    """The local time of a moment: `10:42`."""
    return str(format_time(programme().local(moment), "short", rebase=False))


def what(slip: Receipt) -> str:
    """What happened; an action by its own name."""
    rules = [outcome.subject for outcome in slip.outcomes if programme().rule(outcome.subject)]
    if slip.kind is Kind.ACTION and rules:
        return rule_name(rules[0], programme())
    return slip.title()


def item_words(name: str) -> str:
    return in_words(name, programme())


def headline(slip: Receipt) -> str:
    """What a slip without points came to: the reward that was handed over, the amount, or 0."""
    rewards = [outcome.subject for outcome in slip.outcomes if outcome.voucher]
    if rewards and not slip.amount:
        return reward_name(rewards[0], programme())
    return slip.total(programme()) or "0"


def used(slip: VoucherSlip) -> str:
    """When, where and by whom a voucher was used."""
    if slip.settled_at is None:
        return _("When and where is not kept any more.")
    facts = (in_moment(slip.settled_at), slip.shop_name, slip.staff_name)
    return " · ".join(fact for fact in facts if fact)


def init(bp: Blueprint) -> None:
    bp.add_app_template_filter(hour)

    init_amounts(bp)

    @bp.context_processor
    def words() -> dict[str, object]:
        return {
            "what": what,
            "headline": headline,
            "used": used,
            "new_key": new_key,
            "served_by": served_by.note,
            "now": now,
            "on_device": bool(me.visitor and me.visitor.device_id),
            "lock_seconds": 60 * programme().counter.lock_minutes if me.by_pin else None,
            "may_give": gifts_of(the_staff().role, programme()) is not None,
            "may_give_badges": bool(badges_of(the_staff().role, programme())),
            "may_adjust": may_adjust(the_staff().role, programme()),
            "may_enter_desk": the_staff().role.includes(Role.MANAGER),
            "may_move_stamps": may_move_stamps(the_staff().role, programme()),
        }


def init_amounts(bp: Blueprint) -> None:
    """What a page needs on which an amount is typed, whoever looks at it."""

    @bp.context_processor
    def amounts() -> dict[str, object]:
        language, currency = reader_language(), programme().currency
        return {
            "currency_sign": get_currency_symbol(currency, language),
            "currency_digits": minor_digits(currency),
            "decimal_mark": decimal_mark(language),
            "item_words": item_words,
        }
