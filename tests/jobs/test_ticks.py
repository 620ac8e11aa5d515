"""Time passes for members, once per day, whoever asks and however often."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from loyalty_app import engine, jobs
from loyalty_app.activities.facts import Fact
from loyalty_app.activities.models import ActivityRow
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.engine import recording
from loyalty_app.errors import AccountClosed
from loyalty_app.extensions import db, in_transaction
from loyalty_app.programme.document import Programme
from loyalty_app.standing.models import StandingRow
from loyalty_app.standing.operations import enrol_numbered
from loyalty_app.standing.values import Standing

from ..factories import enrol_member, publish_preset

BOUGHT = date(2026, 3, 2)  # 12 months, rounded up to the month: good until 31 March 2027


@pytest.fixture
def members(app: Flask) -> list[int]:
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)):
        publish_preset("cafe")
    ids = [enrol_member().id for _ in range(3)]
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC)):
        for member in ids[:2]:
            bought = Activity(member, Kind.PURCHASE, "t", f"t{member}", BOUGHT, amount=1000)
            in_transaction(lambda bought=bought: engine.record(bought))  # type: ignore[misc]
    return ids


def points() -> int:
    found = db.session.scalar(select(func.sum(StandingRow.points)))
    db.session.rollback()
    return found or 0


def ticks() -> int:
    found = db.session.scalar(select(func.count()).where(ActivityRow.kind == Kind.CLOCK))
    db.session.rollback()
    return found or 0


def test_points_expire_after_the_end_of_their_last_day(members: list[int]) -> None:
    before = points()
    with time_machine.travel(datetime(2027, 3, 31, 21, 30, tzinfo=UTC)):  # 23:30 in the shop
        assert jobs.tick().recorded == 2  # told that they expire soon
        assert points() == before > 0
    with time_machine.travel(datetime(2027, 3, 31, 22, 30, tzinfo=UTC)):  # 00:30 the next day
        assert jobs.tick() == jobs.Ticked(date(2027, 4, 1), recorded=2)
        assert points() == 0


def test_a_second_tick_does_nothing(members: list[int]) -> None:
    with time_machine.travel(datetime(2027, 6, 1, tzinfo=UTC)):
        assert jobs.tick().recorded == 2
        assert jobs.tick().recorded == 0
    assert ticks() == 2


def test_a_moment_of_the_past_may_be_caught_up_with(members: list[int]) -> None:
    with time_machine.travel(datetime(2028, 6, 1, tzinfo=UTC)):
        assert jobs.tick(datetime(2027, 4, 2, tzinfo=UTC)).day == date(2027, 4, 2)
    assert ticks() == 2


def test_one_members_trouble_keeps_nobody_else(
    members: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails_for_the_first(
        programme: Programme, standing: Standing, activity: Activity
    ) -> list[Fact]:
        if activity.member == members[0]:
            raise AccountClosed
        return engine.decide(programme, standing, activity)

    monkeypatch.setattr(recording, "decide", fails_for_the_first)
    with time_machine.travel(datetime(2027, 6, 1, tzinfo=UTC)):
        assert jobs.tick() == jobs.Ticked(date(2027, 6, 1), recorded=1, failed=1)


def test_a_tick_touches_nobody_to_whom_nothing_is_due(app: Flask) -> None:
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)):
        publish_preset("cafe")
    members = list(in_transaction(lambda: enrol_numbered([str(n) for n in range(2000)])).values())
    due = members[::20]
    bought = [Activity(m, Kind.PURCHASE, "t", f"t{m}", BOUGHT, amount=1000) for m in due]
    with time_machine.travel(datetime(2026, 3, 2, 12, tzinfo=UTC)):
        in_transaction(lambda: engine.record_all(bought))
    before = heads()
    with time_machine.travel(datetime(2027, 6, 1, tzinfo=UTC)):
        assert jobs.tick().recorded == len(due) == 100
    after = heads()
    assert {member for member in members if before[member] != after[member]} == set(due)


def heads() -> dict[int, str]:
    query = select(StandingRow.member_id, StandingRow.head)
    found = {member: head for member, head in db.session.execute(query)}
    db.session.rollback()
    return found
