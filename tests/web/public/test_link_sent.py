"""Six digits instead of the link: typed where they were asked for, wherever the mail is read."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.outreach.letters import letter
from loyalty_app.outreach.models import OutboxMail
from loyalty_app.programme.versions import current_programme
from loyalty_app.staff.tries import FREE_TRIES
from loyalty_app.standing.operations import enrol
from loyalty_app.web.public import login

from ...factories import publish_preset

ME, NOBODY = "me@example.org", "nobody@example.org"


@pytest.fixture(autouse=True)
def member(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Member:
    monkeypatch.setattr(login, "ANSWER_AFTER", 0.0)
    publish_preset("cafe")
    return in_transaction(lambda: enrol("Member", email=ME, language="en"))


def asked(client: FlaskClient, email: str = ME, **more: str) -> None:
    client.post("/login", data={"email": email, **more})


def mailed() -> OutboxMail:
    mails = select(OutboxMail).order_by(OutboxMail.created_at.desc())
    return db.session.scalars(mails).first() or pytest.fail("no mail was written")


def mailed_code() -> str:
    code: str = mailed().facts["code"]
    return code


def wrong() -> str:
    return f"{(int(mailed_code()) + 1) % 10**6:06}"


def typed(client: FlaskClient, code: str) -> TestResponse:
    return client.post("/login/sent", data={"code": code})


def answered(client: FlaskClient, code: str) -> TestResponse:
    """As htmx gets it."""
    return client.post("/login/sent", data={"code": code}, headers={"HX-Request": "true"})


def test_the_code_opens_the_card_where_it_was_asked_for(client: FlaskClient) -> None:
    asked(client)
    code = mailed_code()
    assert typed(client, f" {code[:3]} {code[3:]} ").location == "/card"
    assert client.get("/card").status_code == 200


def test_the_mail_says_the_code_so_that_it_can_be_read(client: FlaskClient, member: Member) -> None:
    asked(client)
    written = letter(mailed(), member, current_programme())
    for text in (written.text, written.html):
        assert re.search(rf"\b{mailed_code()[:3]} {mailed_code()[3:]}\b", text)


def test_one_goes_on_where_one_was_stopped(client: FlaskClient) -> None:
    asked(client, next="/rewards")
    assert typed(client, mailed_code()).location == "/rewards"


def test_it_opens_once(app: Flask, client: FlaskClient) -> None:
    asked(client)
    cookie = client.get_cookie("session")
    assert cookie
    typed(client, mailed_code())
    again = app.test_client()
    again.set_cookie("session", cookie.value)
    assert typed(again, mailed_code()).status_code == 422


def test_it_opens_nothing_where_nobody_asked(app: Flask, client: FlaskClient) -> None:
    asked(client)
    stranger = app.test_client()
    assert typed(stranger, mailed_code()).location == "/login"
    assert stranger.get("/login/sent").location == "/login"
    asked(stranger, NOBODY)
    assert typed(stranger, mailed_code()).status_code == 422
    assert stranger.get("/card").status_code == 303


def test_a_wrong_code_is_said_and_stays(client: FlaskClient) -> None:
    asked(client)
    code = wrong()
    answer = answered(client, code)
    assert answer.status_code == 422
    assert "This is not the code" in answer.text
    assert f'value="{code}"' in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("text", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "' OR 1"])
def test_what_is_no_code_costs_no_try(client: FlaskClient, text: str) -> None:
    asked(client)
    for _ in range(FREE_TRIES + 1):
        assert "Six digits, as in the mail." in typed(client, text).text
    assert typed(client, mailed_code()).location == "/card"


def test_wrong_codes_are_answered_alike_whether_somebody_has_the_address(app: Flask) -> None:
    known, unknown = app.test_client(), app.test_client()
    asked(known)
    asked(unknown, NOBODY)
    code = wrong()
    for tries in range(FREE_TRIES + 2):
        answers = [answered(known, code), answered(unknown, code)]
        assert {answer.status_code for answer in answers} == {422 if tries < FREE_TRIES else 429}
        one, other = (answer.text for answer in answers)
        assert one.replace(ME, "") == other.replace(NOBODY, "")


def test_a_scanner_that_opens_and_posts_everything_breaks_nothing(
    app: Flask, client: FlaskClient
) -> None:
    """Mail filters follow links, some press the buttons; none of them has the asker's cookie."""
    asked(client)
    link = mailed().facts["link"].removeprefix("http://localhost")
    scanner = app.test_client()
    scanner.get(link)
    scanner.head(link)
    scanner.post(link)
    scanner.post("/login/sent", data={"code": mailed_code()})
    assert client.get(link).status_code == 200
    assert typed(client, mailed_code()).location == "/card"
    assert scanner.get("/card").status_code == 303
