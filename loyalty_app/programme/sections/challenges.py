"""Challenges: so much of something within a time, then a prize; and a badge to show for it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

from pydantic import Field, ValidationInfo, model_validator
from pydantic_core import PydanticCustomError

from .base import MAX_MINOR, Count, Id, Section, Text, minor_or_as_written
from .earning import Between, Only, When


class Counted(StrEnum):
    """What a challenge counts; of shops and categories, each once; days and weeks in a row."""

    VISITS = "visits"
    PURCHASES = "purchases"
    SPEND = "spend"
    ITEMS = "items"
    SHOPS = "shops"
    CATEGORIES = "categories"
    ACTIONS = "actions"
    FRIENDS = "friends"
    DAYS = "days"
    WEEKS = "weeks"


STREAKS = frozenset({Counted.DAYS, Counted.WEEKS})
_ADDS_UP = set(Counted) - STREAKS - {Counted.SHOPS, Counted.CATEGORIES}
_NARROWED_BY = {
    "together": _ADDS_UP,
    "only": {Counted.PURCHASES, Counted.SPEND, Counted.ITEMS},
    "order": {Counted.PURCHASES, Counted.SPEND, Counted.DAYS, Counted.WEEKS},
    "action": {Counted.ACTIONS},
    "freezes": STREAKS,
}
_TOO_SHORT = {Counted.DAYS: {"day"}, Counted.WEEKS: {"day", "week", "month"}}
_MOST_DAYS, _MOST_WEEKS, _MOST_WEEKS_OF_DAYS = 100, 26, 50
"""Of a streak: all that it is made of must still be in the standing."""
_DAYS_OF = {"week": 7, "month": 31}


class Challenge(Section):
    """`target` of what it counts (an amount of money for spend), once or in each day, week, month.

    Where a streak may break: `freezes` are days or weeks that may be missed in one. With
    `weekdays` in `when`, only those count, and others break nothing. `after`: it begins when
    another one has been won. `opt_in`: it counts from the day on which a member joins in.
    `together`: the target is that of all members, and who added to it wins when it is reached.
    """

    id: Id
    name: Text
    description: Text | None = None
    count: Counted
    target: Annotated[int, Field(strict=True, ge=1, le=MAX_MINOR)]
    per: Literal["ever", "day", "week", "month"] = "ever"
    freezes: Annotated[int, Field(strict=True, ge=1, le=20)] | None = None
    only: Only | None = None
    action: Id | None = None
    order: Between | None = None
    when: When = When()
    after: Id | None = None
    opt_in: Literal[True] | None = None
    together: Literal[True] | None = None
    points: Count | None = None
    prize: Id | None = None
    badge: Id | None = None

    @model_validator(mode="before")
    @classmethod
    def _reads_money_as_money(cls, data: Any, info: ValidationInfo) -> Any:  # noqa: ANN401
        if isinstance(data, Mapping) and data.get("count") == Counted.SPEND and "target" in data:
            return {**data, "target": minor_or_as_written(data["target"], info)}
        return data

    @model_validator(mode="after")
    def _gives_something(self) -> Self:
        if self.points is None and self.prize is None and self.badge is None:
            raise PydanticCustomError("nothing_to_win", "points, a prize or a badge")
        return self

    @model_validator(mode="after")
    def _narrows_what_it_counts(self) -> Self:
        for setting, counted in _NARROWED_BY.items():
            if getattr(self, setting) is not None and self.count not in counted:
                which = ", ".join(sorted(counted))
                facts = {"setting": setting, "counted": which}
                raise PydanticCustomError("not_counted", "{setting} with {counted}", facts)
        return self

    @model_validator(mode="after")
    def _can_be_met(self) -> Self:
        if self.per in _TOO_SHORT.get(self.count, ()):
            raise PydanticCustomError("streak_in_a_day", "a streak over more than one of them")
        most = self._most_in_a_row()
        if most and self.target + (self.freezes or 0) > most:
            raise PydanticCustomError("beyond_its_time", "{most} at most", {"most": most})
        return self

    def _most_in_a_row(self) -> int | None:
        """Days or weeks, with those that may be missed, that are kept and that a period has."""
        if self.count is Counted.WEEKS:
            return _MOST_WEEKS
        if self.count is not Counted.DAYS:
            return None
        in_a_week = len(self.when.weekdays) or 7
        return min(_MOST_WEEKS_OF_DAYS * in_a_week, _DAYS_OF.get(self.per, _MOST_DAYS))
