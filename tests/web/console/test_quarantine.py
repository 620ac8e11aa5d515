"""What a device brings after it was shut out: the owner sees it, and records or refuses it."""

import json
import uuid
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from loyalty_app.activities.models import DetailRow
from loyalty_app.clock import now
from loyalty_app.counter.quarantine import KEPT, accept, waiting
from loyalty_app.counter.queue import take_queue
from loyalty_app.counter.scans import Queued, Scan, Served
from loyalty_app.devices.models import Device, QueuedScan
from loyalty_app.devices.operations import enrol_device, offer_device, revoke_device
from loyalty_app.extensions import db, in_transaction
from loyalty_app.jobs import tidy_up
from loyalty_app.members.models import Member
from loyalty_app.programme.versions import current_programme
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role, Staff
from loyalty_app.standing.queries import standing_of

from ...at_once import answers_at_once
from ...factories import enrol_member, hire, open_shop
from ...phones import phone_of


@pytest.fixture
def shop(app: Flask) -> Shop:
    return open_shop("Piazza")


@pytest.fixture
def cashier(shop: Shop) -> Staff:
    return hire(Role.CASHIER, shop)


@pytest.fixture
def member(app: Flask) -> Member:
    return enrol_member("Regular Guest")


@pytest.fixture
def tablet(owner: Staff) -> int:
    """A device that was shut out."""
    code = in_transaction(lambda: offer_device("Tablet", owner.shop_id, owner.id))
    in_transaction(lambda: enrol_device(code))
    device_id = db.session.scalars(select(Device.id)).one()
    in_transaction(lambda: revoke_device(device_id, owner.id))
    return device_id


FIRST = 5 + 20
"""Points of a purchase of 5.00, with what the first one brings."""


def bring(device_id: int, cashier: Staff, shop: Shop, code: str, at: datetime | None = None) -> str:
    """The id of a scan that waits."""
    scan = Scan(id=uuid.uuid4().hex, code=code, at=at or now(), amount=500)
    queued = [Queued(scan, Served(cashier.id, shop.code, scan.at))]
    programme = current_programme()
    db.session.rollback()
    in_transaction(lambda: take_queue(queued, device_id, programme, trusted=False))
    return scan.id


def points(member: Member) -> int:
    db.session.rollback()
    return standing_of(member.id).available


def state(scan_id: str) -> tuple[str, str]:
    """With what is kept of it."""
    db.session.rollback()
    row = db.session.get_one(QueuedScan, scan_id)
    return row.state, row.said


def settle(client: FlaskClient, verdict: str, *ids: str) -> str:
    """The page afterwards."""
    answer = client.post("/console/quarantine", data={"id": [*ids], "verdict": verdict})
    assert answer.location == "/console/quarantine"
    return client.get("/console/quarantine").text


def test_the_owner_sees_what_waits_and_where_it_came_from(
    as_owner: FlaskClient, tablet: int, cashier: Staff, shop: Shop, member: Member
) -> None:
    bring(tablet, cashier, shop, member.code)
    page = as_owner.get("/console/quarantine").text
    for words in ("€5.00", f"Card …{member.code[-4:]}", "Tablet", shop.name, cashier.name):
        assert words in page
    for personal in (member.name, member.code, member.number):
        assert personal not in page
    assert points(member) == 0
    for path in ("/console/", "/console/devices"):
        assert "1 purchase from a device waits" in as_owner.get(path).text


def test_a_manager_is_not_called(as_manager: FlaskClient, app: Flask) -> None:
    assert "/console/quarantine" not in as_manager.get("/console/").text
    assert as_manager.get("/console/quarantine").status_code == 403


def test_accepted_it_is_recorded_at_its_time_for_who_served(
    as_owner: FlaskClient, tablet: int, owner: Staff, cashier: Staff, shop: Shop, member: Member
) -> None:
    at = now() - timedelta(hours=5)
    phone, _ = phone_of(member)
    scan_id = bring(tablet, cashier, shop, phone.shows(at), at)
    assert "1 was recorded." in settle(as_owner, "accept", scan_id)
    detail = db.session.scalars(select(DetailRow)).one()
    assert (detail.happened_at, detail.staff_id, detail.shop) == (at, cashier.id, shop.code)
    assert json.loads(detail.body)["approved_by"] == owner.id
    assert points(member) == FIRST
    assert state(scan_id) == ("accepted", "")
    assert "0 were recorded." in settle(as_owner, "accept", scan_id)
    assert points(member) == FIRST


def test_refused_it_stays_refused(
    as_owner: FlaskClient, tablet: int, cashier: Staff, shop: Shop, member: Member
) -> None:
    scan_id = bring(tablet, cashier, shop, member.code)
    assert "1 was refused." in settle(as_owner, "refuse", scan_id)
    settle(as_owner, "accept", scan_id)
    assert (points(member), state(scan_id)) == (0, ("refused", ""))


def test_all_at_once_and_what_cannot_be_is_said(
    as_owner: FlaskClient, tablet: int, cashier: Staff, shop: Shop, member: Member
) -> None:
    ids = [bring(tablet, cashier, shop, member.code) for _ in range(3)]
    ids.append(bring(tablet, cashier, shop, "1234567897"))
    assert "Record all 4" in as_owner.get("/console/quarantine").text
    page = settle(as_owner, "accept", *ids)
    assert "3 were recorded." in page
    assert "Not recorded: No member has “…7897”" in page
    assert "Nothing waits" in page
    assert points(member) == FIRST + 5 + 5


def test_two_owners_settle_it_once(
    app: Flask, owner: Staff, tablet: int, cashier: Staff, shop: Shop, member: Member
) -> None:
    scan_id, programme = bring(tablet, cashier, shop, member.code), current_programme()
    by = owner.id

    def settled() -> int:
        return in_transaction(lambda: accept([scan_id], by, programme)).recorded

    assert sorted(answers_at_once(app, settled)) == [0] * 7 + [1]
    assert points(member) == FIRST


def test_late_is_when_it_arrived_not_when_the_owner_looks(
    owner: Staff, tablet: int, cashier: Staff, shop: Shop, member: Member
) -> None:
    scan_id = bring(tablet, cashier, shop, member.code, now() - timedelta(hours=71))
    programme = current_programme()
    with time_machine.travel(now() + timedelta(days=20)):
        settled = in_transaction(lambda: accept([scan_id], owner.id, programme))
    assert (settled.recorded, settled.refusals) == (1, ())


def test_after_30_days_it_is_forgotten(
    app: Flask, tablet: int, cashier: Staff, shop: Shop, member: Member
) -> None:
    scan_id = bring(tablet, cashier, shop, member.code)

    def age(by: timedelta) -> None:
        db.session.get_one(QueuedScan, scan_id).received_at = now() - by

    for by, left in ((KEPT - timedelta(hours=1), 1), (KEPT + timedelta(hours=1), 0)):
        in_transaction(lambda by=by: age(by))  # type: ignore[misc]
        tidy_up()
        assert len(waiting(10)) == left
        db.session.rollback()
