"""Badges: something to show; drawn from a shape, a colour and an icon."""

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .base import Count, Id, Section, Text


class Shape(StrEnum):
    CIRCLE = "circle"
    SHIELD = "shield"
    HEXAGON = "hexagon"
    FLOWER = "flower"


class Rarity(StrEnum):
    """How it shines; the commonest first."""

    COMMON = "common"
    RARE = "rare"
    PRECIOUS = "precious"


class BadgeIcon(StrEnum):
    """Of the icons that Tessera has, those that make a badge."""

    CAKE = "cake"
    CALENDAR = "calendar"
    CLOCK = "clock"
    COFFEE = "coffee"
    GIFT = "gift"
    HOUSE = "house"
    SHOPPING_BAG = "shopping-bag"
    SPARKLES = "sparkles"
    STAMP = "stamp"
    STAR = "star"
    STORE = "store"
    SUN = "sun"
    USERS = "users"


WAYS = ("visits", "purchases", "years", "tier", "given_by")


class Badge(Section):
    """Earned once: by so many visits or purchases, by so many years as a member, by a tier, or by a
    challenge that names it; or given by hand, by who has at least the role `given_by`. `secret`:
    unseen until it is earned."""

    id: Id
    name: Text
    description: Text | None = None
    shape: Shape = Shape.CIRCLE
    rarity: Rarity = Rarity.COMMON
    icon: BadgeIcon = BadgeIcon.STAR
    secret: bool = False
    visits: Count | None = None
    purchases: Count | None = None
    years: Annotated[int, Field(strict=True, ge=1, le=100)] | None = None
    tier: Id | None = None
    given_by: Literal["cashier", "manager"] | None = None

    @model_validator(mode="after")
    def _has_one_way(self) -> Self:
        if len(self.ways) > 1:
            raise PydanticCustomError("one_way", "at most one of {ways}", {"ways": ", ".join(WAYS)})
        return self

    @property
    def ways(self) -> tuple[str, ...]:
        """How it is earned, but for challenges."""
        return tuple(way for way in WAYS if getattr(self, way) is not None)
