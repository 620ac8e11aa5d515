"""The shop's own devices: the owner makes a code, sees the device come, and shuts it out."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.devices.queries import devices
from loyalty_app.staff.models import Role, Staff

from ...factories import hire
from ...sign_in import as_staff
from .conftest import HTMX


def offer(as_owner: FlaskClient, owner: Staff, name: str = "Tablet") -> str:
    """Where the code is shown."""
    answer = as_owner.post("/console/devices", data={"name": name, "shop": str(owner.shop_id)})
    assert answer.status_code == 303
    return answer.location


def test_the_way_there_is_on_the_staff_page(as_owner: FlaskClient) -> None:
    assert "/console/devices" in as_owner.get("/console/staff").text
    assert "No devices yet" in as_owner.get("/console/devices").text


def test_a_device_comes_and_the_console_sees_it(
    app: Flask, as_owner: FlaskClient, owner: Staff
) -> None:
    shown = offer(as_owner, owner)
    page = as_owner.get(shown).text
    assert "<svg" in page
    assert 'hx-trigger="every 3s"' in page
    code = shown.rpartition("/")[2]
    assert f"{code[:5]} {code[5:]}" in page
    app.test_client().post(f"/device/{code}")
    after = as_owner.get(shown, headers=HTMX).text
    assert "“Tablet” is one of the shop’s devices" in after
    assert "hx-trigger" not in after
    assert "Tablet" in as_owner.get("/console/devices").text


def test_after_ten_minutes_the_page_says_that_the_code_is_over(
    as_owner: FlaskClient, owner: Staff
) -> None:
    with time_machine.travel(datetime.now(UTC)) as clock:
        shown = offer(as_owner, owner)
        clock.shift(timedelta(minutes=10))
        assert "This code is over" in as_owner.get(shown).text


def test_a_device_that_is_revoked_stays_in_the_list_as_such(
    app: Flask, as_owner: FlaskClient, owner: Staff
) -> None:
    app.test_client().post("/device/" + offer(as_owner, owner).rpartition("/")[2])
    device_id = devices()[0].device.id
    assert "Shut it out" in as_owner.get(f"/console/devices/{device_id}").text
    for _ in range(2):
        as_owner.post(f"/console/devices/{device_id}/revoke")
    page = as_owner.get("/console/devices").text
    assert "Tablet is shut out." in page
    assert "revoked" in page
    assert "Shut it out" not in as_owner.get(f"/console/devices/{device_id}").text


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("name", "x" * 61), ("shop", "999")])
def test_what_is_wrong_is_said_and_the_rest_stays(
    as_owner: FlaskClient, owner: Staff, field: str, value: str
) -> None:
    said = {"name": "Tablet", "shop": str(owner.shop_id), field: value}
    answer = as_owner.post("/console/devices", data=said, headers=HTMX)
    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert f'value="{said["name"]}"' in answer.text


def test_only_who_made_a_code_sees_it(app: Flask, as_owner: FlaskClient, owner: Staff) -> None:
    shown = offer(as_owner, owner)
    assert as_staff(app.test_client(), hire(Role.OWNER)).get(shown).status_code == 404
    assert as_owner.get("/console/devices/new/nothing").status_code == 404
