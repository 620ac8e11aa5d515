"""Gifts: what the shop gives without being asked, on an occasion or by hand; none of it earned."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .base import Count, Id, Section, Text


class Occasion(StrEnum):
    """What a gift is given for, once each; the birthday once a year."""

    JOINING = "joining"
    BIRTHDAY = "birthday"


class OccasionGift(Section):
    """A voucher for the reward `prize`, points, or both."""

    id: Id
    name: Text | None = None
    on: Occasion
    prize: Id | None = None
    points: Count | None = None

    @model_validator(mode="after")
    def _gives_something(self) -> Self:
        if self.prize is None and self.points is None:
            raise PydanticCustomError("nothing_to_give", "a prize, points or both")
        return self


class ByHand(Section):
    """Rewards that staff may give, so many a month all together. `by`: the least role that may."""

    rewards: Annotated[tuple[Id, ...], Field(min_length=1)]
    monthly: Count
    by: Literal["cashier", "manager"] = "manager"


class Gifts(Section):
    """Neither takes from the stock of a reward, which is what members may claim."""

    occasions: tuple[OccasionGift, ...] = ()
    by_hand: ByHand | None = None

    def on(self, occasion: str) -> tuple[OccasionGift, ...]:
        return tuple(gift for gift in self.occasions if gift.on == occasion)
