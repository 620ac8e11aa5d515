"""A refusal says what is wrong and leads on, as a page and as a fragment."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.staff.models import Role

from ..factories import hire, publish_preset
from ..sign_in import as_staff

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def programme(app: Flask) -> None:
    publish_preset("cafe")


def test_who_may_not_enter_is_led_to_where_they_may(client: FlaskClient) -> None:
    as_staff(client, hire(Role.CASHIER))
    answer = client.get("/console/")
    assert answer.status_code == 403
    assert 'href="/counter/"' in answer.text


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_a_page_that_was_open_too_long_says_so_and_leads_on(
    app: Flask, client: FlaskClient, headers: dict[str, str]
) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = client.post("/staff", data={"login": "a", "password": "b"}, headers=headers)
    assert answer.status_code == 400
    assert "This page was open too long." in answer.text
    assert 'href="/"' in answer.text


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 422, 429])
def test_htmx_shows_every_refusal_in_words(client: FlaskClient, status: int) -> None:
    page = client.get("/staff").text
    shown = page.partition('"code":"(')[2].partition(")")[0].split("|")
    assert str(status) in shown


@pytest.mark.parametrize(
    "path", ["/counter/vouchers/%00", "/console/members?q=a%00", "/console/members/%00"]
)
def test_a_nul_in_an_address_is_the_browsers_mistake(client: FlaskClient, path: str) -> None:
    as_staff(client, hire(Role.OWNER))
    assert client.get(path).status_code == 400


def test_a_nul_in_a_form_is_the_browsers_mistake(client: FlaskClient) -> None:
    said = {"login": ["counter", "a\0"], "password": "some three words"}
    assert client.post("/staff", data=said).status_code == 400
    as_staff(client, hire(Role.CASHIER))
    assert client.post("/counter/", data={"code": "1\0"}).status_code == 400
