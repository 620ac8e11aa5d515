"""Staff give themselves a new password, who else they are signed in as notwithstanding."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.extensions import db
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.passwords import matches

from ...factories import PASSWORD, hire, publish_preset
from ...sign_in import as_staff

NEW = "green door, red roof"


@pytest.fixture
def cashier(app: Flask) -> Staff:
    publish_preset("cafe")
    return hire(Role.CASHIER)


def holds(staff: Staff, password: str) -> bool:
    db.session.refresh(staff)
    return matches(staff.password_hash, password)


def test_a_new_password_holds_and_signs_out_everywhere_else(
    client: FlaskClient, cashier: Staff
) -> None:
    other = as_staff(client.application.test_client(), cashier)
    as_staff(client, cashier)
    assert client.get("/staff/password").status_code == 200
    answer = client.post("/staff/password", data={"current": PASSWORD, "new": NEW})
    assert (answer.status_code, answer.location) == (303, "/counter/")
    assert holds(cashier, NEW)
    assert client.get("/counter/").status_code == 200
    assert other.get("/counter/").location.startswith("/staff")


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({"current": "wrong", "new": NEW}, "current-fault"),
        ({"current": PASSWORD, "new": "short"}, "new-fault"),
        ({"current": PASSWORD, "new": "password 2026"}, "new-fault"),
        ({"current": "", "new": ""}, "current-fault"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    client: FlaskClient, cashier: Staff, said: dict[str, str], fault: str
) -> None:
    as_staff(client, cashier)
    answer = client.post("/staff/password", data=said, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert fault in answer.text
    assert answer.text.lstrip().startswith('<section class="stack-l" id="staff-password"')
    assert holds(cashier, PASSWORD)


def test_tries_are_counted_here_too(client: FlaskClient, cashier: Staff) -> None:
    as_staff(client, cashier)
    for _ in range(5):
        client.post("/staff/password", data={"current": "wrong", "new": NEW})
    answer = client.post("/staff/password", data={"current": PASSWORD, "new": NEW})
    assert answer.status_code == 422
    assert holds(cashier, PASSWORD)


def test_a_stranger_signs_in_first(client: FlaskClient, cashier: Staff) -> None:
    there = "/staff?next=/staff/password"
    assert client.get("/staff/password").location == there
    assert client.post("/staff/password", data={}).location == there
