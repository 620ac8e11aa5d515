"""The catalogue: what points buy and what stamp cards give; what becomes of vouchers."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .base import Count, Day, Id, PositiveMinor, Section, Text
from .earning import Limit

Percent = Annotated[int, Field(strict=True, ge=1, le=100)]


class RewardKind(StrEnum):
    """What is handed over for a voucher."""

    PRODUCT = "product"
    DISCOUNT = "discount"
    SHIPPING = "shipping"
    SERVICE = "service"
    EXPERIENCE = "experience"
    ACCESS = "access"


class Reward(Section):
    """What is claimed for `points`, won as a prize or given (then it needs no price).

    A discount is an `amount` off, or a `percent` of the purchase, `at_most` so much. `valid_days`:
    a voucher is good that many days after its day of issue, to the end of the last; or, for what
    happens on a day, it is good to the end of `valid_until`. `shops`: where; none: everywhere.
    `stock`: how many may ever be claimed by all members together. `tiers`: who may claim it; a
    prize is for whoever won it. It is claimed `from` a day `to` another; by who has a tier, or one
    above it, from an `early` day on. `automatic`: claimed by itself as soon as a member has the
    points; so nothing that could run out goes with it.
    """

    id: Id
    name: Text
    description: Text | None = None
    kind: RewardKind
    amount: PositiveMinor | None = None
    percent: Percent | None = None
    at_most: PositiveMinor | None = None
    points: Count | None = None
    valid_days: Annotated[int, Field(strict=True, ge=1, le=3650)] = 30
    valid_until: Day | None = None
    shops: tuple[Id, ...] = ()
    stock: Annotated[int, Field(strict=True, ge=0, le=1_000_000)] | None = None
    limit: Limit | None = None
    tiers: tuple[Id, ...] = ()
    first_day: Day | None = Field(None, alias="from")
    last_day: Day | None = Field(None, alias="to")
    early: dict[Id, Day] = Field(default_factory=dict)
    automatic: bool = False

    @model_validator(mode="after")
    def _is_worth_something(self) -> Self:
        ways = [self.amount, self.percent]
        if (self.kind is RewardKind.DISCOUNT) != (len([way for way in ways if way]) == 1):
            raise PydanticCustomError("discount", "amount or percent, beside a discount alone")
        if self.at_most and not self.percent:
            raise PydanticCustomError("ceiling", "at_most beside percent alone")
        return self

    @model_validator(mode="after")
    def _can_be_automatic(self) -> Self:
        refusable = self.points is None or self.stock is not None or self.limit is not None
        if self.automatic and refusable:
            raise PydanticCustomError(
                "cannot_be_automatic", "automatic beside points, without stock and limit"
            )
        return self

    @model_validator(mode="after")
    def _has_its_days_in_order(self) -> Self:
        first, last, until = self.first_day, self.last_day, self.valid_until
        if until and "valid_days" in self.model_fields_set:
            raise PydanticCustomError("one_validity", "valid_days or valid_until")
        if first and last and first > last:
            raise PydanticCustomError("window_order", "a window that starts before it ends")
        if until and (last or first or until) > until:
            raise PydanticCustomError("claimed_too_late", "days to claim it before it has ended")
        if self.early and not (first and all(day < first for day in self.early.values())):
            raise PydanticCustomError("not_early", "early days before its from")
        return self

    def good_until(self, issued: date) -> date:
        """The local day a voucher issued then is good until, to its end."""
        if self.valid_until:
            return max(self.valid_until, issued)
        return issued + timedelta(days=self.valid_days)


class Vouchers(Section):
    """What the points of a voucher come to that its holder cancels unused, or that expires.

    By `never` it is not cancelled by its holder. A voucher keeps the terms it was claimed under;
    what the shop undoes always gives the points back.
    """

    cancel: Literal["points_back", "points_lost", "never"] = "points_back"
    expiry: Literal["points_lost", "points_back"] = "points_lost"
