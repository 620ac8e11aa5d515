"""Which receipts are meant: conditions for `receipts_of_member`."""

from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, exists, extract, or_

from ..activities.facts import OutcomeKind
from ..activities.models import ActivityRow, OutcomeRow
from ..activities.values import OWN_PHONE, Kind

FROM_THE_SHOP = and_(ActivityRow.source != OWN_PHONE, ActivityRow.kind != Kind.CLOCK)
"""What somebody else recorded just now; the member did not do it on their phone."""


class Choice(StrEnum):
    """How a member narrows their history."""

    ALL = "all"
    EARNED = "earned"
    SPENT = "spent"
    VOUCHERS = "vouchers"


def chosen(choice: Choice) -> list[ColumnElement[bool]]:
    """Points or stamps that came, points that went, vouchers in any of their turns."""
    stamps = OutcomeRow.kind == OutcomeKind.STAMPS_COLLECTED
    return {
        Choice.ALL: [],
        Choice.EARNED: [has_outcome(or_(OutcomeRow.points > 0, stamps))],
        Choice.SPENT: [has_outcome(OutcomeRow.points < 0)],
        Choice.VOUCHERS: [has_outcome(OutcomeRow.voucher != "")],
    }[choice]


def in_month(first_day: date) -> ColumnElement[bool]:
    """Of the month that begins with this local day."""
    return and_(
        extract("year", ActivityRow.day) == first_day.year,
        extract("month", ActivityRow.day) == first_day.month,
    )


def has_outcome(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(OutcomeRow.activity_id == ActivityRow.id, condition)
