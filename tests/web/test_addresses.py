"""What stands in addresses and belongs to nothing is not found; it never breaks a page."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.extensions import in_transaction
from loyalty_app.staff.models import Role
from loyalty_app.standing.operations import enrol

from ..factories import hire, publish_preset
from ..sign_in import as_staff


@pytest.fixture
def as_owner(app: Flask, client: FlaskClient) -> FlaskClient:
    publish_preset("cafe")
    return as_staff(client, hire(Role.OWNER))


@pytest.mark.parametrize("number", [2**31, 10**30])
def test_no_row_has_such_a_number(as_owner: FlaskClient, number: int) -> None:
    assert as_owner.get(f"/console/staff/{number}").status_code == 404
    assert as_owner.post(f"/console/staff/{number}/dismiss").status_code == 404
    assert as_owner.get(f"/console/programme/{number}.yaml").status_code == 404


@pytest.mark.parametrize("number", ["IT/0042", "a#b?c", "12 34", "<b>/x", "100%41"])
def test_a_member_is_opened_whatever_the_number_they_brought_along(
    as_owner: FlaskClient, number: str
) -> None:
    in_transaction(lambda: enrol("Prima Persona", number=number))
    found = as_owner.post("/counter/", data={"code": "IT/0042"}) if number == "IT/0042" else None
    assert found is None or found.location == "/counter/members/IT/0042"
    listed = as_owner.get("/console/members").text
    address = listed.partition('href="/console/members/')[2].partition('"')[0]
    assert as_owner.get(f"/console/members/{address}").status_code == 200
    assert as_owner.get(f"/counter/members/{address}").status_code == 200
    assert as_owner.get(f"/counter/members/{address}/adjust").status_code == 200
