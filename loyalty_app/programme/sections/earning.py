"""Earning rules: what a purchase, a visit or an action brings.

All matching `per_*` rules add up to the base; of the multipliers with `combine: best` the best
one counts, those with `combine: add` add up, and both act on the base alone; a `bonus` comes on
top, as it is.
"""

from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .base import Clock, Count, Day, Factor, Id, Minor, Name, PositiveMinor, Section, Text


class Weekday(StrEnum):
    MON = "mon"
    TUE = "tue"
    WED = "wed"
    THU = "thu"
    FRI = "fri"
    SAT = "sat"
    SUN = "sun"

    @classmethod
    def of(cls, day: date) -> "Weekday":
        return _DAYS_OF_A_WEEK[day.weekday()]


_DAYS_OF_A_WEEK = tuple(Weekday)


class Channel(StrEnum):
    """Where a purchase was made."""

    COUNTER = "counter"
    WEB = "web"
    PHONE = "phone"
    PARTNER = "partner"


class Only(Section):
    """Which lines of an order: those that match every setting given, each by any of its values."""

    category: tuple[Name, ...] = ()
    sku: tuple[Name, ...] = ()
    label: dict[Name, tuple[Name, ...]] = Field(default_factory=dict)
    delivery: bool | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.category or self.sku or self.label or self.delivery is not None):
            raise PydanticCustomError(
                "nothing_chosen", "at least one of category, sku, label, delivery"
            )
        return self


class Between(Section):
    """An amount from `min` to `max`, both included."""

    min: Minor | None = None
    max: Minor | None = None

    @model_validator(mode="after")
    def _is_a_range(self) -> Self:
        if self.min is None and self.max is None:
            raise PydanticCustomError("empty_range", "min, max or both")
        if self.min is not None and self.max is not None and self.min > self.max:
            raise PydanticCustomError("range_order", "a min that is not above its max")
        return self

    def holds(self, amount: int) -> bool:
        above = self.min is None or amount >= self.min
        return above and (self.max is None or amount <= self.max)


class When(Section):
    """When and where a rule holds: every condition given must be met. Days and hours are local."""

    weekdays: tuple[Weekday, ...] = ()
    between: tuple[Clock, Clock] | None = None
    first_day: Day | None = Field(None, alias="from")
    last_day: Day | None = Field(None, alias="to")
    shops: tuple[Id, ...] = ()
    channels: tuple[Channel, ...] = ()
    first_purchase: Literal[True] | None = None
    tiers: tuple[Id, ...] = ()

    @cached_property
    def is_always(self) -> bool:
        """Whether there is no condition at all."""
        return self == When()

    def holds_on(self, day: date) -> bool:
        """Whether a local day is from the first one to the last."""
        begun = self.first_day is None or self.first_day <= day
        return begun and (self.last_day is None or day <= self.last_day)

    @model_validator(mode="after")
    def _is_possible(self) -> Self:
        if self.first_day and self.last_day and self.first_day > self.last_day:
            raise PydanticCustomError("window_order", "a window that starts before it ends")
        if self.between and self.between[0] == self.between[1]:
            raise PydanticCustomError("empty_hours", "two different times")
        return self


class PerSpend(Section):
    """Points for every full step of the amount; `round` says what an unfinished step counts."""

    points: Count
    every: PositiveMinor
    round: Literal["down", "nearest", "up"] = "down"


class Flat(Section):
    points: Count


class Limit(Section):
    """How often one member may have this."""

    times: Count
    per: Literal["day", "week", "month", "ever"]


class Cap(Section):
    """How many points a rule pays one member at most; the part that fits is paid."""

    points: Count
    per: Literal["purchase", "day", "month"]


class Basis(Section):
    """Which amount counts: as paid, unless said otherwise."""

    tax: Literal["included", "excluded"] = "included"
    discount: Literal["after", "before"] = "after"


FORMS = ("per_spend", "per_item", "per_order", "per_visit", "action", "multiply", "bonus")


class EarningRule(Section):
    """One way to earn: exactly one of FORMS, narrowed by the rest."""

    id: Id
    name: Text | None = None
    per_spend: PerSpend | None = None
    per_item: Flat | None = None
    per_order: Flat | None = None
    per_visit: Flat | None = None
    action: Id | None = None
    points: Count | None = None
    multiply: Factor | None = None
    combine: Literal["best", "add"] = "best"
    bonus: Flat | None = None
    only: Only | None = None
    exclude: Only | None = Field(None, alias="except")
    when: When = When()
    order: Between | None = None
    lines: Between | None = None
    basis: Basis = Basis()
    limit: Limit | None = None
    cap: Cap | None = None
    budget: Flat | None = None
    priority: Annotated[int, Field(strict=True, ge=-1000, le=1000)] = 0
    stop: bool = False

    @model_validator(mode="after")
    def _has_one_form(self) -> Self:
        if len([form for form in FORMS if getattr(self, form) is not None]) != 1:
            raise PydanticCustomError(
                "one_form", "exactly one of {forms}", {"forms": ", ".join(FORMS)}
            )
        if (self.action is None) != (self.points is None):
            raise PydanticCustomError(
                "action_points", "action and points together, and nowhere else"
            )
        return self

    @model_validator(mode="after")
    def _narrows_what_it_can(self) -> Self:
        narrowed = self.only or self.exclude or self.lines
        if narrowed and not (self.per_spend or self.per_item or self.bonus):
            raise PydanticCustomError(
                "cannot_narrow", "only, except and lines beside per_spend, per_item or bonus alone"
            )
        if self.combine == "add" and self.multiply is None:
            raise PydanticCustomError("combine_alone", "combine beside multiply alone")
        if (self.action or self.per_visit) and (self.order or self.when.first_purchase):
            raise PydanticCustomError("no_order", "order and first_purchase for purchases alone")
        return self

    @cached_property
    def form(self) -> str:
        return next(form for form in FORMS if getattr(self, form) is not None)

    @property
    def is_unconditional(self) -> bool:
        """Whether it holds for everything that its form speaks of."""
        return self.when.is_always and not (self.only or self.exclude or self.order or self.lines)

    @property
    def one_payment(self) -> int:
        """Points of one step, item, purchase, visit or action; 0 for a multiplier."""
        flat = self.per_spend or self.per_item or self.per_order or self.per_visit or self.bonus
        return flat.points if flat else self.points or 0
