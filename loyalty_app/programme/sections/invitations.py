"""Invitations: what a member and the friend they bring get, and when."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .base import Count, Id, PositiveMinor, Section


class Qualifying(StrEnum):
    """What the friend must do: join, buy at the till, or come a second time."""

    JOINING = "joining"
    PURCHASE = "purchase"
    SECOND_VISIT = "second_visit"


REVIEW_DAYS = 7


class Thanks(Section):
    """A voucher for the reward `prize`, points, or both. It takes nothing from a reward's stock."""

    points: Count | None = None
    prize: Id | None = None

    @model_validator(mode="after")
    def _gives_something(self) -> Self:
        if self.prize is None and self.points is None:
            raise PydanticCustomError("nothing_to_give", "a prize, points or both")
        return self


class Invitations(Section):
    """`least`: what the purchase must come to. `within_days`: after joining. `hold_days`: after it
    was met, so that what is given back has come back. `monthly`: how many friends one member is
    thanked for. `review_days`: a doubtful one that nobody looked at is released after these."""

    friend: Thanks
    inviter: Thanks
    on: Qualifying = Qualifying.PURCHASE
    least: PositiveMinor | None = None
    within_days: Annotated[int, Field(strict=True, ge=1, le=365)] = 30
    hold_days: Annotated[int, Field(strict=True, ge=0, le=90)] = 0
    monthly: Annotated[int, Field(strict=True, ge=1, le=1000)] = 10
    review_days: Annotated[int, Field(strict=True, ge=1, le=90)] = REVIEW_DAYS

    @model_validator(mode="after")
    def _least_is_of_a_purchase(self) -> Self:
        if self.least is not None and self.on is not Qualifying.PURCHASE:
            raise PydanticCustomError("least_alone", "least goes with on: purchase")
        return self
