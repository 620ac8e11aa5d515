"""Stamp cards: so many visits or items, then a prize."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .base import Id, Section, Text
from .earning import Only


class StampCard(Section):
    """A card of `stamps` fields, one stamp per visit or per matching item; its prize is a reward.

    Stamps beyond a full card start the next one.
    """

    id: Id
    name: Text
    stamps: Annotated[int, Field(strict=True, ge=2, le=50)]
    per_visit: Literal[True] | None = None
    per_item: Only | None = None
    prize: Id

    @model_validator(mode="after")
    def _has_one_form(self) -> Self:
        if (self.per_visit is None) == (self.per_item is None):
            raise PydanticCustomError(
                "one_form", "exactly one of {forms}", {"forms": "per_visit, per_item"}
            )
        return self
