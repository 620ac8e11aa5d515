"""Years as a member: found by the tick, on the day itself or whenever a badge first asks."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask

from loyalty_app import jobs
from loyalty_app.badges.queries import unmarked_anniversaries
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.privacy.operations import erase
from loyalty_app.programme.document import Programme
from loyalty_app.standing.queries import standing_of

from ..factories import enrol_member, publish
from ..rehearsals import HEAD

BADGES = "badges: [{id: one, name: One, years: 1}, {id: five, name: Five, years: 5}]\n"


@pytest.fixture
def programme(app: Flask) -> Programme:
    return publish(HEAD + BADGES)


def joined(at: datetime) -> int:
    member = enrol_member().id

    def verb() -> None:
        db.session.get_one(Member, member).joined_at = at

    in_transaction(verb)
    return member


def badges(member: int) -> set[str]:
    db.session.rollback()
    return set(standing_of(member).badges)


@pytest.mark.parametrize(
    ("joined_at", "day", "years"),
    [
        (datetime(2026, 11, 27, 10, tzinfo=UTC), date(2027, 11, 26), []),
        (datetime(2026, 11, 27, 10, tzinfo=UTC), date(2027, 11, 27), [1]),
        (datetime(2026, 11, 27, 10, tzinfo=UTC), date(2031, 11, 27), [1, 5]),
        # an hour before midnight in Rome, and the next day
        (datetime(2026, 11, 27, 22, 59, tzinfo=UTC), date(2027, 11, 27), [1]),
        (datetime(2026, 11, 27, 23, 0, tzinfo=UTC), date(2027, 11, 27), []),
        # leap days
        (datetime(2024, 2, 29, 10, tzinfo=UTC), date(2025, 2, 27), []),
        (datetime(2024, 2, 29, 10, tzinfo=UTC), date(2025, 2, 28), [1]),
        (datetime(2024, 3, 1, 10, tzinfo=UTC), date(2025, 2, 28), []),
        (datetime(2027, 2, 28, 10, tzinfo=UTC), date(2028, 2, 28), [1]),
        (datetime(2027, 3, 1, 10, tzinfo=UTC), date(2028, 2, 29), []),
    ],
)
def test_a_year_is_over_on_the_shops_own_day(
    programme: Programme, joined_at: datetime, day: date, years: list[int]
) -> None:
    member = joined(joined_at)
    assert list(unmarked_anniversaries(programme, day)) == [(member, n) for n in years]


def test_it_is_given_once_by_the_tick(programme: Programme) -> None:
    old, new = joined(datetime(2020, 1, 1, tzinfo=UTC)), enrol_member().id
    assert jobs.tick().anniversaries == 2  # one year and five
    assert (badges(old), badges(new)) == ({"one", "five"}, set())
    assert jobs.tick().anniversaries == 0


def test_it_is_given_when_a_badge_first_asks_and_is_kept(app: Flask) -> None:
    publish(HEAD)
    member = joined(datetime(2020, 1, 1, tzinfo=UTC))
    assert jobs.tick().anniversaries == 0
    publish(HEAD + BADGES)
    jobs.tick()
    assert badges(member) == {"one", "five"}
    with time_machine.travel(datetime(2030, 1, 1, tzinfo=UTC)):
        jobs.tick()
    assert badges(member) == {"one", "five"}


def test_who_has_left_gets_none(programme: Programme) -> None:
    member = joined(datetime(2020, 1, 1, tzinfo=UTC))
    in_transaction(lambda: erase(member))
    done = jobs.tick()
    assert (done.anniversaries, done.failed) == (0, 0)
