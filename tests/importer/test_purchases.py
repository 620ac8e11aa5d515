"""Amounts and items of a row, in the spelling the file is said to have."""

import pytest

from loyalty_app.activities.reading import Unreadable, read_activity
from loyalty_app.importer.purchases import items_in, plain_amount, said_in

ROW = {"reference": "a", "member": "17", "happened_at": "2026-03-01", "amount": "4,00"}


@pytest.mark.parametrize(
    ("decimal", "text", "plain"),
    [
        ("point", "1,234.56", "1234.56"),
        ("point", "1234.5", "1234.5"),
        ("point", "1,234", "1234"),
        ("point", "-3.00", "-3.00"),
        ("comma", "1.234,56", "1234.56"),
        ("comma", "1234,5", "1234.5"),
        ("comma", "1.234", "1234"),
    ],
)
def test_an_amount_is_read_by_its_locale(decimal: str, text: str, plain: str) -> None:
    assert plain_amount(text, decimal, "amount") == plain


@pytest.mark.parametrize(
    ("decimal", "text"),
    [
        ("point", "1.234,56"),
        ("point", "12,34"),
        ("point", "1,23,456.00"),
        ("point", "1234,567.00"),
        ("comma", "1,234.56"),
        ("comma", "12.34"),
        ("comma", "€ 5"),
        ("comma", ""),
        ("point", "1e3"),
        ("point", "١٢"),
    ],
)
def test_an_amount_is_never_guessed(decimal: str, text: str) -> None:
    with pytest.raises(Unreadable, match="amount"):
        plain_amount(text, decimal, "amount")


@pytest.mark.parametrize(
    "items",
    [
        "coffee:2:2,40;pastry:1:1,60",
        '[{"category": "coffee", "quantity": 2, "amount": 2.40},'
        ' {"category": "pastry", "amount": "1.60"}]',
    ],
)
def test_items_are_lines_of_the_order(items: str) -> None:
    said = read_activity(said_in({**ROW, "items": items}, "comma"), 2)
    found = [(item.category, item.quantity, item.amount) for item in said.items]
    assert found == [("coffee", 2, 240), ("pastry", 1, 160)]


@pytest.mark.parametrize(
    "items", ["coffee:2", "coffee:x:1", "[1", "coffee:1:9.9", "a:b:c:d", "[" * 100_000]
)
def test_items_that_make_no_sense_are_refused(items: str) -> None:
    with pytest.raises(Unreadable, match="items"):
        items_in(items, "comma")


def test_what_is_left_empty_is_not_said() -> None:
    said = said_in({**ROW, "shop": "", "items": "", "channel": "", "discounted": ""}, "comma")
    assert set(said) == {"kind", "reference", "member", "at", "amount"}
