"""Staff choose a PIN with their password, and can do without again."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.extensions import db
from loyalty_app.staff.models import Staff
from loyalty_app.staff.passwords import matches

from ...factories import PASSWORD, hire, publish_preset
from ...on_device import PIN, make_device, with_pin
from ...sign_in import as_staff


@pytest.fixture
def cashier(app: Flask) -> Staff:
    publish_preset("cafe")
    return hire()


def kept(staff: Staff) -> str | None:
    db.session.rollback()
    db.session.refresh(staff)
    return staff.pin_hash


def test_a_pin_is_kept_as_a_password_is(client: FlaskClient, cashier: Staff) -> None:
    as_staff(client, cashier)
    assert 'href="/staff/pin"' in client.get("/counter/").text
    answer = client.post("/staff/pin", data={"current": PASSWORD, "pin": "73 91"})
    assert (answer.status_code, answer.location) == (303, "/counter/")
    found = kept(cashier)
    assert found
    assert "$argon2id$" in found
    assert matches(found, "7391")
    assert "leave it empty to have none" in client.get("/staff/pin").text
    client.post("/staff/pin", data={"current": PASSWORD, "pin": ""})
    assert kept(cashier) is None


@pytest.mark.parametrize(
    ("current", "pin", "words"),
    [
        ("wrong", PIN, "Login or password is not right"),
        ("", PIN, "Please fill this in."),
        (PASSWORD, "123", "four to six digits"),
        (PASSWORD, "1234", "first that anybody would try"),
    ],
)
def test_what_is_wrong_is_said(
    client: FlaskClient, cashier: Staff, current: str, pin: str, words: str
) -> None:
    as_staff(client, cashier)
    answer = client.post("/staff/pin", data={"current": current, "pin": pin})
    assert (answer.status_code, words in answer.text) == (422, True)
    assert kept(cashier) is None


def test_who_came_by_pin_needs_the_password_too(client: FlaskClient, cashier: Staff) -> None:
    with_pin(cashier)
    make_device(client, cashier)
    client.post("/staff/switch", data={"who": str(cashier.id), "pin": PIN})
    assert client.post("/staff/pin", data={"current": PIN, "pin": "64208"}).status_code == 422
    assert client.post("/staff/pin", data={"current": PASSWORD, "pin": "64208"}).status_code == 303


def test_a_stranger_signs_in_first(client: FlaskClient, cashier: Staff) -> None:
    assert client.get("/staff/pin").location == "/staff?next=/staff/pin"
    assert client.post("/staff/pin", data={}).location == "/staff?next=/staff/pin"
