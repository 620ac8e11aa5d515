"""Birthdays: a day and a month that exist, and where 29 February goes in a common year."""

from datetime import date

import pytest

from loyalty_app.members.birthdays import NotADay, birthday_of, birthdays_on, next_birthday


def test_a_birthday_has_no_year() -> None:
    assert birthday_of(3, 2) == "03-02"
    assert birthday_of(2, 29) == "02-29"


@pytest.mark.parametrize(("month", "day"), [(4, 31), (2, 30), (13, 1), (1, 0)])
def test_a_day_that_does_not_exist_is_refused(month: int, day: int) -> None:
    with pytest.raises(NotADay):
        birthday_of(month, day)


@pytest.mark.parametrize(
    ("day", "birthdays"),
    [
        (date(2027, 2, 28), ("02-28", "02-29")),
        (date(2028, 2, 28), ("02-28",)),
        (date(2028, 2, 29), ("02-29",)),
        (date(2100, 2, 28), ("02-28", "02-29")),
        (date(2027, 3, 1), ("03-01",)),
    ],
)
def test_which_birthdays_fall_on_a_day(day: date, birthdays: tuple[str, ...]) -> None:
    assert birthdays_on(day) == birthdays


@pytest.mark.parametrize(
    ("birthday", "today", "falls"),
    [
        ("03-02", date(2027, 3, 2), date(2027, 3, 2)),
        ("03-02", date(2027, 3, 3), date(2028, 3, 2)),
        ("01-01", date(2027, 12, 31), date(2028, 1, 1)),
        ("02-29", date(2027, 2, 1), date(2027, 2, 28)),
        ("02-29", date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_the_next_birthday_is_a_day_there_is(birthday: str, today: date, falls: date) -> None:
    assert next_birthday(birthday, today) == falls
