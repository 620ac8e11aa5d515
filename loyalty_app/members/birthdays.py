"""Birthdays: a month and a day, `02-29`, never a year. In a common year that one is on the 28th."""

from calendar import isleap, monthrange
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


def next_birthday(birthday: str, today: date) -> date:
    """The next day on which one of ours falls, today included."""
    month, day = (int(part) for part in birthday.split("-"))

    def falls_in(year: int) -> date:
        return date(year, month, min(day, monthrange(year, month)[1]))

    this_year = falls_in(today.year)
    return this_year if this_year >= today else falls_in(today.year + 1)
