"""The catalogue: what points buy and what stamp cards give."""

from datetime import date, timedelta
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .base import Count, Id, Section, Text
from .earning import Limit


class Reward(Section):
    """A product, claimed for `points`, won as a prize or given (then it needs no price).

    `valid_days`: a voucher is good that many days after its day of issue, to the end of the last.
    `stock`: how many may ever be claimed by all members together. `tiers`: who may claim it; a
    prize is for whoever won it. `automatic`: claimed by itself as soon as a member has the points;
    so nothing that could refuse it goes with it.
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
    automatic: bool = False

    @model_validator(mode="after")
    def _can_be_automatic(self) -> Self:
        refusable = self.points is None or self.stock is not None or self.limit is not None
        if self.automatic and refusable:
            raise PydanticCustomError(
                "cannot_be_automatic", "automatic beside points, without stock and limit"
            )
        return self

    def last_day(self, issued: date) -> date:
        """The local day a voucher issued then is good until, to its end."""
        return issued + timedelta(days=self.valid_days)
