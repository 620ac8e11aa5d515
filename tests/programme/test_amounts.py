"""Amounts are read by the reader's language, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loyalty_app.errors import AmountTooLarge, InvalidAmount, NegativeAmount
from loyalty_app.programme.amounts import amount_of, amount_text, example
from loyalty_app.programme.sections.base import MAX_MINOR


@pytest.mark.parametrize(
    ("text", "language", "cents"),
    [
        ("12,50", "it", 1250),
        ("12.50", "en", 1250),
        ("1.234,56", "it", 123456),
        ("1,234.56", "en", 123456),
        ("1234,56", "it", 123456),
        ("1.234", "it", 123400),
        ("1,234", "en", 123400),
        ("2,6", "it", 260),
        (" 7 ", "it", 700),
        ("0", "en", 0),
        ("0,00", "it", 0),
        ("1.234.567", "it", None),
    ],
)
def test_each_language_has_its_own_marks(text: str, language: str, cents: int | None) -> None:
    if cents is None:
        with pytest.raises(AmountTooLarge):
            amount_of(text, "EUR", language)
    else:
        assert amount_of(text, "EUR", language) == cents


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("1,234.56", "it"),
        ("1.234,56", "en"),
        ("12.5", "it"),
        ("12,50", "en"),
        ("1.23.456", "it"),
        ("12.3456,00", "it"),
        ("1,234,56", "en"),
        ("12.505", "en"),
        ("1,5,0", "it"),
        ("", "it"),
        (",50", "it"),
        ("12,", "it"),
        ("€ 5", "it"),
        ("1e3", "en"),
        ("NaN", "en"),
        ("Infinity", "en"),
        ("1_000", "en"),
        ("١٢", "en"),
        ("twelve", "en"),
        ("9" * 5000, "en"),
        ("+5", "en"),
    ],
)
def test_what_is_not_an_amount_here_is_refused_with_an_example(text: str, language: str) -> None:
    with pytest.raises(InvalidAmount) as refusal:
        amount_of(text, "EUR", language)
    assert refusal.value.facts["example"] == {"it": "1.234,56", "en": "1,234.56"}[language]


@pytest.mark.parametrize("text", ["-5", "−5,00", "- 5"])
def test_a_negative_amount_is_told_apart(text: str) -> None:
    with pytest.raises(NegativeAmount):
        amount_of(text, "EUR", "it")


def test_a_currency_without_cents_takes_none() -> None:
    assert amount_of("1,200", "JPY", "en") == 1200
    assert example("JPY", "en") == "123,456"
    with pytest.raises(InvalidAmount):
        amount_of("1200.5", "JPY", "en")


@given(st.integers(0, MAX_MINOR), st.sampled_from(["it", "en"]), st.sampled_from(["EUR", "JPY"]))
def test_what_we_write_we_read_back(minor: int, language: str, currency: str) -> None:
    assert amount_of(amount_text(minor, currency, language), currency, language) == minor
