"""Stamp cards: so many visits, items or amounts, then a prize."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .base import Id, PositiveMinor, Section, Text
from .earning import Only
from .points import Months

Most = Annotated[int, Field(strict=True, ge=1, le=999)]
FORMS = ("per_visit", "per_item", "per_spend")


class StampCard(Section):
    """A card of `stamps` fields, one stamp per visit, per matching item or for every so much that
    a purchase comes to; its prize is a reward.

    Stamps beyond a full card start the next one, but no more than `max_per_purchase` and
    `max_per_day` count. `idle_months`: what lies on the card is good to the end of the month that
    is so many months after its newest stamp. `replaces`: who has stamps on that card fills it
    first; nobody begins it any more.
    """

    id: Id
    name: Text
    stamps: Annotated[int, Field(strict=True, ge=2, le=50)]
    per_visit: Literal[True] | None = None
    per_item: Only | None = None
    per_spend: PositiveMinor | None = None
    prize: Id
    max_per_purchase: Most | None = None
    max_per_day: Most | None = None
    idle_months: Months | None = None
    replaces: Id | None = None

    @model_validator(mode="after")
    def _has_one_form(self) -> Self:
        if len([form for form in FORMS if getattr(self, form) is not None]) != 1:
            raise PydanticCustomError(
                "one_form", "exactly one of {forms}", {"forms": ", ".join(FORMS)}
            )
        return self
