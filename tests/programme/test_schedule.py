"""A time on the shop's clock becomes a moment; nights on which clocks change included."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask

from loyalty_app.programme.calendar import moments_of
from loyalty_app.programme.schedule import (
    NoSuchTime,
    TimeIsPast,
    TimeTooFar,
    moment_to_come,
    on_the_clock,
)

ROME = ZoneInfo("Europe/Rome")
NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
CLOCKS_GO_BACK = "2026-10-25T02:30"


@pytest.mark.parametrize(
    ("zone", "local", "moments"),
    [
        ("Europe/Rome", "2026-12-01T06:00", ["2026-12-01T05:00"]),
        ("Europe/Rome", "2026-07-01T06:00", ["2026-07-01T04:00"]),
        ("Europe/Rome", "2027-03-28T01:59", ["2027-03-28T00:59"]),
        ("Europe/Rome", "2027-03-28T02:00", []),
        ("Europe/Rome", "2027-03-28T02:59", []),
        ("Europe/Rome", "2027-03-28T03:00", ["2027-03-28T01:00"]),
        ("Europe/Rome", "2026-10-25T01:59", ["2026-10-24T23:59"]),
        ("Europe/Rome", "2026-10-25T02:30", ["2026-10-25T00:30", "2026-10-25T01:30"]),
        ("Europe/Rome", "2026-10-25T03:00", ["2026-10-25T02:00"]),
        ("Pacific/Honolulu", "2026-10-25T02:30", ["2026-10-25T12:30"]),
        ("Pacific/Auckland", "2026-09-27T02:30", []),
        ("Australia/Lord_Howe", "2026-04-05T01:45", ["2026-04-04T14:45", "2026-04-04T15:15"]),
    ],
)
def test_a_local_time_comes_once_never_or_twice(zone: str, local: str, moments: list[str]) -> None:
    found = moments_of(datetime.fromisoformat(local), ZoneInfo(zone))
    assert [f"{moment:%Y-%m-%dT%H:%M}" for moment in found] == moments
    assert all(moment.tzinfo is UTC for moment in found)


@pytest.mark.parametrize(
    ("now", "local", "moment"),
    [
        (NOW, "2026-12-01T06:00", datetime(2026, 12, 1, 5, tzinfo=UTC)),
        (NOW, "2026-10-01T14:01", datetime(2026, 10, 1, 12, 1, tzinfo=UTC)),
        (NOW, CLOCKS_GO_BACK, datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        (  # the first 02:30 was a minute ago
            datetime(2026, 10, 25, 0, 31, tzinfo=UTC),
            CLOCKS_GO_BACK,
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
        ),
    ],
)
def test_the_next_time_the_shops_clock_shows_it_is_meant(
    plain_app: Flask, now: datetime, local: str, moment: datetime
) -> None:
    with time_machine.travel(now, tick=False):
        assert moment_to_come(datetime.fromisoformat(local), ROME) == moment


@pytest.mark.parametrize(
    ("local", "refusal", "words"),
    [
        ("2026-10-01T14:00", TimeIsPast, "clock shows Oct 1, 2026, 2:00"),
        ("2026-09-30T23:00", TimeIsPast, "Choose a later one"),
        ("0001-01-01T00:00", TimeIsPast, "Choose a later one"),
        ("9999-12-31T23:00", TimeTooFar, "more than a year"),
        ("2027-03-28T02:30", NoSuchTime, "no clock will show 02:30"),
    ],
)
def test_a_time_that_cannot_be_meant_is_refused_and_says_why(
    plain_app: Flask, local: str, refusal: type[Exception], words: str
) -> None:
    with time_machine.travel(NOW, tick=False), pytest.raises(refusal, match=words):
        moment_to_come(datetime.fromisoformat(local), ROME)


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 12, 1, 5, tzinfo=UTC), "Dec 1, 2026, 6:00\u202fAM"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "(the first time, before clocks go back)"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "(the second time, after clocks go back)"),
    ],
)
def test_of_a_time_that_comes_twice_it_is_said_which_one(
    plain_app: Flask, moment: datetime, words: str
) -> None:
    assert on_the_clock(moment, ROME).endswith(words)
