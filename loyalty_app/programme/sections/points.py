"""How long points live: when they become the member's to spend, and until when."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from ..calendar import day_in_year, month_end, months_later, quarter_end
from .base import Section

Months = Annotated[int, Field(strict=True, ge=1, le=120)]
_LEAP_YEAR = 2028


def _day_of_a_year(text: str) -> str:
    try:
        date.fromisoformat(f"{_LEAP_YEAR}-{text}")
    except ValueError:
        raise PydanticCustomError("month_day", "a month and a day like 12-31") from None
    return text


MonthDay = Annotated[str, StringConstraints(pattern=r"^\d\d-\d\d$"), AfterValidator(_day_of_a_year)]
"""A day of every year, `12-31`; `02-29` is the last of February in a common year."""


class NoExpiry(Section):
    """Points stay until they are spent."""

    kind: Literal["none"]

    def last_day(self, earned: date) -> date | None:
        return None


class RollingExpiry(Section):
    """Points live a number of months from the day they were earned."""

    kind: Literal["rolling"]
    months: Months
    round_up_to: Literal["day", "month", "quarter"] = "day"

    def last_day(self, earned: date) -> date | None:
        """The local day on which the points are still good, to its end."""
        day = months_later(earned, self.months)
        if self.round_up_to == "day":
            return day
        return month_end(day) if self.round_up_to == "month" else quarter_end(day)


class CalendarExpiry(Section):
    """All points end on the same days of the year: on the first of them that leaves the points at
    least so many months."""

    kind: Literal["calendar"]
    last_days: Annotated[tuple[MonthDay, ...], Field(min_length=1, max_length=12)] = ("12-31",)
    at_least_months: Annotated[int, Field(strict=True, ge=0, le=120)] = 0

    def last_day(self, earned: date) -> date | None:
        """The local day on which the points are still good, to its end."""
        earliest = months_later(earned, self.at_least_months)
        ends = (
            day_in_year(year, day)
            for year in (earliest.year, earliest.year + 1)
            for day in self.last_days
        )
        return min(end for end in ends if end >= earliest)


class InactivityExpiry(Section):
    """Points live as long as the member comes: to the end of the month that is so many months
    after the last thing they did."""

    kind: Literal["inactivity"]
    months: Months

    def last_day(self, earned: date) -> date | None:
        """The last day of points earned then, if the member never came again."""
        return month_end(months_later(earned, self.months))


Expiry = Annotated[
    NoExpiry | RollingExpiry | CalendarExpiry | InactivityExpiry, Field(discriminator="kind")
]


class Points(Section):
    """The life of a lot of points. `cost`: what one costs the owner, in major units of the
    currency; an estimate for the owner's figures that members never see."""

    pending_days: Annotated[int, Field(strict=True, ge=0, le=365)] = 0
    expiry: Expiry = NoExpiry(kind="none")
    cost: Annotated[Decimal, Field(gt=0, le=10_000, decimal_places=4)] | None = None

    @property
    def idle_months(self) -> int:
        """Months without the member after which points end; 0: they do not wait for that."""
        return self.expiry.months if isinstance(self.expiry, InactivityExpiry) else 0
