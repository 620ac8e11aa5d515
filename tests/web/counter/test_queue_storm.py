"""Four devices come back at once: 2,000 scans, shuffled, each sent three times."""

import random
import uuid
from collections import defaultdict
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from loyalty_app.activities.models import ActivityRow
from loyalty_app.clock import now
from loyalty_app.counter.quarantine import accept, how_many_wait, waiting
from loyalty_app.counter.scans import Served
from loyalty_app.devices.models import Device
from loyalty_app.devices.operations import enrol_device, offer_device, revoke_device
from loyalty_app.extensions import db, in_transaction
from loyalty_app.programme.document import Programme
from loyalty_app.shops.models import Shop
from loyalty_app.standing.queries import standing_of
from loyalty_app.trust.verification import Verification
from loyalty_app.web.counter import served_by

from ...factories import enrol_member
from ...phones import phone_of
from .conftest import Counter

Scan = dict[str, Any]


def test_1800_effects_and_200_wait_for_the_owner(
    app: Flask, till: Counter, programme: Programme, shop: Shop
) -> None:
    chance = random.Random(2027)
    members = [enrol_member() for _ in range(25)]
    phones = [(member.id, member.code, phone_of(member)[0]) for member in members]
    ids = [member for member, _code, _phone in phones]
    lost = device(app, till)
    queues: dict[FlaskClient, list[Scan]] = defaultdict(list)
    for number, client in enumerate([lost, *(device(app, till) for _ in range(3))]):
        for n in range(200 if number == 0 else 600):
            at = now() - timedelta(minutes=number * 600 + n + 5)
            _id, code, phone = phones[n % len(phones)]
            shown = phone.shows(at) if n % 2 else code
            note = served_by.written(Served(till.staff.id, shop.code, at))
            queues[client].append(scan(shown, at.isoformat(), note))
    revoke_first(till)

    given: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for client, scans in queues.items():
        sent = scans * 3
        chance.shuffle(sent)
        for start in range(0, len(sent), 100):
            some = sent[start : start + 100]
            answer = client.post("/counter/queue", json={"scans": some})
            assert answer.json
            for one in answer.json["answers"]:
                given[one["id"]].add((one["state"], one["receipt"]))
    assert len(given) == 2000
    assert all(len(answers) == 1 for answers in given.values())
    assert effects() == 1800
    assert how_many_wait() == 200
    assert sum(standing_of(id_).available for id_ in ids) == 1800

    those = [one.scan.id for one in waiting(200)]
    db.session.rollback()
    settled = in_transaction(lambda: accept(those, till.staff.id, programme))
    assert (settled.recorded, settled.refusals) == (200, ())
    assert effects() == 2000
    assert list(Verification().differences()) == []


def scan(code: str, at: str, served: str) -> Scan:
    return {"id": uuid.uuid4().hex, "code": code, "at": at, "amount": 100, "served": served}


def device(app: Flask, till: Counter) -> FlaskClient:
    """One of the shop's, on which nobody is signed in."""
    staff = till.staff
    code = in_transaction(lambda: offer_device("Tablet", staff.shop_id, staff.id))
    client = app.test_client()
    client.set_cookie("device", in_transaction(lambda: enrol_device(code)))
    return client


def revoke_first(till: Counter) -> None:
    first = db.session.scalar(select(func.min(Device.id))) or 0
    in_transaction(lambda: revoke_device(first, till.staff.id))


def effects() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(ActivityRow)) or 0
