"""Tiers: what a member must reach, what it brings, and when it is lost again."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from .base import MAX_MINOR, Factor, Id, Section, Text, minor_or_as_written


class Measure(StrEnum):
    """What is counted: points that rules paid (net of what was taken back), minor units spent,
    visits, friends who came and qualified; or the points a member has."""

    POINTS_EARNED = "points_earned"
    SPEND = "spend"
    VISITS = "visits"
    REFERRALS = "referrals"
    BALANCE = "balance"


class Over(StrEnum):
    """Over which time: this month and the eleven before, this year, or ever."""

    ROLLING_YEAR = "rolling_year"
    CALENDAR_YEAR = "calendar_year"
    LIFETIME = "lifetime"


class Level(Section):
    """One tier. `start` of what is measured reaches it (an amount of money where that is spend).

    `multiply` acts on the base of what is earned, after all other multipliers; `prize` is a
    voucher for who reaches it the first time.
    """

    id: Id
    name: Text
    start: Annotated[int, Field(alias="from", strict=True, ge=0, le=MAX_MINOR)]
    multiply: Factor | None = None
    prize: Id | None = None
    benefits: tuple[Text, ...] = ()


class Downgrade(Section):
    """What a review does with a tier whose target is not met any more, and how many days the
    member has from then."""

    kind: Literal["none", "one_level", "deserved"] = "one_level"
    grace_days: Annotated[int, Field(strict=True, ge=0, le=365)] = 0


class Tiers(Section):
    """The levels, lowest first; everybody is on the first one from the start."""

    measure: Measure = Measure.POINTS_EARNED
    over: Over = Over.ROLLING_YEAR
    levels: Annotated[tuple[Level, ...], Field(min_length=2, max_length=12)]
    downgrade: Downgrade = Downgrade()

    @model_validator(mode="before")
    @classmethod
    def _reads_money_as_money(cls, data: Any, info: ValidationInfo) -> Any:  # noqa: ANN401
        if not isinstance(data, Mapping) or data.get("measure") != Measure.SPEND:
            return data
        levels = data.get("levels")
        if not isinstance(levels, Sequence):
            return data
        return {**data, "levels": [_with_minor_start(level, info) for level in levels]}

    @model_validator(mode="after")
    def _climbs(self) -> Self:
        starts = [level.start for level in self.levels]
        if starts[0] != 0 or any(low >= high for low, high in pairwise(starts)):
            raise PydanticCustomError("levels_order", "levels from 0 upwards")
        if self.levels[0].prize:
            raise PydanticCustomError("lowest_prize", "no prize on the lowest level")
        return self

    @model_validator(mode="after")
    def _can_be_lost(self) -> Self:
        if self.measure is Measure.BALANCE and "over" in self.model_fields_set:
            raise PydanticCustomError("balance_over", "no time beside the balance")
        lasts = self.over is Over.LIFETIME and self.measure is not Measure.BALANCE
        if lasts and "downgrade" in self.model_fields_set and self.downgrade.kind != "none":
            raise PydanticCustomError("never_falls", "no downgrade of what is reached for life")
        return self

    @cached_property
    def ranks(self) -> dict[str, int]:
        return {level.id: rank for rank, level in enumerate(self.levels)}

    def rank(self, tier: str) -> int:
        """From 0, the lowest; also of a tier that this version does not have."""
        return self.ranks.get(tier, 0)

    def level(self, tier: str) -> Level:
        """The level of who holds this tier; the lowest for none, or one that is gone."""
        return self.levels[self.rank(tier)]

    def deserved(self, value: int) -> int:
        """The rank of the highest level that so much reaches."""
        return max(rank for rank, level in enumerate(self.levels) if level.start <= max(value, 0))


def _with_minor_start(level: object, info: ValidationInfo) -> object:
    if not isinstance(level, Mapping) or "from" not in level:
        return level
    return {**level, "from": minor_or_as_written(level["from"], info)}
