"""Who is invited chooses their own login and password, and is in."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.devices.operations import revoke_device
from loyalty_app.extensions import db, in_transaction
from loyalty_app.sessions.invitations import invite
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.passwords import matches

from ...factories import PASSWORD, hire, publish_preset
from ...on_device import make_device
from ...sign_in import as_staff

SAID = {"login": "Anna", "password": PASSWORD}


@pytest.fixture
def owner(app: Flask) -> Staff:
    publish_preset("cafe")
    return hire(Role.OWNER)


def link(owner: Staff, role: Role = Role.CASHIER, email: str | None = None) -> str:
    by, shop_id = owner.id, owner.shop_id
    token, _ = in_transaction(lambda: invite(by, "Anna Neri", role, shop_id, email, "en"))
    return f"/staff/invited/{token}"


def test_the_page_says_who_invites_to_what(client: FlaskClient, owner: Staff) -> None:
    page = client.get(link(owner, email="anna@example.org"))
    assert page.status_code == 200
    for words in ("Welcome, Anna Neri", owner.name, "cashier", 'value="anna@example.org"'):
        assert words in page.text


@pytest.mark.parametrize(
    ("role", "first"), [(Role.CASHIER, "/counter/"), (Role.MANAGER, "/console/")]
)
def test_they_are_signed_in_with_what_they_chose(
    client: FlaskClient, owner: Staff, role: Role, first: str
) -> None:
    path = link(owner, role)
    answer = client.post(path, data=SAID)
    assert (answer.status_code, answer.location) == (303, first)
    assert client.get(first).status_code == 200
    anna = db.session.query(Staff).filter_by(login="anna").one()
    assert (anna.role, matches(anna.password_hash, PASSWORD)) == (role, True)
    assert client.get(path).status_code == 410
    assert client.post(path, data=SAID).location == path


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("login", " ", "Please fill this in."),
        ("password", "", "Please fill this in."),
        ("password", "short", "at least 10 characters"),
        ("password", "Neri and 2027", "easily guessed"),
        ("login", "owner", "is taken"),
    ],
)
def test_what_is_wrong_is_said_and_the_invitation_stays(
    client: FlaskClient, owner: Staff, field: str, value: str, words: str
) -> None:
    hire(login="owner")
    path = link(owner)
    answer = client.post(path, data={**SAID, field: value}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert words in answer.text
    assert PASSWORD not in answer.text
    assert answer.text.lstrip().startswith('<section class="stack-l" id="invited"')
    assert client.post(path, data=SAID).status_code == 303


def test_who_is_signed_in_here_is_told_and_signed_out(client: FlaskClient, owner: Staff) -> None:
    as_staff(client, owner)
    path = link(owner)
    assert "is signed in here and will be signed out" in client.get(path).text
    client.post(path, data=SAID)
    assert client.get("/console/").status_code == 403


def test_what_never_was_is_over(client: FlaskClient, owner: Staff) -> None:
    answer = client.get("/staff/invited/nothing")
    assert (answer.status_code, "This invitation is over" in answer.text) == (410, True)


def test_a_first_shift_on_a_device_of_the_shop_ends_with_it(
    client: FlaskClient, owner: Staff
) -> None:
    device = make_device(client, owner)
    assert client.post(link(owner), data=SAID).location == "/counter/"
    assert client.get("/counter/").status_code == 200
    in_transaction(lambda: revoke_device(device.id, owner.id))
    assert client.get("/counter/").status_code == 303
