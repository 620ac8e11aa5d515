"""The catalogue: what points buy and what stamp cards give."""

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import Field

from .base import Count, Id, Section, Text
from .earning import Limit


class Reward(Section):
    """A product, claimed for `points` or won as a prize (then it needs no price).

    `valid_days`: a voucher is good that many days after its day of issue, to the end of the last.
    `stock`: how many may ever be claimed by all members together. `tiers`: who may claim it; a
    prize is for whoever won it.
    """

    id: Id
    name: Text
    description: Text | None = None
    kind: Literal["product"]
    points: Count | None = None
    valid_days: Annotated[int, Field(strict=True, ge=1, le=3650)] = 30
    stock: Annotated[int, Field(strict=True, ge=0, le=1_000_000)] | None = None
    limit: Limit | None = None
    tiers: tuple[Id, ...] = ()

    def last_day(self, issued: date) -> date:
        """The local day a voucher issued then is good until, to its end."""
        return issued + timedelta(days=self.valid_days)
