"""Who has an occasion to be given something, and what is left to give by hand."""

from datetime import date, timedelta

from sqlalchemy import String, cast, exists, literal, select

from ..activities.models import ActivityRow
from ..activities.values import CLOCK
from ..extensions import db
from ..members.birthdays import birthdays_on
from ..members.models import Member
from ..programme.calendar import month_of
from .models import GiftBudget

CATCH_UP_DAYS = 7
"""How late a birthday is still remembered."""

_BIRTHDAY = "birthday-"


def birthday_reference(member_id: int, year: int) -> str:
    """Once a year, also for whoever changes the day."""
    return f"{_BIRTHDAY}{member_id}-{year}"


def uncelebrated(day: date) -> list[tuple[int, int]]:
    """Members whose birthday is on this local day or was a little while ago, each with its year,
    who have been given nothing for it: one statement a day."""
    days = [day - timedelta(days=ago) for ago in reversed(range(CATCH_UP_DAYS + 1))]
    return [(member, each.year) for each in days for member in _uncelebrated_on(each)]


def _uncelebrated_on(day: date) -> list[int]:
    reference = literal(_BIRTHDAY) + cast(Member.id, String) + literal(f"-{day.year}")
    celebrated = exists().where(ActivityRow.source == CLOCK, ActivityRow.reference == reference)
    query = select(Member.id).where(Member.birthday.in_(birthdays_on(day)), ~celebrated)
    return list(db.session.scalars(query.order_by(Member.id)))


def given_in(day: date) -> int:
    """Gifts by hand in the month of a local day."""
    given = select(GiftBudget.given).where(GiftBudget.month == month_of(day))
    return db.session.scalar(given) or 0
