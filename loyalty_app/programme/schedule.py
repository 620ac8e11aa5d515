"""When a version is to come into force: a time on the shop's clock, made a moment."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..clock import now
from ..errors import LoyaltyError
from ..texts import moment_in_words
from .calendar import moments_of

FURTHEST = timedelta(days=366)


class UnusableTime(LoyaltyError):
    """A version cannot come into force then."""


class TimeIsPast(UnusableTime):
    words = _l("This time is past: the shop's clock shows %(now)s. Choose a later one.")
    code = "time_is_past"


class TimeTooFar(UnusableTime):
    words = _l("This is more than a year ahead. Choose an earlier time.")
    code = "time_too_far"


class NoSuchTime(UnusableTime):
    words = _l(
        "Clocks go forward that night, and no clock will show %(time)s. Choose another time."
    )
    code = "no_such_time"


def moment_to_come(local: datetime, zone: ZoneInfo) -> datetime:
    """The moment (aware UTC) at which the shop's clock will show a time (naive) for the first time.

    Raises TimeIsPast, TimeTooFar, NoSuchTime.
    """
    here = now().astimezone(zone)
    if local > here.replace(tzinfo=None) + FURTHEST:
        raise TimeTooFar
    if local.date() < here.date():
        raise TimeIsPast(now=moment_in_words(here))
    moments = moments_of(local, zone)
    if not moments:
        raise NoSuchTime(time=f"{local:%H:%M}")
    to_come = next((moment for moment in moments if moment > here), None)
    if to_come is None:
        raise TimeIsPast(now=moment_in_words(here))
    return to_come


def on_the_clock(moment: datetime, zone: ZoneInfo) -> str:
    """`1 Dec 2026, 06:00` on the shop's clock; of a time that it shows twice, which one."""
    local = moment.astimezone(zone)
    words = moment_in_words(local)
    if len(moments_of(local.replace(tzinfo=None), zone)) == 1:
        return words
    if local.fold:
        return _("%(when)s (the second time, after clocks go back)", when=words)
    return _("%(when)s (the first time, before clocks go back)", when=words)
