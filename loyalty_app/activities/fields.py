"""The kinds of values an activity is said in, and what of them is refused."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

YEARS = range(1900, 2200)
"""Outside of these a date is a slip of the pen, and time zones are not known."""

_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)
_AMOUNT = re.compile(r"-?\d{1,12}(\.\d{1,6})?", re.ASCII)
_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f]")


def _to_minor(value: Any, info: ValidationInfo) -> Any:  # noqa: ANN401
    digits = (info.context or {}).get("digits", 2)
    if isinstance(value, str):
        value = value if _AMOUNT.fullmatch(value) else None
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        raise PydanticCustomError("money", "an amount like 1.00")
    try:
        exact = Decimal(value)
    except InvalidOperation:
        raise PydanticCustomError("money", "an amount like 1.00") from None
    if not exact.is_finite() or abs(exact) >= 10**12:
        raise PydanticCustomError("money", "an amount like 1.00")
    exact = exact.scaleb(digits)
    if exact != exact.to_integral_value():
        raise PydanticCustomError("money_digits", "at most {digits} decimals", {"digits": digits})
    return int(exact)


def _to_moment(value: Any) -> Any:  # noqa: ANN401
    try:
        if not isinstance(value, str) or not _MOMENT.fullmatch(value):
            raise ValueError
        said = date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value)
        if said.year not in YEARS:
            raise ValueError
    except ValueError:
        raise PydanticCustomError("moment", "a day or a time") from None
    return said


def _to_text(value: Any) -> Any:  # noqa: ANN401
    """Numbers of members and receipts are texts, also where a file writes them as numbers."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _to_one_line(value: str) -> str:
    if not value or _CONTROL_CHARACTERS.search(value):
        raise PydanticCustomError("one_line", "a text on one line")
    return value


def _no_dots(value: str) -> str:
    """`.` and `..` mean another place in an address, and would never open."""
    if value.strip(".") == "":
        raise PydanticCustomError("one_line", "a text on one line")
    return value


Minor = Annotated[int, BeforeValidator(_to_minor)]
"""Minor units, from an amount in major ones; the context's `digits` says how many decimals."""
Moment = Annotated[datetime | date, BeforeValidator(_to_moment)]
"""A bare date, or a time with or without an offset."""
Number = Annotated[
    str,
    BeforeValidator(_to_text),
    StringConstraints(strip_whitespace=True, max_length=40),
    AfterValidator(_to_one_line),
    AfterValidator(_no_dots),
]
"""The number on a member's card, or the shop's own for them."""
Reference = Annotated[
    str,
    BeforeValidator(_to_text),
    StringConstraints(strip_whitespace=True, max_length=80),
    AfterValidator(_to_one_line),
]
Word = Annotated[str, StringConstraints(max_length=40), AfterValidator(_to_one_line)]
LongWord = Annotated[str, StringConstraints(max_length=120), AfterValidator(_to_one_line)]
