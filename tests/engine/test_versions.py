"""A late activity is decided by the programme that was in force when it happened."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.errors import InFuture
from loyalty_app.extensions import in_transaction

from ..factories import enrol_member, publish

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
