"""Where a device's queue goes: who may send, who served, and what comes from a device shut out."""

import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from loyalty_app.activities.models import DetailRow
from loyalty_app.clock import now
from loyalty_app.devices.operations import offer_device, revoke_device
from loyalty_app.devices.queries import devices
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.sessions.operations import sign_out_staff_everywhere
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role

from ...factories import hire
from ...phones import phone_of
from ...sign_in import as_staff
from .conftest import Counter, has, key_in, speaking


def served_in(page: str) -> str:
    """The note of who serves, as the page hands it to the device."""
    found = re.search(r'data-served="([^"]+)"', page)
    assert found
    return found[1]


def scan(till: Counter, member: Member, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    return {
        "id": uuid.uuid4().hex,
        "code": member.code,
        "at": now().isoformat(),
        "amount": 500,
        "items": [],
        "actions": [],
        "served": served_in(till.get("/").text),
        **more,
    }


def send(client: FlaskClient, *scans: Any) -> TestResponse:  # noqa: ANN401
    return client.post("/counter/queue", json={"scans": list(scans)})


def states(answer: TestResponse) -> list[str]:
    assert answer.json
    return [one["state"] for one in answer.json["answers"]]


@pytest.fixture
def enrolled(till: Counter) -> int:
    """The till is one of the shop's devices; its id."""
    owner = hire(Role.OWNER)
    code = in_transaction(lambda: offer_device("Tablet", owner.shop_id, owner.id))
    till.client.post(f"/device/{code}")
    return devices()[0].device.id


def test_a_scan_is_recorded_for_who_served_when_it_was_made(
    app: Flask, till: Counter, shop: Shop, member: Member
) -> None:
    made = scan(till, member)
    colleague = speaking(as_staff(app.test_client(), hire()), "en")
    answer = send(colleague, made)
    assert answer.status_code == 200
    assert answer.json
    [one] = answer.json["answers"]
    assert (one["id"], one["state"], one["why"]) == (made["id"], "recorded", "")
    detail = db.session.get_one(DetailRow, one["receipt"])
    assert (detail.staff_id, detail.shop) == (till.staff.id, shop.code)
    assert has(member).available == 5


def test_an_empty_queue_asks_whether_the_server_is_there(till: Counter) -> None:
    answer = send(till.client)
    assert answer.json
    assert answer.json["answers"] == []
    assert abs(answer.json["now"] - now().timestamp() * 1000) < 60_000


def test_who_is_not_signed_in_keeps_the_queue_and_hears_the_time(
    client: FlaskClient, till: Counter, member: Member
) -> None:
    made = scan(till, member)
    for _ in range(2):
        answer = send(client, made)
        assert answer.status_code == 401
        assert answer.json
        assert set(answer.json) == {"now"}
    assert has(member).available == 0
    assert "You were signed out" not in client.get("/staff").text


def test_a_device_of_the_shop_sends_though_nobody_is_signed_in(
    till: Counter, member: Member, enrolled: int
) -> None:
    made = scan(till, member)
    in_transaction(lambda: sign_out_staff_everywhere(till.staff))
    assert till.get("/").status_code == 303
    assert states(send(till.client, made)) == ["recorded"]


def test_a_device_that_was_shut_out_brings_only_what_waits_for_the_owner(
    till: Counter, member: Member, enrolled: int
) -> None:
    before, after = scan(till, member), scan(till, member)
    assert states(send(till.client, before)) == ["recorded"]
    in_transaction(lambda: revoke_device(enrolled, till.staff.id))
    for _ in range(2):
        assert sorted(states(send(till.client, before, after))) == ["recorded", "waiting"]
    # Also when somebody signs in on it again.
    as_staff(till.client, till.staff)
    assert states(send(till.client, after)) == ["waiting"]
    assert has(member).available == 5


def test_a_note_that_is_not_ours_is_of_nobody(till: Counter, member: Member) -> None:
    made = scan(till, member)
    for served in ("", "x", made["served"][:-2] + "AA", None, 7):
        answer = send(till.client, {**made, "id": uuid.uuid4().hex, "served": served})
        assert states(answer) == ["refused"]
        assert "Nobody was signed in" in answer.text


def test_what_cannot_be_read_keeps_nothing_else(till: Counter, member: Member) -> None:
    good = scan(till, member)
    bad = [{**good, "id": uuid.uuid4().hex, "amount": "five"}, {"id": "x"}, "nonsense", None]
    answer = send(till.client, *bad, good)
    assert sorted(states(answer)) == ["recorded", "refused", "refused", "refused"]
    assert "This entry is damaged" in answer.text


@pytest.mark.parametrize("said", [[], {}, {"scans": 5}, {"scans": [{}] * 101}, 5])
def test_what_is_no_queue_is_refused_whole(till: Counter, said: object) -> None:
    assert till.client.post("/counter/queue", json=said).status_code == 400


def test_only_a_script_of_ours_can_send(till: Counter, member: Member) -> None:
    """A form of another site cannot say that it is JSON."""
    assert till.client.post("/counter/queue", data={"scans": "[]"}).status_code == 415


def test_a_form_whose_answer_got_lost_counts_once(till: Counter, member: Member) -> None:
    key = key_in(till.get(f"/members/{member.number}").text)
    till.sell(member, "5.00", key)
    handed_on = scan(till, member, id=key, code=member.number)
    assert states(send(till.client, handed_on)) == ["recorded"]
    assert has(member).available == 5


def test_the_other_way_round_too(till: Counter, member: Member) -> None:
    """The queue was faster, and then the page is sent again."""
    key = key_in(till.get(f"/members/{member.number}").text)
    send(till.client, scan(till, member, id=key, code=member.number))
    answer = till.post(f"/members/{member.number}", amount="5.00", key=key)
    assert answer.status_code == 422
    assert "recorded a moment ago" in answer.text
    assert has(member).available == 5


def test_refusals_come_in_the_language_of_staff(till: Counter, member: Member) -> None:
    phone, _ = phone_of(member)
    at = now()
    late = phone.shows(at - timedelta(minutes=5))
    said = scan(till, member, code=late, at=at.isoformat())
    assert "This code is from" in send(till.client, said).text
    speaking(till.client, "it")
    answer = send(till.client, {**said, "id": uuid.uuid4().hex})
    assert answer.json
    assert "Questo codice è delle ore" in answer.json["answers"][0]["why"]


def test_the_page_for_later_says_nothing_of_anybody(till: Counter, member: Member) -> None:
    till.sell(member)
    page = till.get("/offline").text
    assert "No connection" in page
    for personal in (member.name, member.number, till.staff.name, "csrf"):
        assert personal not in page
    assert page == till.get("/offline").text


def test_the_worker_changes_with_the_page_and_keeps_no_page_of_a_member(
    till: Counter, member: Member
) -> None:
    first = till.get("/sw.js")
    assert first.mimetype == "text/javascript"
    assert first.headers["Cache-Control"] == "no-cache"
    assert first.data == till.get("/sw.js").data
    speaking(till.client, "it")
    assert first.data != till.get("/sw.js").data
    assert "/counter/members/" not in first.text.replace(r"\/", "~")


def test_a_note_is_good_for_its_shift_and_not_for_the_day_before(
    till: Counter, member: Member
) -> None:
    made = scan(till, member, at=(now() + timedelta(minutes=4)).isoformat())
    assert states(send(till.client, made)) == ["recorded"]
    early = scan(till, member, at=(now() - timedelta(hours=20)).isoformat())
    assert states(send(till.client, early)) == ["waiting"]
