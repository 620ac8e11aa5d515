"""Points as money at the till: a part of a purchase is paid with them, in whole steps."""

from typing import Annotated, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .base import Count, PositiveMinor, Section
from .rewards import Percent


class Paying(Section):
    """`points` are `worth` so much of a purchase, and as often as wanted: from `at_least` points
    on, up to `at_most` percent of it."""

    points: Count
    worth: PositiveMinor
    at_least: Count | None = None
    at_most: Annotated[Percent, Field(strict=True)] = 100

    @model_validator(mode="after")
    def _begins_with_a_step(self) -> Self:
        if (self.at_least or 0) % self.points:
            raise PydanticCustomError("whole_steps", "at_least in whole steps of points")
        return self

    @property
    def least(self) -> int:
        """The fewest points that can be paid."""
        return self.at_least or self.points

    def minor(self, points: int) -> int:
        """What whole steps of points are worth, in minor units."""
        return points // self.points * self.worth

    def most(self, order: int) -> int:
        """How many points may pay for an order of so many minor units; 0: it is too small."""
        steps = order * self.at_most // 100 // self.worth
        return steps * self.points if steps * self.points >= self.least else 0
