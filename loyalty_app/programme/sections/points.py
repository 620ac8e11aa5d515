"""How long points live: when they become the member's to spend, and until when."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from ..calendar import month_end, months_later
from .base import Section


class NoExpiry(Section):
    """Points stay until they are spent."""

    kind: Literal["none"]

    def last_day(self, earned: date) -> date | None:
        return None


class RollingExpiry(Section):
    """Points live a number of months from the day they were earned."""

    kind: Literal["rolling"]
    months: Annotated[int, Field(strict=True, ge=1, le=120)]
    round_up_to: Literal["day", "month"] = "day"

    def last_day(self, earned: date) -> date | None:
        """The local day on which the points are still good, to its end."""
        day = months_later(earned, self.months)
        return month_end(day) if self.round_up_to == "month" else day


class Points(Section):
    """The life of a lot of points. `cost`: what one costs the owner, in major units of the
    currency; an estimate for the owner's figures that members never see."""

    pending_days: Annotated[int, Field(strict=True, ge=0, le=365)] = 0
    expiry: Annotated[NoExpiry | RollingExpiry, Field(discriminator="kind")] = NoExpiry(kind="none")
    cost: Annotated[Decimal, Field(gt=0, le=10_000, decimal_places=4)] | None = None
