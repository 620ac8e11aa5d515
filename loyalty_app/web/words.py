"""What templates say with: the owner's words, and days, moments and amounts as the reader writes
them. Filters, so that no template formats anything by itself."""

from datetime import datetime

from flask import Flask
from flask_babel import format_time, ngettext

from ..receipts.words import reward_name
from ..texts import day_in_words, money, month_in_words, say
from ..texts import grouped as in_digits
from ..texts import points as in_points
from .visitor import programme


def in_money(minor_units: int) -> str:
    """An amount of the shop's currency."""
    return money(minor_units, programme().currency)


def in_moment(moment: datetime) -> str:
    """Day and time in the shop's time zone: `3 mar 2027, 10:42`."""
    local = programme().local(moment)
    return f"{day_in_words(local.date())}, {format_time(local, 'short', rebase=False)}"


def unit(points: int) -> str:
    """The word that follows a number of points."""
    return ngettext("point", "points", points)


def in_reward(reward_id: str) -> str:
    """The reward's name as the programme has it now; its id when it was dropped."""
    return reward_name(reward_id, programme())


FILTERS = {
    "say": say,
    "day": day_in_words,
    "month": month_in_words,
    "moment": in_moment,
    "in_money": in_money,
    "digits": in_digits,
    "unit": unit,
    "in_points": in_points,
    "reward_name": in_reward,
}


def init_app(app: Flask) -> None:
    app.jinja_env.filters.update(FILTERS)
