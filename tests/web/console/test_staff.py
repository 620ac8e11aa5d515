"""Who works here: the owner's page."""

import pytest
from flask.testing import FlaskClient

from loyalty_app.extensions import db
from loyalty_app.sessions.models import StaffInvitation
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role, Staff

from ...factories import hire, open_shop
from .conftest import HTMX

NEW = {"name": "Second person", "role": "manager", "email": ""}


@pytest.fixture
def new(owner: Staff) -> dict[str, str]:
    return {**NEW, "shop": str(owner.shop_id)}


def test_everybody_is_listed_with_role_and_shop(as_owner: FlaskClient) -> None:
    hire(Role.CASHIER, open_shop("Far shop"))
    page = as_owner.get("/console/staff").text
    for words in ("Owner", "Cashier", "Far shop"):
        assert words in page


def test_somebody_new_is_invited_and_shown_the_link(
    as_owner: FlaskClient, new: dict[str, str]
) -> None:
    answer = as_owner.post("/console/staff", data=new)
    assert answer.status_code == 303
    assert answer.location.startswith("/console/invitations/")
    page = as_owner.get("/console/staff").text
    for words in ("Second person", "Manager", "Open", "Withdraw"):
        assert words in page
    assert db.session.query(Staff).count() == 1


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("name", "", "name-fault"),
        ("role", "king", "role-fault"),
        ("shop", "999", "shop-fault"),
        ("email", "nobody", "email-fault"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(
    as_owner: FlaskClient, new: dict[str, str], field: str, value: str, fault: str
) -> None:
    answer = as_owner.post("/console/staff", data={**new, field: value})
    assert answer.status_code == 422
    assert f'id="{fault}"' in answer.text
    assert ("Second person" in answer.text) is (field != "name")
    assert db.session.query(StaffInvitation).count() == 0


def test_another_shop_is_opened(as_owner: FlaskClient) -> None:
    answer = as_owner.post("/console/shops", data={"shop_name": "Caffè del Porto"})
    assert answer.status_code == 303
    assert db.session.query(Shop).filter_by(code="caffe-del-porto").count() == 1
    again = as_owner.post("/console/shops", data={"shop_name": "Caffè del porto"})
    assert again.status_code == 422
    assert "Give this one another name." in again.text
    assert as_owner.post("/console/shops", data={"shop_name": ""}).status_code == 422


def test_a_manager_sees_their_shop_and_invites_its_cashiers(
    as_manager: FlaskClient, new: dict[str, str]
) -> None:
    far = hire(Role.CASHIER, open_shop("Far shop"), login="far person")
    manager = db.session.query(Staff).filter_by(role=Role.MANAGER).one()
    page = as_manager.get("/console/staff").text
    assert manager.login in page
    for words in (far.login, 'value="owner"', 'action="/console/shops"', "/console/staff/"):
        assert words not in page
    own = {"name": "Second person", "role": "cashier", "shop": str(manager.shop_id)}
    assert as_manager.post("/console/staff", data=own).status_code == 303
    for said in ({"role": "manager"}, {"shop": new["shop"]}):
        assert as_manager.post("/console/staff", data={**own, **said}).status_code == 422
    assert db.session.query(StaffInvitation).count() == 1
    assert as_manager.post("/console/shops", data={"shop_name": "X"}).status_code == 403


def test_htmx_gets_the_fragment(as_owner: FlaskClient) -> None:
    answer = as_owner.post("/console/staff", data={}, headers=HTMX)
    assert answer.text.lstrip().startswith('<div class="stack-l" id="staff"')
