"""What a member reads: how far it is, and what keeps what they have."""

from datetime import date

import pytest

from loyalty_app.programme.reading import read_programme
from loyalty_app.tiers.progress import Keeping, progress

from ..rehearsals import HEAD, Shop

LEVELS = """
earning: [{id: base, per_spend: {points: 1, every: 1.00}}]
tiers:
  levels:
    - {id: bronze, name: Bronze, from: 0}
    - {id: silver, name: Silver, from: 50}
    - {id: gold, name: Gold, from: 200}
"""


def shop(settings: str = "") -> Shop:
    return Shop(f"{LEVELS}  {settings}\n")


def told(shop: Shop) -> tuple[str, str, int]:
    found = progress(shop.rehearsal.programme, shop.standing)
    assert found
    return found.level.id, found.next.id if found.next else "", found.missing


def keep(shop: Shop) -> Keeping | None:
    found = progress(shop.rehearsal.programme, shop.standing)
    assert found
    return found.keep


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (0, ("bronze", "silver", 50)),
        (4900, ("bronze", "silver", 1)),
        (5000, ("silver", "gold", 150)),
        (20000, ("gold", "", 0)),
    ],
)
def test_so_much_is_missing_to_the_next(amount: int, expected: tuple[str, str, int]) -> None:
    cafe = shop()
    cafe.buys(amount)
    assert told(cafe) == expected


def test_a_rolling_year_is_kept_by_what_falls_out_of_it() -> None:
    cafe = shop()
    cafe.buys(3000, date(2026, 11, 15))
    cafe.buys(3000, date(2027, 2, 15))
    assert keep(cafe) == Keeping(20, date(2027, 10, 31))
    cafe.buys(2500, date(2027, 3, 1))
    assert keep(cafe) == Keeping(25, date(2028, 1, 31))


def test_a_calendar_year_is_kept_through_the_next_one() -> None:
    cafe = shop("over: calendar_year")
    cafe.buys(5000, date(2026, 11, 15))
    assert keep(cafe) == Keeping(50, date(2027, 12, 31))
    cafe.buys(2000, date(2027, 6, 1))
    assert keep(cafe) == Keeping(30, date(2027, 12, 31))


def test_days_of_grace_say_what_is_missing_now() -> None:
    cafe = shop("downgrade: {kind: one_level, grace_days: 10}")
    cafe.buys(5000, date(2026, 11, 15))
    cafe.waits_until(date(2027, 11, 1))
    assert keep(cafe) == Keeping(50, date(2027, 11, 10), at_risk=True)
    cafe.buys(1000)
    assert keep(cafe) == Keeping(40, date(2027, 11, 10), at_risk=True)


@pytest.mark.parametrize("settings", ["downgrade: {kind: none}", "over: lifetime"])
def test_what_stays_needs_nothing(settings: str) -> None:
    cafe = shop(settings)
    cafe.buys(5000)
    assert keep(cafe) is None


def test_without_tiers_there_is_nothing_to_tell() -> None:
    plain = Shop("earning: []")
    assert progress(plain.rehearsal.programme, plain.standing) is None


def test_what_is_missing_is_measured_as_the_review_will_measure_it() -> None:
    """By the programme of the day, also where the tier was reached by another measure."""
    cafe = shop("downgrade: {kind: one_level, grace_days: 10}")
    cafe.buys(5000, date(2026, 11, 15))
    cafe.waits_until(date(2027, 11, 1))
    cafe.buys(700)
    by_visits = f"{HEAD}{LEVELS}  measure: visits\n"
    cafe.rehearsal.programme = read_programme(by_visits)
    assert keep(cafe) == Keeping(49, date(2027, 11, 10), at_risk=True)
