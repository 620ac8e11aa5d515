"""What all sections are made of: strict frozen models and the few types they share."""

from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
)
from pydantic_core import PydanticCustomError

from ...texts import EVERY_LANGUAGE

MAX_MINOR = 99_999_999
"""The largest amount of one purchase or setting, in minor units."""
MAX_POINTS = 1_000_000


class Section(BaseModel):
    """A part of the document: unknown settings are refused, values never change."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


def _to_minor(value: Any, info: ValidationInfo) -> int:  # noqa: ANN401
    """Money in the document is decimal (`1.00`); inside it is minor units of the currency."""
    digits = (info.context or {}).get("digits", 2)
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise PydanticCustomError("money", "an amount like 1.00")
    try:
        exact = Decimal(value).scaleb(digits)
    except InvalidOperation:
        raise PydanticCustomError("money", "an amount like 1.00") from None
    if not exact.is_finite() or exact != exact.to_integral_value():
        raise PydanticCustomError(
            "money_digits", "an amount with at most {digits} decimals", {"digits": digits}
        )
    return int(exact)


def minor_or_as_written(value: Any, info: ValidationInfo) -> Any:  # noqa: ANN401
    """For a field that is money only beside another setting; its own type refuses the rest."""
    try:
        return _to_minor(value, info)
    except PydanticCustomError:
        return value


def _to_time(value: Any) -> Any:  # noqa: ANN401
    if value == "24:00":
        return time(0)
    if not isinstance(value, str | time):
        raise PydanticCustomError("time", 'a time in quotes, like "07:30"')
    return value


def _to_date(value: Any) -> Any:  # noqa: ANN401
    if not isinstance(value, str | date):
        raise PydanticCustomError("date", "a date like 2026-12-31")
    return value


def _to_text(value: Any) -> Any:  # noqa: ANN401
    return {EVERY_LANGUAGE: value} if isinstance(value, str) else value


def _no_blank_text(value: Mapping[str, str]) -> Mapping[str, str]:
    if not value or not all(words.strip() for words in value.values()):
        raise PydanticCustomError("blank_text", "words, not a blank")
    return value


Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=64)]
Text = Annotated[
    dict[str, Annotated[str, StringConstraints(max_length=200)]],
    BeforeValidator(_to_text),
    AfterValidator(_no_blank_text),
]
"""Words per language, `{it: …, en: …}`; a plain string serves every language."""
Minor = Annotated[int, BeforeValidator(_to_minor), Field(ge=0, le=MAX_MINOR)]
PositiveMinor = Annotated[int, BeforeValidator(_to_minor), Field(ge=1, le=MAX_MINOR)]
Count = Annotated[int, Field(strict=True, ge=1, le=MAX_POINTS)]
Factor = Annotated[Decimal, Field(ge=1, le=100, max_digits=6, decimal_places=3)]
Clock = Annotated[time, BeforeValidator(_to_time)]
Day = Annotated[date, BeforeValidator(_to_date)]
