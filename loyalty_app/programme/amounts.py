"""An amount of money as a reader writes it. Read by their language, never guessed: `1.234` is
more than a thousand in Italian, and no amount at all in English."""

import re
from functools import lru_cache

from babel.numbers import format_decimal, get_decimal_symbol, get_group_symbol

from ..errors import AmountTooLarge, InvalidAmount, NegativeAmount
from ..texts import major, minor_digits
from .sections.base import MAX_MINOR

LONGEST = 40


def amount_of(text: str, currency: str, language: str) -> int:
    """Minor units (cents). Raises InvalidAmount, NegativeAmount, AmountTooLarge."""
    plain = text.strip()
    unsigned = plain.lstrip("-−").strip()
    found = _pattern(language, minor_digits(currency)).fullmatch(unsigned[:LONGEST])
    if not found or len(unsigned) > LONGEST:
        raise InvalidAmount(text=plain[:LONGEST], example=example(currency, language))
    if unsigned != plain:
        raise NegativeAmount
    whole, part = re.sub(r"\D", "", found["whole"]), found["part"] or ""
    minor = int(whole + part.ljust(minor_digits(currency), "0"))
    if minor > MAX_MINOR:
        raise AmountTooLarge(MAX_MINOR, currency)
    return minor


def amount_text(minor: int, currency: str, language: str) -> str:
    """As it would be typed: `12,50` in Italian, `12.50` in English; `amount_of` reads it back."""
    return _written(minor, currency, language, grouped=False)


def example(currency: str, language: str) -> str:
    """What an amount looks like: `1.234,56`, `1,234.56`."""
    return _written(123456, currency, language, grouped=True)


def decimal_mark(language: str) -> str:
    return str(get_decimal_symbol(language))


def _written(minor: int, currency: str, language: str, *, grouped: bool) -> str:
    places = "0" * minor_digits(currency)
    pattern = ("#,##0." if grouped else "0.") + places
    amount = major(minor, currency)
    return str(format_decimal(amount, pattern.rstrip("."), locale=language))


@lru_cache
def _pattern(language: str, digits: int) -> re.Pattern[str]:
    group, mark = (re.escape(f(language)) for f in (get_group_symbol, get_decimal_symbol))
    part = rf"(?:{mark}(?P<part>[0-9]{{1,{digits}}}))?" if digits else "(?P<part>)"
    return re.compile(rf"(?P<whole>[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+){part}")
