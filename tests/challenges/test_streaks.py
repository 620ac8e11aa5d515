"""Days and weeks in a row: month ends, leap days, years, closed days, freezes."""

from datetime import date, timedelta

import pytest

from loyalty_app.activities.values import Kind
from loyalty_app.challenges.streaks import longest, place_of_day, place_of_week, running
from loyalty_app.programme.sections.holidays import Holiday, merged
from loyalty_app.standing.state import columns_of, standing_from

from ..rehearsals import Shop

MONDAY = date(2026, 11, 2)
WORKDAYS = (0, 1, 2, 3, 4)


def places(*days: str, weekdays: tuple[int, ...] = ()) -> list[int]:
    return [place_of_day(date.fromisoformat(day), weekdays) for day in days]


@pytest.mark.parametrize(
    ("days", "freezes", "row"),
    [
        ((), 0, 0),
        (("2026-11-02",), 0, 1),
        (("2026-11-02", "2026-11-03"), 0, 2),
        (("2026-11-03", "2026-11-02"), 0, 2),
        (("2026-11-02", "2026-11-04"), 0, 1),
        (("2026-11-02", "2026-11-04"), 1, 2),
        (("2026-11-02", "2026-11-05"), 1, 1),
        (("2026-11-02", "2026-11-05"), 2, 2),
        (("2026-11-02", "2026-11-04", "2026-11-06"), 1, 2),
        (("2026-11-02", "2026-11-04", "2026-11-06"), 2, 3),
        # the end of a month, of a short one, of a leap February, of a year
        (("2026-11-30", "2026-12-01"), 0, 2),
        (("2027-02-28", "2027-03-01"), 0, 2),
        (("2028-02-28", "2028-03-01"), 0, 1),
        (("2028-02-28", "2028-02-29", "2028-03-01"), 0, 3),
        (("2028-02-28", "2028-03-01"), 1, 2),
        (("2026-12-31", "2027-01-01"), 0, 2),
        # the nights when clocks change are nights like others
        (("2027-03-27", "2027-03-28", "2027-03-29"), 0, 3),
        (("2026-10-24", "2026-10-25", "2026-10-26"), 0, 3),
    ],
)
def test_the_longest_row(days: tuple[str, ...], freezes: int, row: int) -> None:
    assert longest(places(*days), freezes) == row


@pytest.mark.parametrize(
    ("days", "row"),
    [
        (("2026-11-06", "2026-11-09"), 2),  # Friday, Monday
        (("2026-11-05", "2026-11-09"), 1),
        (("2026-11-06", "2026-11-10"), 1),
        (("2026-12-31", "2027-01-01", "2027-01-04"), 3),
    ],
)
def test_days_that_do_not_count_break_nothing(days: tuple[str, ...], row: int) -> None:
    assert longest(places(*days, weekdays=WORKDAYS)) == row


@pytest.mark.parametrize(
    ("days", "today", "freezes", "row"),
    [
        (("2026-11-02", "2026-11-03"), "2026-11-03", 0, 2),
        (("2026-11-02", "2026-11-03"), "2026-11-04", 0, 2),  # today is not over
        (("2026-11-02", "2026-11-03"), "2026-11-05", 0, 0),
        (("2026-11-02", "2026-11-03"), "2026-11-05", 1, 2),
        (("2026-11-02", "2026-11-03"), "2026-11-06", 1, 0),
        (("2026-11-02", "2026-11-04"), "2026-11-04", 0, 1),
        (("2026-11-02", "2026-11-04"), "2026-11-04", 1, 2),
        (("2026-11-02", "2026-11-04"), "2026-11-06", 1, 1),  # the first one falls out of the row
        (("2028-02-28", "2028-02-29"), "2028-03-01", 0, 2),
        ((), "2026-11-04", 3, 0),
        (("2026-11-09",), "2026-11-04", 0, 0),  # told before its day: not in a row of today
    ],
)
def test_the_row_that_still_runs(days: tuple[str, ...], today: str, freezes: int, row: int) -> None:
    assert running(places(*days), places(today)[0], freezes) == row


@pytest.mark.parametrize(
    ("today", "row"), [("2026-11-07", 2), ("2026-11-09", 2), ("2026-11-10", 0)]
)
def test_a_row_waits_over_a_closed_weekend(today: str, row: int) -> None:
    there = places("2026-11-05", "2026-11-06", weekdays=WORKDAYS)
    assert running(there, place_of_day(date.fromisoformat(today), WORKDAYS)) == row


@pytest.mark.parametrize(
    ("first", "second", "apart"),
    [
        ("2026-11-02", "2026-11-08", 0),  # Monday to Sunday
        ("2026-11-08", "2026-11-09", 1),
        ("2026-12-31", "2027-01-01", 0),  # both in the 53rd week of 2026
        ("2027-01-03", "2027-01-04", 1),
        ("2028-02-28", "2028-03-05", 0),
        ("2026-10-25", "2026-10-26", 1),
    ],
)
def test_weeks_begin_on_monday(first: str, second: str, apart: int) -> None:
    one, two = (place_of_week(date.fromisoformat(day)) for day in (first, second))
    assert two - one == apart


@pytest.mark.parametrize("weekdays", [(), (0,), (6,), (0, 6), WORKDAYS, (5, 6)])
def test_every_counting_day_has_the_place_after_the_one_before(weekdays: tuple[int, ...]) -> None:
    days = [MONDAY + timedelta(days=n) for n in range(800)]
    counting = [day for day in days if day.weekday() in (weekdays or range(7))]
    found = [place_of_day(day, weekdays) for day in counting]
    assert found == list(range(found[0], found[0] + len(counting)))


AUGUST = ((date(2026, 8, 10), date(2026, 8, 23)),)
"""Two whole weeks, from a Monday to a Sunday."""


@pytest.mark.parametrize(
    ("days", "row"),
    [
        (("2026-08-09", "2026-08-24"), 2),  # the day before, the day after
        (("2026-08-08", "2026-08-24"), 1),  # one was missed before
        (("2026-08-09", "2026-08-25"), 1),  # and after
        (("2026-08-09", "2026-08-15", "2026-08-24"), 2),  # who comes all the same breaks nothing
        (("2026-08-22", "2026-08-23"), 1),
    ],
)
def test_days_on_which_the_shop_is_closed_break_no_row(days: tuple[str, ...], row: int) -> None:
    found = [place_of_day(date.fromisoformat(day), pauses=AUGUST) for day in days]
    assert longest(found) == row


def test_a_pause_and_days_that_do_not_count_go_together() -> None:
    """From Thursday on closed; Friday before, Monday after the next weekend."""
    closed = ((date(2026, 11, 5), date(2026, 11, 8)),)
    found = [place_of_day(date(2026, 11, day), WORKDAYS, closed) for day in (4, 9)]
    assert longest(found) == 2


@pytest.mark.parametrize(
    ("pause", "row"),
    [
        (AUGUST, 2),
        (((date(2026, 8, 11), date(2026, 8, 23)),), 1),  # one day of the first week was open
        (((date(2026, 8, 10), date(2026, 8, 22)),), 1),
        (((date(2026, 8, 8), date(2026, 8, 25)),), 2),
        (((date(2026, 8, 10), date(2026, 8, 16)), (date(2026, 8, 17), date(2026, 8, 23))), 2),
        ((), 1),
    ],
)
def test_weeks_that_are_all_closed_break_no_row(
    pause: tuple[tuple[date, date], ...], row: int
) -> None:
    weeks = [place_of_week(day, pause) for day in (date(2026, 8, 5), date(2026, 8, 26))]
    assert longest(weeks) == row


def test_a_row_goes_on_while_the_shop_is_closed() -> None:
    there = [place_of_day(date(2026, 8, day), pauses=AUGUST) for day in (8, 9)]
    for day in (10, 16, 23, 24):
        assert running(there, place_of_day(date(2026, 8, day), pauses=AUGUST)) == 2
    assert running(there, place_of_day(date(2026, 8, 25), pauses=AUGUST)) == 0


def test_a_win_over_a_holiday_keeps_its_terms_when_the_holiday_is_forgotten() -> None:
    rules = "challenges: [{id: a, name: A, count: days, target: 2, points: 10}]\n"
    cafe = Shop(f"{rules}holidays: [{{from: 2026-11-03, to: 2026-11-05}}]\n")
    cafe.does(Kind.VISIT, date(2026, 11, 2))
    cafe.does(Kind.VISIT, date(2026, 11, 6))
    other = cafe.does(Kind.VISIT, date(2026, 11, 6))
    assert cafe.standing.available == 10
    assert standing_from({"member_id": 1, **columns_of(cafe.standing)}).won == cafe.standing.won
    cafe.rehearsal.programme = cafe.rehearsal.programme.model_copy(update={"holidays": ()})
    cafe.does(Kind.UNDO, refers_to=other.activity.id)
    assert cafe.standing.available == 10


def test_holidays_that_touch_are_one() -> None:
    first, second, third = (
        Holiday.model_validate({"from": date(2026, 8, a), "to": date(2026, 8, b)})
        for a, b in ((10, 20), (1, 3), (15, 23))
    )
    assert merged((first, second, third)) == (
        (date(2026, 8, 1), date(2026, 8, 3)),
        (date(2026, 8, 10), date(2026, 8, 23)),
    )
