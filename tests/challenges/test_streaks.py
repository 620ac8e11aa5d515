"""Days and weeks in a row: month ends, leap days, years, closed days, freezes."""

from datetime import date, timedelta

import pytest

from loyalty_app.challenges.streaks import longest, place_of_day, place_of_week, running

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
