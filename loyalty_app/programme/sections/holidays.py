"""Days on which the shop is closed, so that nobody is asked to come."""

from datetime import date
from typing import Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .base import Day, Section


class Holiday(Section):
    """From the first closed day to the last one: no days or weeks in a row break on them."""

    first_day: Day = Field(alias="from")
    last_day: Day = Field(alias="to")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.first_day > self.last_day:
            raise PydanticCustomError("window_order", "a window that starts before it ends")
        return self


def merged(holidays: tuple[Holiday, ...]) -> tuple[tuple[date, date], ...]:
    """In order, those that touch as one."""
    found: list[tuple[date, date]] = []
    for first, last in sorted((one.first_day, one.last_day) for one in holidays):
        if found and first <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], last)
        else:
            found.append((first, last))
    return tuple(found)
