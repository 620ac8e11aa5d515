"""Birthdays: a month and a day, `02-29`, never a year. In a common year that one is on the 28th."""

from calendar import isleap
from datetime import date

from flask_babel import lazy_gettext as _l

from ..errors import LoyaltyError

_SOME_LEAP_YEAR = 2000


class NotADay(LoyaltyError):
    words = _l("There is no such day. Check the day and the month.")
    code = "not_a_day"


def birthday_of(month: int, day: int) -> str:
    """Raises NotADay."""
    try:
        return f"{date(_SOME_LEAP_YEAR, month, day):%m-%d}"
    except ValueError as error:
        raise NotADay from error


def birthdays_on(day: date) -> tuple[str, ...]:
    """All that fall on a day."""
    falls = f"{day:%m-%d}"
    if falls == "02-28" and not isleap(day.year):
        return falls, "02-29"
    return (falls,)
