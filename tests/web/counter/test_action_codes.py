"""The code that staff show for an action."""

import re
from datetime import UTC, datetime, timedelta

import time_machine

from loyalty_app.counter.action_codes import GOOD_FOR, read_action_code

from ...factories import publish
from .conftest import CAFE, Counter

MORNING = datetime(2027, 11, 22, 8, tzinfo=UTC)
ONE_MORE = "  - {id: bag, name: {it: Borsa, en: Own bag}, action: own-bag, points: 2}\n"


def test_the_way_there_is_on_the_first_page(till: Counter) -> None:
    assert 'href="/counter/codes"' in till.get("/").text
    page = till.get("/codes").text
    assert "<svg" in page
    assert "Own cup +5" in page
    assert "It counts once a day for each member." in page
    assert 'hx-trigger="every 45s"' in page


def test_it_comes_again_as_a_fragment_with_another_code(till: Counter) -> None:
    with time_machine.travel(MORNING, tick=False) as clock:
        till.sign_in_again()
        first = till.get("/codes").text
        clock.shift(timedelta(seconds=45))
        second = till.get("/codes", headers={"HX-Request": "true"}).text
    assert second.lstrip().startswith('<div id="action-codes"')
    assert drawn(first) != drawn(second)
    assert "Good until" in second


def test_each_action_has_one(till: Counter) -> None:
    publish(CAFE.replace("stamp_cards:", f"{ONE_MORE}stamp_cards:"))
    page = till.get("/codes?action=own-bag").text
    assert "Own bag +2" in page
    assert 'href="/counter/codes?action=own-cup"' in page
    assert "Own cup +5" in till.get("/codes?action=nothing").text


def test_where_nothing_is_rewarded_there_is_none(till: Counter) -> None:
    publish(CAFE.replace("action: own-cup, points: 5", "per_visit: {points: 1}"))
    assert 'href="/counter/codes"' not in till.get("/").text
    assert till.get("/codes").status_code == 404


def test_it_is_longer_good_than_it_is_shown() -> None:
    assert timedelta(seconds=45) < GOOD_FOR


def test_what_was_not_signed_here_says_nothing(till: Counter) -> None:
    assert read_action_code("WyJvd24tY3VwIiwiIiwxLDk5OTk5OTk5OTld.forged") is None


def drawn(page: str) -> str:
    found = re.search(r'<path d="([^"]{400,})"', page)
    assert found
    return found[1]
