"""Staff sign in with their own password; wrong tries rest, for known and unknown logins alike."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from loyalty_app.extensions import db, in_transaction
from loyalty_app.sessions.models import BrowserSession
from loyalty_app.sessions.operations import sign_out_staff_everywhere
from loyalty_app.staff.models import Role
from loyalty_app.staff.operations import dismiss

from ...factories import PASSWORD, enrol_member, hire, publish_preset
from ...sign_in import as_member, as_staff


@pytest.fixture(autouse=True)
def programme(app: Flask) -> None:
    publish_preset("cafe")


def sign_in(client: FlaskClient, login: str, password: str = PASSWORD, **more: str) -> TestResponse:
    return client.post("/staff", data={"login": login, "password": password, **more})


def test_a_cashier_goes_to_the_counter(client: FlaskClient) -> None:
    cashier = hire(Role.CASHIER)
    answer = sign_in(client, f"  {cashier.login.upper()} ")
    assert answer.status_code == 303
    assert answer.location == "/counter/"


def test_a_manager_goes_to_the_console(client: FlaskClient) -> None:
    manager = hire(Role.MANAGER)
    assert sign_in(client, manager.login).location == "/console/"
    assert client.get("/console/").status_code == 200


def test_one_goes_on_where_one_was_stopped_but_never_to_another_site(client: FlaskClient) -> None:
    owner = hire(Role.OWNER)
    asked = client.get("/console/members?q=a")
    assert asked.location == "/staff?next=/console/members?q%3Da"
    assert b'value="/console/members?q=a"' in client.get(asked.location).data
    back = {"next": "/console/members?q=a"}
    assert sign_in(client, owner.login, **back).location == "/console/members?q=a"
    elsewhere = {"next": "//elsewhere.example"}
    assert sign_in(client, owner.login, **elsewhere).location == "/console/"


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(client: FlaskClient) -> None:
    cashier = hire(login="counter person")
    wrong = sign_in(client, cashier.login, "something else")
    unknown = sign_in(client, "nobody here at all"[: len(cashier.login)], "something else")
    assert wrong.status_code == unknown.status_code == 422
    said = "Login or password is not right."
    assert said in wrong.text
    assert said in unknown.text
    assert cashier.login in wrong.text
    assert "something else" not in wrong.text


def test_nothing_typed_is_said_at_its_field(client: FlaskClient) -> None:
    answer = client.post("/staff", data={"login": "", "password": ""})
    assert answer.status_code == 422
    assert 'id="login-fault"' in answer.text


@pytest.mark.parametrize("known", [True, False])
def test_after_five_wrong_tries_the_login_rests_and_each_time_longer(
    client: FlaskClient, known: bool
) -> None:
    login = hire().login if known else "nobody"
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        for _ in range(5):
            assert sign_in(client, login, "wrong").status_code == 422
        locked = sign_in(client, login)
        assert locked.status_code == 429
        assert "Try again in 1 minute." in locked.text
        clock.shift(timedelta(seconds=61))
        assert sign_in(client, login, "wrong").status_code == 422
        assert "Try again in 2 minutes." in sign_in(client, login).text
        clock.shift(timedelta(minutes=2, seconds=1))
        assert sign_in(client, login).status_code == (303 if known else 422)


def test_the_right_password_forgets_the_wrong_ones(client: FlaskClient) -> None:
    login = hire().login
    for _ in range(2):
        for _ in range(4):
            sign_in(client, login, "wrong")
        assert sign_in(client, login).status_code == 303


def test_a_day_later_wrong_tries_are_forgotten(client: FlaskClient) -> None:
    login = hire().login
    with time_machine.travel(datetime.now(UTC), tick=False) as clock:
        for _ in range(5):
            sign_in(client, login, "wrong")
        clock.shift(timedelta(days=1, minutes=2))
        assert sign_in(client, login, "wrong").status_code == 422
        assert sign_in(client, login, "wrong").status_code == 422


def test_htmx_gets_the_fragment_and_is_told_where_to_go(client: FlaskClient) -> None:
    login = hire().login
    htmx = {"HX-Request": "true"}
    wrong = client.post("/staff", data={"login": login, "password": "wrong"}, headers=htmx)
    assert wrong.text.lstrip().startswith('<section class="stack-l" id="staff-login"')
    right = client.post("/staff", data={"login": login, "password": PASSWORD}, headers=htmx)
    assert right.status_code == 204
    assert right.headers["HX-Redirect"] == "/counter/"


def test_signing_in_leaves_no_planted_session_behind(client: FlaskClient) -> None:
    cashier = hire()
    as_staff(client, hire())
    with client.session_transaction() as session:
        before = session["_user_id"]
    sign_in(client, cashier.login)
    with client.session_transaction() as session:
        assert session["_user_id"] != before
    assert db.session.query(BrowserSession).count() == 1


def test_signing_out_ends_the_shift_and_leaves_ones_own_card_open(client: FlaskClient) -> None:
    member, cashier = enrol_member(), hire()
    as_member(client, member)
    as_staff(client, cashier)
    assert client.post("/staff/sign-out").status_code == 303
    assert client.get("/counter/").location.startswith("/staff")
    row = db.session.query(BrowserSession).one()
    assert row.member_id == member.id
    assert row.staff_id is None


def test_whoever_left_is_out_at_the_next_request(client: FlaskClient) -> None:
    hire(Role.OWNER)
    cashier = hire(Role.MANAGER)
    as_staff(client, cashier)
    assert client.get("/console/").status_code == 200
    in_transaction(lambda: sign_out_staff_everywhere(dismiss(cashier.id)))
    assert client.get("/console/").location.startswith("/staff")
    assert sign_in(client, cashier.login).status_code == 422


def test_whoever_is_signed_in_need_not_do_it_again(client: FlaskClient) -> None:
    as_staff(client, hire())
    assert client.get("/staff").location == "/counter/"


def test_htmx_is_led_to_an_address_in_any_script(client: FlaskClient) -> None:
    cashier = hire(Role.CASHIER)
    said = {"login": cashier.login, "password": PASSWORD, "next": "/counter/members/è€"}
    answer = client.post("/staff", data=said, headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/counter/members/%C3%A8%E2%82%AC"
