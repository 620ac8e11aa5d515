"""An activity is decided by the programme that was in force when it happened."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.errors import InFuture
from loyalty_app.extensions import in_transaction

from ..factories import enrol_member, publish, schedule
from ..trust.conftest import differences

NOON = datetime(2026, 11, 2, 11, tzinfo=UTC)


def rules(points: int) -> str:
    rate = f"[{{id: base, per_spend: {{points: {points}, every: 1.00}}}}]"
    return f"name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\nearning: {rate}\n"


@pytest.fixture
def member(app: Flask) -> int:
    with time_machine.travel(NOON - timedelta(days=20)):
        publish(rules(1))
    with time_machine.travel(NOON, tick=False):
        publish(rules(3))
        return enrol_member().id


def earns(member: int, said_at: datetime | date | None) -> int:
    activity = Activity(member, Kind.PURCHASE, "till", str(said_at), said_at, amount=1000)
    with time_machine.travel(NOON + timedelta(days=1)):
        done = in_transaction(lambda: engine.record(activity))
    return done.standing.available


@pytest.mark.parametrize(
    ("said_at", "points"),
    [
        (None, 30),
        (NOON, 30),
        (NOON - timedelta(seconds=1), 10),
        (date(2026, 11, 2), 30),  # a bare date is noon of that day
        (date(2026, 11, 1), 10),
        (date(1997, 1, 1), 10),  # older than the first version: the first version
        (NOON + timedelta(days=1, minutes=4), 30),  # a till's clock may be a little ahead
        (date(2026, 11, 3), 30),
    ],
)
def test_the_version_of_its_own_time_decides(
    member: int, said_at: datetime | date | None, points: int
) -> None:
    assert earns(member, said_at) == points


@pytest.mark.parametrize("said_at", [NOON + timedelta(days=1, minutes=6), date(2026, 11, 4)])
def test_the_future_is_refused(member: int, said_at: datetime | date) -> None:
    with pytest.raises(InFuture):
        earns(member, said_at)


SIX = datetime(2026, 11, 10, 5, tzinfo=UTC)


@pytest.fixture
def waiting(member: int) -> int:
    """Version 3, of 7 points for a euro, waits for six in the morning of 10 November."""
    with time_machine.travel(NOON + timedelta(days=1)):
        schedule(rules(7), SIX)
    return member


@pytest.mark.parametrize(
    ("now", "said_at", "points"),
    [
        (SIX - timedelta(seconds=1), None, 30),
        (SIX, None, 70),
        (SIX + timedelta(days=1), None, 70),
        (SIX + timedelta(days=1), SIX, 70),
        (SIX + timedelta(days=1), SIX - timedelta(seconds=1), 30),  # an offline till, say
        (SIX + timedelta(days=1), NOON - timedelta(days=1), 10),
        (SIX - timedelta(minutes=2), SIX + timedelta(minutes=2), 30),  # a clock that is ahead
    ],
)
def test_a_version_decides_from_its_time_on_and_nothing_before(
    waiting: int, now: datetime, said_at: datetime | None, points: int
) -> None:
    activity = Activity(waiting, Kind.PURCHASE, "till", "1", said_at, amount=1000)
    with time_machine.travel(now, tick=False):
        done = in_transaction(lambda: engine.record(activity))
        assert done.standing.available == points
        again = in_transaction(lambda: engine.record(activity))
    assert again.repeated
    assert differences() == []


def test_time_that_was_put_ahead_is_not_decided_by_what_may_be_taken_back_yet(waiting: int) -> None:
    with time_machine.travel(SIX - timedelta(days=1)):
        clock = Activity(waiting, Kind.CLOCK, "clock", "1", said_at=date(2026, 12, 1))
        decided = in_transaction(lambda: engine.record(clock)).programme
    (base,) = decided.earning
    assert base.per_spend
    assert base.per_spend.points == 3
