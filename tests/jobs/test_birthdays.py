"""A birthday is celebrated on its day, a little late if need be, and once a year."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from loyalty_app import jobs
from loyalty_app.engine import celebrating
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.members.operations import celebrate_on
from loyalty_app.privacy.operations import erase
from loyalty_app.rewards.models import Voucher

from ..factories import enrol_member, publish, publish_preset


@pytest.fixture
def member(app: Flask) -> Iterator[Member]:
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)):
        publish_preset("cafe")
        yield enrol_member()


def born_on(member: Member, birthday: str) -> Member:
    in_transaction(partial(celebrate_on, member.id, birthday))
    return member


def birthdays(year: int, month: int, day: int, hour: int = 12) -> int:
    """How many are celebrated by a tick at this moment."""
    with time_machine.travel(datetime(year, month, day, hour, tzinfo=UTC), tick=False):
        return jobs.tick().birthdays


def given(member: Member) -> list[date]:
    """The last days of what was given."""
    query = select(Voucher.expires_on).where(Voucher.member_id == member.id)
    found = list(db.session.scalars(query.order_by(Voucher.expires_on)))
    db.session.rollback()
    return found


def test_it_comes_with_the_shops_own_day(member: Member) -> None:
    born_on(member, "03-02")
    assert birthdays(2026, 3, 1, hour=22) == 0
    assert birthdays(2026, 3, 1, hour=23) == 1  # midnight in Rome
    assert given(member) == [date(2026, 4, 1)]


def test_it_comes_once_a_year(member: Member) -> None:
    born_on(member, "03-02")
    assert [birthdays(2026, 3, day) for day in (2, 2, 3, 9)] == [1, 0, 0, 0]
    assert birthdays(2027, 3, 2) == 1
    assert len(given(member)) == 2


@pytest.mark.parametrize(("day", "celebrated"), [(9, 1), (10, 0)])
def test_a_worker_that_was_down_is_late_by_a_week_at_most(
    member: Member, day: int, celebrated: int
) -> None:
    born_on(member, "03-02")
    assert birthdays(2026, 3, day) == celebrated


def test_a_late_one_belongs_to_the_year_it_was_in(member: Member) -> None:
    born_on(member, "12-30")
    assert birthdays(2027, 1, 2) == 1
    assert birthdays(2027, 12, 30) == 1


@pytest.mark.parametrize(
    ("year", "on_28th", "on_29th"), [(2027, 1, 0), (2028, 0, 1)], ids=["common", "leap"]
)
def test_whoever_was_born_on_29_february(
    member: Member, year: int, on_28th: int, on_29th: int
) -> None:
    born_on(member, "02-29")
    assert birthdays(year, 2, 28) == on_28th
    if on_29th:
        assert birthdays(year, 2, 29) == 1


def test_another_day_in_the_same_year_brings_nothing_more(member: Member) -> None:
    born_on(member, "03-02")
    assert birthdays(2026, 3, 2) == 1
    born_on(member, "05-04")
    assert birthdays(2026, 5, 4) == 0
    assert birthdays(2027, 5, 4) == 1


def test_two_workers_celebrate_once(member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one looked before the first one was done."""
    born_on(member, "03-02")
    assert birthdays(2026, 3, 2) == 1
    monkeypatch.setattr(celebrating, "uncelebrated", lambda day: [(member.id, day.year)])
    with time_machine.travel(datetime(2026, 3, 2, 13, tzinfo=UTC), tick=False):
        assert jobs.tick() == jobs.Ticked(date(2026, 3, 2))
    assert len(given(member)) == 1


def test_nobody_is_asked_where_a_birthday_brings_nothing(app: Flask) -> None:
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC)):
        publish("name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\n")
    member = born_on(enrol_member(), "03-02")
    assert birthdays(2026, 3, 2) == 0
    assert given(member) == []


def test_rules_that_come_into_force_in_the_afternoon_hold_at_once(app: Flask) -> None:
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC)):
        publish("name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\n")
    member = born_on(enrol_member(), "03-02")
    with time_machine.travel(datetime(2026, 3, 2, 15, tzinfo=UTC)):
        publish_preset("cafe")
    assert birthdays(2026, 3, 2, hour=16) == 1
    assert len(given(member)) == 1


def test_whoever_has_left_has_no_birthday(member: Member) -> None:
    born_on(member, "03-02")
    in_transaction(lambda: erase(member.id))
    assert birthdays(2026, 3, 2) == 0
