"""A device becomes the shop's by a code, ten minutes and once, and is shut out at once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from loyalty_app.devices.models import Device
from loyalty_app.devices.operations import (
    DeviceCodeOver,
    enrol_device,
    note_device,
    offer_device,
    revoke_device,
)
from loyalty_app.devices.queries import device_numbered, device_offered, device_with, devices
from loyalty_app.extensions import db, in_transaction
from loyalty_app.sessions.operations import sign_in_staff
from loyalty_app.sessions.queries import visitor_of
from loyalty_app.staff.models import Role, Staff

from ..at_once import answers_at_once
from ..factories import hire, publish_preset

START = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def owner(app: Flask) -> Staff:
    publish_preset("cafe")
    return hire(Role.OWNER)


def offer(owner: Staff, name: str = "Tablet") -> str:
    return in_transaction(lambda: offer_device(name, owner.shop_id, owner.id))


def enrol(code: str, before: str | None = None, session: str | None = None) -> Device:
    token = in_transaction(lambda: enrol_device(code, before, session))
    device = device_with(token)
    assert device
    return device


def test_looking_uses_nothing_up_and_enrolling_counts_once(owner: Staff) -> None:
    code = offer(owner)
    for _ in range(2):
        found = device_offered(code)
        assert found
        assert (found[0].name, found[1].id) == ("Tablet", owner.shop_id)
    device = enrol(code)
    assert (device.name, device.shop_id, device.enrolled_by) == ("Tablet", owner.shop_id, owner.id)
    assert device_offered(code) is None
    with pytest.raises(DeviceCodeOver):
        enrol(code)


def test_eight_devices_at_once_and_one_is_enrolled(app: Flask, owner: Staff) -> None:
    code = offer(owner)
    assert len(answers_at_once(app, lambda: in_transaction(lambda: enrol_device(code)))) == 1
    assert len(devices()) == 1


def test_after_ten_minutes_the_code_is_over(owner: Staff) -> None:
    with time_machine.travel(START, tick=False) as clock:
        code = offer(owner)
        clock.shift(timedelta(minutes=10))
        with pytest.raises(DeviceCodeOver):
            enrol(code)


@pytest.mark.parametrize("spelt", ["{0} {1}", "{0}-{1}", "  {0}{1}\n"])
def test_a_code_may_be_typed_as_people_type(owner: Staff, spelt: str) -> None:
    code = offer(owner)
    assert enrol(spelt.format(code[:5], code[5:]).lower()).name == "Tablet"


@pytest.mark.parametrize("code", ["", "ABC", "ÄÖÜ", "0" * 10])
def test_what_is_no_code_enrols_nothing(owner: Staff, code: str) -> None:
    offer(owner)
    with pytest.raises(DeviceCodeOver):
        enrol(code)


def test_revoking_signs_out_who_serves_there_and_nobody_else(owner: Staff) -> None:
    elsewhere = in_transaction(lambda: sign_in_staff(owner))
    here = in_transaction(lambda: sign_in_staff(owner))
    device = enrol(offer(owner), session=here)
    later = in_transaction(lambda: sign_in_staff(owner, device_id=device.id))
    device_id = device.id
    in_transaction(lambda: revoke_device(device_id, owner.id))
    assert visitor_of(here) is visitor_of(later) is None
    assert visitor_of(elsewhere)
    db.session.rollback()
    revoked = device_numbered(device_id).device
    assert (revoked.revoked_by, revoked.revoked_at is not None) == (owner.id, True)


def test_a_browser_is_one_device_at_a_time(owner: Staff) -> None:
    first = in_transaction(lambda: enrol_device(offer_now(owner)))
    second = enrol(offer(owner, "Till"), before=first)
    known = device_with(first)
    assert known
    assert known.revoked_at
    assert [one.device.name for one in devices()] == ["Till", "Tablet"]
    assert second.revoked_at is None


def offer_now(owner: Staff) -> str:
    return offer_device("Tablet", owner.shop_id, owner.id)


def test_when_it_was_seen_is_written_once_an_hour(owner: Staff) -> None:
    with time_machine.travel(START, tick=False) as clock:
        device_id = enrol(offer(owner)).id
        seen = []
        for minutes in (30, 31):
            clock.shift(timedelta(minutes=minutes))
            in_transaction(lambda: note_device(device_id))
            db.session.rollback()
            seen.append(device_numbered(device_id).device.seen_at)
    assert seen == [START, START + timedelta(minutes=61)]


def test_only_its_hash_is_kept(owner: Staff) -> None:
    token = in_transaction(lambda: enrol_device(offer_now(owner)))
    [one] = devices()
    assert one.device.token != token
    assert len(one.device.token) == 64
