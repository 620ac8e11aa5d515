"""A phone's key: agreed on, used once per step, removed, forgotten."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.keys import (
    KEPT,
    agree_on_key,
    forget_old_codes,
    member_showing,
    revoke_keys,
)
from loyalty_app.members.models import DeviceKey, Member, UsedStep
from loyalty_app.members.rotating import CodeUsed, ForgedCode, PhoneRemoved, StaleCode, shown_in

from ..factories import enrol_member
from ..phones import keys_of, phone_of

START = datetime(2027, 3, 1, 9, tzinfo=UTC)


def scan(code: str, at: datetime = START) -> int:
    """The id of the member whose phone showed it."""
    shown = shown_in(code)
    assert shown
    return in_transaction(lambda: member_showing(shown, at).id)


@pytest.fixture
def member(app: Flask) -> Member:
    return enrol_member()


@pytest.fixture(autouse=True)
def _that_day() -> Iterator[None]:
    with time_machine.travel(START, tick=False):
        yield


def test_a_code_says_whose_phone_is_here_and_counts_once(member: Member) -> None:
    phone, key = phone_of(member)
    assert scan(phone.shows(START)) == member.id
    assert db.session.get_one(DeviceKey, key.id, populate_existing=True).seen_at == START
    with pytest.raises(CodeUsed):
        scan(phone.shows(START))
    assert scan(phone.shows(START + timedelta(seconds=30))) == member.id


def test_each_phone_has_codes_of_its_own(member: Member) -> None:
    one, _ = phone_of(member)
    other, _ = phone_of(member)
    assert one.shows(START) != other.shows(START)
    assert scan(one.shows(START)) == scan(other.shows(START)) == member.id


def test_a_scan_that_is_settled_later_is_judged_by_its_own_moment(member: Member) -> None:
    phone, _ = phone_of(member)
    with time_machine.travel(START + timedelta(days=2)):
        assert scan(phone.shows(START), at=START) == member.id
        with pytest.raises(StaleCode):
            scan(phone.shows(START + timedelta(seconds=30)), at=START + timedelta(days=2))


def test_a_removed_phone_is_refused_from_then_on(member: Member) -> None:
    phone, key = phone_of(member)
    in_transaction(lambda: revoke_keys(DeviceKey.id == key.id))
    with pytest.raises(PhoneRemoved):
        scan(phone.shows(START), at=START)
    before = START - timedelta(minutes=5)
    assert scan(phone.shows(before), at=before) == member.id
    assert keys_of(member.id) == []


def test_what_no_phone_shows_is_forged(member: Member) -> None:
    phone, _ = phone_of(member)
    code = phone.shows(START)
    for forged in (code[:-1] + ("7" if code[-1] != "7" else "8"), "LY1" + "0" * 26):
        with pytest.raises(ForgedCode):
            scan(forged)
    assert scan(code) == member.id


def test_eight_tills_at_once_take_a_code_once(app: Flask, member: Member) -> None:
    phone, _ = phone_of(member)
    code, taken = phone.shows(START), list[int]()
    db.session.rollback()

    def take() -> None:
        with app.app_context(), suppress(CodeUsed):
            taken.append(scan(code))

    tills = [Thread(target=take) for _ in range(8)]
    for till in tills:
        till.start()
    for till in tills:
        till.join()
    assert taken == [member.id]


def test_the_database_alone_shows_no_code(app: Flask, member: Member) -> None:
    phone, key = phone_of(member)
    other, other_key = phone_of(member)
    assert len(key.secret) > 32
    secret = other_key.secret

    def swap() -> None:
        db.session.get_one(DeviceKey, key.id).secret = secret

    in_transaction(swap)
    with pytest.raises(ForgedCode):
        scan(phone.shows(START))
    app.config["SECRET_KEY"] = "another one, after a restart on another machine"
    with pytest.raises(ForgedCode):
        scan(other.shows(START))


@pytest.mark.parametrize(
    "public",
    [b"", b"\x04" + bytes(64), b"\x02" + bytes(31)],
    ids=["nothing", "not on the curve", "half a point"],
)
def test_what_is_no_point_of_the_curve_is_refused(member: Member, public: bytes) -> None:
    with pytest.raises(ValueError, match=r".+"):
        in_transaction(lambda: agree_on_key(member.id, public, "Phone"))
    assert keys_of(member.id) == []


def test_old_codes_and_phones_are_forgotten(member: Member) -> None:
    phone, key = phone_of(member)
    with time_machine.travel(START, tick=False) as clock:
        scan(phone.shows(START))
        in_transaction(lambda: revoke_keys(DeviceKey.id == key.id))
        clock.shift(KEPT)
        in_transaction(forget_old_codes)
        assert left() == [1, 1]
        clock.shift(timedelta(seconds=15))
        in_transaction(forget_old_codes)
        assert left() == [1, 1]
        clock.shift(timedelta(minutes=1))
        in_transaction(forget_old_codes)
        assert left() == [0, 0]


def test_no_scan_is_settled_when_it_could_be_a_repeat(member: Member) -> None:
    phone, _ = phone_of(member)
    with time_machine.travel(START, tick=False) as clock:
        scan(phone.shows(START))
        clock.shift(KEPT + timedelta(minutes=2))
        in_transaction(forget_old_codes)
        with pytest.raises(StaleCode):
            scan(phone.shows(START), at=START)


def left() -> list[int | None]:
    tables = DeviceKey, UsedStep
    return [db.session.scalar(select(func.count()).select_from(table)) for table in tables]
