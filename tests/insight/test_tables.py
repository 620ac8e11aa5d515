"""A file for a spreadsheet holds text, never a formula."""

import csv
import io

import pytest

from loyalty_app.insight.tables import csv_of, harmless


@pytest.mark.parametrize("text", ["=1+1", "+39", "-2", "@x", "\t=1", "\r=1", "\n=1", "  =1", "＝1"])
def test_what_would_begin_a_formula_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["Prima;=1+1", "Prima; @x", "a;b;＝1"])
def test_a_spreadsheet_that_splits_at_semicolons_finds_no_formula_either(text: str) -> None:
    fields = [field.strip() for field in str(harmless(text)).split(";")]
    assert fields[-1].startswith("'")
    assert str(harmless(text)).replace("'", "") == text


@pytest.mark.parametrize("value", ["Prima Persona", "a=b", "1-2", 12, -3])
def test_everything_else_stays_as_it_is(value: object) -> None:
    assert harmless(value) == value


def test_quotes_commas_and_line_ends_survive() -> None:
    text = csv_of(("a", "b"), [('x, "y"', "one\ntwo"), (None, "è")])
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    assert rows == [["a", "b"], ['x, "y"', "one\ntwo"], ["", "è"]]
