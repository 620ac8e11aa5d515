"""On a device of the shop a tap and a PIN let the next person in; nowhere else."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.devices.models import Device
from loyalty_app.devices.operations import revoke_device
from loyalty_app.extensions import db, in_transaction
from loyalty_app.sessions.models import BrowserSession
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.operations import dismiss

from ...factories import PASSWORD, enrol_member, hire, open_shop, publish_preset
from ...on_device import PIN, make_device, with_pin
from ...sign_in import as_member, as_staff

HTMX = {"HX-Request": "true"}
START = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def manager(app: Flask) -> Staff:
    publish_preset("cafe")
    return with_pin(hire(Role.MANAGER, open_shop("Piazza"), login="marta"))


@pytest.fixture
def cashier(manager: Staff) -> Staff:
    cashier = hire(Role.CASHIER, login="carlo")
    in_transaction(
        lambda: setattr(db.session.get_one(Staff, cashier.id), "shop_id", manager.shop_id)
    )
    return with_pin(cashier)


@pytest.fixture
def tablet(client: FlaskClient, manager: Staff) -> Device:
    """The client is a device of the shop."""
    return make_device(client, manager)


def enter(client: FlaskClient, staff: Staff, pin: str = PIN, **more: str) -> str:
    """Where it leads."""
    answer = client.post("/staff/switch", data={"who": str(staff.id), "pin": pin, **more})
    return str(answer.location or answer.status_code)


def test_who_works_here_is_asked_and_a_pin_is_enough(
    client: FlaskClient, tablet: Device, cashier: Staff
) -> None:
    asked = client.get("/counter/members/123?after=x")
    assert asked.location == "/staff/switch?next=/counter/members/123?after%3Dx"
    page = client.get(asked.location).text
    for words in ("Who is here?", cashier.name, "Cashier", f"who={cashier.id}"):
        assert words in page
    chosen = client.get(f"/staff/switch?who={cashier.id}&next=/counter/receipts").text
    assert f'name="who" value="{cashier.id}"' in chosen
    assert 'value="/counter/receipts"' in chosen
    assert enter(client, cashier, next="/counter/receipts") == "/counter/receipts"
    assert client.get("/counter/receipts").status_code == 200


def test_the_next_person_takes_over(
    client: FlaskClient, tablet: Device, cashier: Staff, manager: Staff
) -> None:
    enter(client, cashier)
    assert cashier.name in client.get("/counter/").text
    assert client.post("/staff/lock").location == "/staff/switch"
    assert client.get("/counter/").location.startswith("/staff/switch")
    enter(client, manager)
    page = client.get("/counter/").text
    assert manager.name in page
    assert db.session.query(BrowserSession).filter_by(staff_id=cashier.id).count() == 0


def test_a_wrong_pin_is_told_with_what_is_left_of_tries(
    client: FlaskClient, tablet: Device, cashier: Staff
) -> None:
    said = {"who": str(cashier.id), "pin": "9173", "next": "/counter/receipts"}
    answer = client.post("/staff/switch", data=said, headers=HTMX)
    assert (answer.status_code, "4 tries are left" in answer.text) == (422, True)
    assert 'value="/counter/receipts"' in answer.text
    assert "9173" not in answer.text
    for _ in range(4):
        client.post("/staff/switch", data=said)
    answer = client.post("/staff/switch", data={**said, "pin": PIN})
    assert (answer.status_code, "sign-in by password" in answer.text) == (429, True)
    assert client.post("/staff", data={"login": "carlo", "password": PASSWORD}).status_code == 303
    assert enter(client, cashier) == "/counter/"


def test_elsewhere_no_pin_is_asked_for_and_none_is_taken(
    client: FlaskClient, cashier: Staff
) -> None:
    assert client.get("/counter/").location == "/staff?next=/counter/"
    assert client.get("/staff/switch").location == "/staff"
    assert "Sign in with a PIN" not in client.get("/staff").text
    assert enter(client, cashier) == "/staff"
    assert client.get("/counter/").status_code == 303


def test_the_desk_asks_for_the_password(
    client: FlaskClient, tablet: Device, manager: Staff
) -> None:
    enter(client, manager)
    assert client.get("/counter/").status_code == 200
    asked = client.get("/console/members")
    assert asked.location == "/staff?next=/console/members"
    assert client.get(asked.location).status_code == 200
    said = {"login": "marta", "password": PASSWORD, "next": "/console/members"}
    assert client.post("/staff", data=said).location == "/console/members"
    assert client.get("/console/members").status_code == 200


def test_a_revoked_device_and_who_left_are_out_at_the_next_request(
    app: Flask, client: FlaskClient, tablet: Device, cashier: Staff, manager: Staff
) -> None:
    enter(client, cashier)
    in_transaction(lambda: dismiss(cashier.id))
    assert client.get("/counter/").location.startswith("/staff/switch")
    assert enter(client, cashier) == "422"
    enter(client, manager)
    assert client.get("/counter/").status_code == 200
    in_transaction(lambda: revoke_device(tablet.id, manager.id))
    assert client.get("/counter/").location == "/staff?next=/counter/"
    assert enter(client, manager) == "/staff"


def test_it_locks_when_nobody_touches_it(
    client: FlaskClient, tablet: Device, cashier: Staff
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        enter(client, cashier)
        for _ in range(3):
            clock.shift(timedelta(minutes=4, seconds=59))
            assert client.get("/counter/").status_code == 200
        clock.shift(timedelta(minutes=5, seconds=1))
        assert client.get("/counter/").location.startswith("/staff/switch")
        fragment = client.post("/counter/", data={"code": "1"}, headers=HTMX)
        assert (fragment.status_code, fragment.headers["HX-Trigger"]) == (204, "locked")
        enter(client, cashier)
        assert client.get("/counter/").status_code == 200


def test_a_password_is_good_for_the_shift(
    client: FlaskClient, tablet: Device, manager: Staff
) -> None:
    with time_machine.travel(START, tick=False) as clock:
        client.post("/staff", data={"login": "marta", "password": PASSWORD})
        clock.shift(timedelta(hours=3))
        assert client.get("/counter/").status_code == 200


def test_over_a_page_it_stays_for_who_was_there_and_goes_for_another(
    client: FlaskClient, tablet: Device, cashier: Staff, manager: Staff
) -> None:
    enter(client, cashier)
    was = {"who": str(cashier.id), "stays": str(cashier.id)}
    locked = client.post("/staff/lock", data=was, headers=HTMX)
    assert locked.text.lstrip().startswith('<section class="stack-l" id="switch"')
    assert cashier.name in locked.text
    assert client.get("/counter/").status_code == 303
    again = client.post("/staff/switch", data={**was, "pin": PIN}, headers=HTMX)
    assert (again.status_code, again.headers["HX-Trigger"]) == (204, "unlocked")
    client.post("/staff/lock", data=was, headers=HTMX)
    other = {**was, "who": str(manager.id), "pin": PIN}
    answer = client.post("/staff/switch", data=other, headers=HTMX)
    assert answer.headers["HX-Redirect"] == "/counter/"


def test_ones_own_card_stays_open_beside_it(
    client: FlaskClient, tablet: Device, cashier: Staff
) -> None:
    as_member(client, enrol_member())
    enter(client, cashier)
    client.post("/staff/lock")
    assert client.get("/card").status_code == 200
    assert client.get("/counter/").status_code == 303


def test_nobody_with_a_pin_is_told_how_to_get_one(client: FlaskClient, manager: Staff) -> None:
    lonely = hire(Role.OWNER, open_shop())
    make_device(client, lonely)
    page = client.get("/staff/switch").text
    assert "Nobody has a PIN yet" in page
    assert 'href="/staff"' in page


def test_signing_out_on_a_device_leads_to_the_next_person(
    client: FlaskClient, tablet: Device, cashier: Staff
) -> None:
    as_staff(client, cashier)
    assert client.post("/staff/sign-out").location == "/staff/switch"


@pytest.mark.parametrize("said", [{}, {"who": "x", "pin": PIN}, {"who": "1"}, {"pin": PIN}])
def test_half_of_it_lets_nobody_in(
    client: FlaskClient, tablet: Device, said: dict[str, str]
) -> None:
    assert client.post("/staff/switch", data=said).status_code == 422
    assert client.get("/counter/").status_code == 303


def test_a_pin_shows_that_the_device_is_in_use(
    client: FlaskClient, tablet: Device, cashier: Staff
) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    with time_machine.travel(tomorrow, tick=False):
        enter(client, cashier)
    db.session.expire_all()
    assert db.session.get_one(Device, tablet.id).seen_at == tomorrow


def test_a_shift_that_goes_on_with_a_new_password_ends_with_the_device(
    client: FlaskClient, tablet: Device, cashier: Staff
) -> None:
    friend = enrol_member()
    as_member(client, friend)
    client.post("/staff", data={"login": cashier.login, "password": PASSWORD})
    said = {"current": PASSWORD, "new": "green door, red roof"}
    assert client.post("/staff/password", data=said).location == "/counter/"
    assert client.get("/counter/").status_code == 200
    assert client.get("/card").status_code == 200  # a card beside it stays
    in_transaction(lambda: revoke_device(tablet.id, cashier.id))
    assert client.get("/counter/").status_code == 303
