"""Words that owners write in several languages, and numbers as a reader expects them."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_skeleton
from babel.numbers import format_currency as _in_currency
from babel.numbers import get_currency_precision
from flask_babel import (
    format_currency,
    format_date,
    format_decimal,
    format_time,
    get_locale,
    ngettext,
)

EVERY_LANGUAGE = "*"
_LEAP_YEAR = 2028


def say(text: Mapping[str, str], language: str | None = None) -> str:
    """The text in this language (default: the reader's), else in the first one it has."""
    chosen = language or reader_language()
    return text.get(chosen) or text.get(EVERY_LANGUAGE) or next(iter(text.values()), "")


def as_typed(text: str) -> str:
    """What a form brought: browsers count a line break as one character and send it as two."""
    return text.replace("\r\n", "\n").strip()


def reader_language() -> str:
    """ISO 639 code of whoever reads the answer; empty outside an application."""
    locale = get_locale()
    return str(locale.language) if locale else ""


def minor_digits(currency: str) -> int:
    """Digits behind the point of a currency (ISO 4217): 2 for EUR, 0 for JPY."""
    return get_currency_precision(currency)


def money(minor_units: int, currency: str) -> str:
    """An amount in minor units (cents) as the reader writes it: `€ 12,50`, `€12.50`."""
    return str(format_currency(major(minor_units, currency), currency))


def exact_money(amount: Decimal, currency: str) -> str:
    """An amount in major units with as many decimals as it has, at least the currency's own."""
    locale = get_locale() or "en"
    return str(_in_currency(amount, currency, locale=locale, decimal_quantization=False))


def major(minor_units: int, currency: str) -> Decimal:
    return Decimal(minor_units).scaleb(-minor_digits(currency))


def grouped(n: int) -> str:
    """A whole number as the reader writes it: `1.800`, `1,800`."""
    return str(format_decimal(n))


def points(n: int) -> str:
    """An amount of points: `1 point`, `1,800 points`."""
    return str(ngettext("%(n)s point", "%(n)s points", n, n=grouped(n)))


def stamps(n: int) -> str:
    return str(ngettext("%(n)s stamp", "%(n)s stamps", n, n=grouped(n)))


def day_in_words(day: date) -> str:
    """A local day as the reader writes it: `3 mar 2027`, `Mar 3, 2027`."""
    return str(format_date(day, "medium", rebase=False))


def moment_in_words(local: datetime) -> str:
    """Day and time of a local clock: `3 mar 2027, 10:42`."""
    return f"{day_in_words(local.date())}, {format_time(local, 'short', rebase=False)}"


def day_of_every_year(month_day: str) -> str:
    """`12-31` as the reader writes it: `31 dicembre`, `December 31`."""
    month, day = map(int, month_day.split("-"))
    locale = get_locale() or "en"
    return str(format_skeleton("MMMMd", date(_LEAP_YEAR, month, day), locale=locale))


def month_in_words(day: date) -> str:
    """The month of a day, with its year: `marzo 2027`, `March 2027`."""
    return str(format_date(day, "MMMM y", rebase=False))
