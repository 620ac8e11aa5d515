"""Who works here: the owner's page."""

import pytest
from flask.testing import FlaskClient

from loyalty_app.extensions import db
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.passwords import matches

from ...factories import PASSWORD, hire, open_shop
from .conftest import HTMX

NEW = {"name": "Second person", "login": "second", "role": "manager", "password": PASSWORD}


@pytest.fixture
def new(owner: Staff) -> dict[str, str]:
    return {**NEW, "shop": str(owner.shop_id)}


def test_everybody_is_listed_with_role_and_shop(as_owner: FlaskClient) -> None:
    hire(Role.CASHIER, open_shop("Far shop"))
    page = as_owner.get("/console/staff").text
    for words in ("Owner", "Cashier", "Far shop"):
        assert words in page


def test_somebody_new_can_sign_in(as_owner: FlaskClient, new: dict[str, str]) -> None:
    answer = as_owner.post("/console/staff", data=new)
    assert (answer.status_code, answer.location) == (303, "/console/staff")
    assert "Second person can sign in now." in as_owner.get("/console/staff").text
    added = db.session.query(Staff).filter_by(login="second").one()
    assert added.role is Role.MANAGER
    assert matches(added.password_hash, PASSWORD)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("name", "", "Please fill this in."),
        ("login", " ", "Please fill this in."),
        ("role", "king", 'id="role-fault"'),
        ("shop", "999", 'id="shop-fault"'),
        ("password", "second 2026", "easily guessed"),
        ("password", "short", "at least 10 characters"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_stays(
    as_owner: FlaskClient, new: dict[str, str], field: str, value: str, words: str
) -> None:
    answer = as_owner.post("/console/staff", data={**new, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert ("Second person" in answer.text) is (field != "name")
    assert PASSWORD not in answer.text
    assert db.session.query(Staff).count() == 1


def test_a_login_is_one_persons(as_owner: FlaskClient, new: dict[str, str]) -> None:
    hire(login="second")
    answer = as_owner.post("/console/staff", data=new)
    assert answer.status_code == 422
    assert "is taken" in answer.text


def test_another_shop_is_opened(as_owner: FlaskClient) -> None:
    answer = as_owner.post("/console/shops", data={"shop_name": "Caffè del Porto"})
    assert answer.status_code == 303
    assert db.session.query(Shop).filter_by(code="caffe-del-porto").count() == 1
    again = as_owner.post("/console/shops", data={"shop_name": "Caffè del porto"})
    assert again.status_code == 422
    assert "Give this one another name." in again.text
    assert as_owner.post("/console/shops", data={"shop_name": ""}).status_code == 422


def test_a_manager_does_not_enter_and_is_not_invited(as_manager: FlaskClient) -> None:
    assert as_manager.get("/console/staff").status_code == 403
    assert as_manager.post("/console/staff", data=NEW).status_code == 403
    assert as_manager.post("/console/shops", data={"shop_name": "X"}).status_code == 403
    assert 'href="/console/staff"' not in as_manager.get("/console/").text


def test_htmx_gets_the_fragment(as_owner: FlaskClient) -> None:
    answer = as_owner.post("/console/staff", data={}, headers=HTMX)
    assert answer.text.lstrip().startswith('<div class="stack-l" id="staff"')
