"""What templates say with: the owner's words, and days, moments and amounts as the reader writes
them. Filters, so that no template formats anything by itself."""

from datetime import datetime
from decimal import Decimal

from flask import Flask
from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from ..invitations.words import evidence, inviters_view, status
from ..programme.invitation_sentences import thanks, what_to_do
from ..programme.other_languages import language_name
from ..programme.play_sentences import counted_in_words, how_far, rarity_in_words
from ..programme.reward_sentences import worth
from ..programme.schedule import on_the_clock
from ..programme.sections.challenges import Challenge
from ..programme.sections.invitations import Invitations, Thanks
from ..programme.sections.rewards import RewardKind
from ..programme.survey_sentences import figure_name, scale_ends
from ..programme.tier_sentences import so_much
from ..receipts.names import occasion_name, reward_name
from ..standing.vouchers import VoucherTerms
from ..texts import day_in_words, exact_money, moment_in_words, money, month_in_words, say
from ..texts import grouped as in_digits
from ..texts import points as in_points
from .badge_picture import SHAPES
from .visitor import programme


def in_money(minor_units: int) -> str:
    """An amount of the shop's currency."""
    return money(minor_units, programme().currency)


def in_major(amount: Decimal) -> str:
    """The same, of an amount in major units."""
    return exact_money(amount, programme().currency)


def in_measure(n: int) -> str:
    """So much of what the programme's tiers measure."""
    tiers = programme().tiers
    return so_much(n, tiers.measure if tiers else "", programme().currency)


def in_moment(moment: datetime) -> str:
    """Day and time in the shop's time zone: `3 mar 2027, 10:42`."""
    return moment_in_words(programme().local(moment))


def on_the_shops_clock(moment: datetime) -> str:
    """The same, to plan by: of a time that the clock shows twice it says which one."""
    return on_the_clock(moment, programme().zone)


def in_hours(hours: float) -> str:
    """A stretch of time: `3.5 h`, or `25 min` of less than one."""
    if hours < 1:
        return _("%(minutes)s min", minutes=round(60 * hours))
    return _("%(hours)s h", hours=format_decimal(round(hours, 1)))


def milliseconds(moment: datetime) -> int:
    """A moment as scripts count them: since 1970."""
    return int(moment.timestamp() * 1000)


def unit(points: int) -> str:
    """The word that follows a number of points."""
    return ngettext("point", "points", points)


def in_reward(reward_id: str) -> str:
    """The reward's name as the programme has it now; its id when it was dropped."""
    return reward_name(reward_id, programme())


def in_gift(one: Thanks) -> str:
    """What one side of an invitation gets."""
    return thanks(one, programme())


def in_asks(rules: Invitations) -> str:
    """When an invitation counts."""
    return what_to_do(rules.on, rules.least or 0, programme())


def so_far_of(n: int, challenge: Challenge) -> str:
    """`2 of 5 visits`, with money in the shop's currency."""
    return how_far(n, challenge.target, challenge.count, programme().currency)


def in_worth(terms: VoucherTerms) -> str:
    """`10% off a purchase, at most €5.00`; empty for what is no discount."""
    if not terms.is_discount:
        return ""
    return worth(terms.amount, terms.percent, terms.at_most, programme().currency)


REWARD_ICONS = {
    RewardKind.PRODUCT: "gift",
    RewardKind.DISCOUNT: "percent",
    RewardKind.SHIPPING: "house",
    RewardKind.SERVICE: "sparkles",
    RewardKind.EXPERIENCE: "calendar",
    RewardKind.ACCESS: "key-round",
}
"""Where a reward has no picture."""


def so_much_of(n: int, challenge: Challenge) -> str:
    """`2 visits`, with money in the shop's currency."""
    return counted_in_words(n, challenge.count, programme().currency)


FILTERS = {
    "say": say,
    "day": day_in_words,
    "month": month_in_words,
    "moment": in_moment,
    "on_the_clock": on_the_shops_clock,
    "in_hours": in_hours,
    "milliseconds": milliseconds,
    "in_money": in_money,
    "in_major": in_major,
    "in_measure": in_measure,
    "digits": in_digits,
    "unit": unit,
    "in_points": in_points,
    "reward_name": in_reward,
    "so_far_of": so_far_of,
    "so_much_of": so_much_of,
    "rarity": rarity_in_words,
    "outline": SHAPES.__getitem__,
    "occasion_name": occasion_name,
    "worth": in_worth,
    "reward_icon": REWARD_ICONS.__getitem__,
    "invitation_status": status,
    "inviters_view": inviters_view,
    "evidence": evidence,
    "invitation_gift": in_gift,
    "invitation_asks": in_asks,
    "scale_ends": scale_ends,
    "figure_name": figure_name,
    "language_name": language_name,
}


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(FILTERS)
