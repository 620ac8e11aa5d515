"""What the console's code leads to on the device: a look, a tap, and it is the shop's."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.devices.operations import offer_device, revoke_device
from loyalty_app.devices.queries import devices
from loyalty_app.extensions import in_transaction
from loyalty_app.staff.models import Role, Staff

from ...factories import PASSWORD, hire, open_shop, publish_preset
from ...sign_in import as_staff


@pytest.fixture
def owner(app: Flask) -> Staff:
    publish_preset("cafe")
    return hire(Role.OWNER, open_shop("Piazza"))


@pytest.fixture
def code(owner: Staff) -> str:
    return in_transaction(lambda: offer_device("Tablet", owner.shop_id, owner.id))


def test_looking_enrols_nothing(client: FlaskClient, code: str) -> None:
    page = client.get(f"/device/{code}")
    assert page.status_code == client.head(f"/device/{code}").status_code == 200
    assert "Tablet" in page.text
    assert "serves at Piazza" in page.text
    assert devices() == []


def test_a_tap_makes_it_the_shops_by_a_cookie_no_script_can_read(
    client: FlaskClient, code: str
) -> None:
    answer = client.post(f"/device/{code}")
    assert answer.location == "/staff"
    cookie = next(c for c in answer.headers.getlist("Set-Cookie") if c.startswith("device="))
    for words in ("HttpOnly", "SameSite=Lax", "Max-Age=34560000"):
        assert words in cookie
    assert "This is “Tablet” already." in client.get("/device").text


def test_it_enrols_once_and_says_so(app: Flask, client: FlaskClient, code: str) -> None:
    client.post(f"/device/{code}")
    late = app.test_client()
    assert late.post(f"/device/{code}").location == f"/device/{code}"
    page = late.get(f"/device/{code}")
    assert page.status_code == 410
    assert "This code no longer works" in page.text
    assert len(devices()) == 1


def test_a_code_is_typed_where_there_is_no_camera(client: FlaskClient, code: str) -> None:
    assert 'href="/device"' in client.get("/staff").text
    answer = client.post("/device", data={"code": f"{code[:5]} {code[5:]}".lower()})
    assert client.post(answer.location).location == "/staff"
    assert len(devices()) == 1


@pytest.mark.parametrize("typed", ["", "ABCDE 12345", "x" * 41])
def test_a_typo_stays_to_be_mended(client: FlaskClient, code: str, typed: str) -> None:
    answer = client.post("/device", data={"code": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert 'id="code-fault"' in answer.text


@pytest.mark.parametrize("signed_in_before", [True, False])
def test_who_serves_on_it_is_out_with_it(
    app: Flask, owner: Staff, code: str, signed_in_before: bool
) -> None:
    tablet, cashier = app.test_client(), hire(login="cashier")
    if signed_in_before:
        as_staff(tablet, cashier)
    tablet.post(f"/device/{code}")
    if not signed_in_before:
        tablet.post("/staff", data={"login": "cashier", "password": PASSWORD})
    assert tablet.get("/counter/").status_code == 200
    device_id = devices()[0].device.id
    in_transaction(lambda: revoke_device(device_id, owner.id))
    assert tablet.get("/counter/").location.startswith("/staff")
    assert "This is “Tablet” already." not in tablet.get("/device").text
