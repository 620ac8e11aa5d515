"""One person at work: role, shop, own card, password, leaving."""

import pytest
from flask.testing import FlaskClient

from loyalty_app.extensions import db
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.passwords import matches

from ...factories import enrol_member, hire, open_shop
from ...sign_in import as_staff
from .conftest import HTMX


@pytest.fixture
def cashier() -> Staff:
    return hire(Role.CASHIER)


def reread(staff: Staff) -> Staff:
    db.session.refresh(staff)
    return staff


def test_role_and_shop_change(as_owner: FlaskClient, cashier: Staff) -> None:
    shop = open_shop()
    path = f"/console/staff/{cashier.id}"
    assert f'value="{cashier.shop_id}"' in as_owner.get(path).text
    answer = as_owner.post(path, data={"role": "manager", "shop": str(shop.id)})
    assert (answer.status_code, answer.location) == (303, path)
    assert (reread(cashier).role, reread(cashier).shop_id) == (Role.MANAGER, shop.id)
    assert as_owner.post(path, data={"role": "king", "shop": "x"}).status_code == 422


def test_the_last_owner_stays(as_owner: FlaskClient, owner: Staff) -> None:
    path = f"/console/staff/{owner.id}"
    said = "This is the only owner."
    demoted = as_owner.post(path, data={"role": "cashier", "shop": str(owner.shop_id)})
    assert (demoted.status_code, said in demoted.text) == (422, True)
    gone = as_owner.post(f"{path}/dismiss")
    assert (gone.status_code, said in gone.text) == (422, True)
    assert reread(owner).left_at is None


def test_ones_own_card_is_known_by_its_number(as_owner: FlaskClient, cashier: Staff) -> None:
    member, path = enrol_member(), f"/console/staff/{cashier.id}"
    number = f" {member.number[:4]} {member.number[4:]} "
    assert as_owner.post(f"{path}/card", data={"number": number}).status_code == 303
    assert reread(cashier).member_id == member.id
    assert member.number in as_owner.get(path).text
    wrong = as_owner.post(f"{path}/card", data={"number": "123"})
    assert wrong.status_code == 422
    assert 'value="123"' in wrong.text
    assert reread(cashier).member_id == member.id
    as_owner.post(f"{path}/card", data={"number": ""})
    assert reread(cashier).member_id is None


def test_a_new_password_signs_out_everywhere(as_owner: FlaskClient, cashier: Staff) -> None:
    other = as_owner.application.test_client()
    as_staff(other, cashier)
    path = f"/console/staff/{cashier.id}/password"
    assert as_owner.post(path, data={"password": "short"}).status_code == 422
    assert as_owner.post(path, data={}).status_code == 422
    assert other.get("/counter/").status_code == 200
    assert as_owner.post(path, data={"password": "green door, red roof"}).status_code == 303
    assert matches(reread(cashier).password_hash, "green door, red roof")
    assert other.get("/counter/").location.startswith("/staff")


def test_whoever_is_dismissed_is_out_at_the_next_request(
    as_owner: FlaskClient, cashier: Staff
) -> None:
    other = as_owner.application.test_client()
    as_staff(other, cashier)
    answer = as_owner.post(f"/console/staff/{cashier.id}/dismiss")
    assert (answer.status_code, answer.location) == (303, "/console/staff")
    assert other.get("/counter/").location.startswith("/staff")
    assert cashier.login not in as_owner.get("/console/staff").text
    assert as_owner.get(f"/console/staff/{cashier.id}").status_code == 404
    assert as_owner.post(f"/console/staff/{cashier.id}/dismiss").status_code == 404


@pytest.mark.parametrize("verb", ["", "/card", "/password", "/dismiss"])
def test_a_manager_changes_nobody(as_manager: FlaskClient, cashier: Staff, verb: str) -> None:
    assert as_manager.post(f"/console/staff/{cashier.id}{verb}").status_code == 403


def test_htmx_gets_the_fragment(as_owner: FlaskClient, cashier: Staff) -> None:
    path = f"/console/staff/{cashier.id}"
    for answer in (
        as_owner.get(path, headers=HTMX),
        as_owner.post(f"{path}/password", headers=HTMX),
    ):
        assert answer.text.lstrip().startswith('<div class="stack-l" id="colleague"')
