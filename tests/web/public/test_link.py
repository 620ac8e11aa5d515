"""The link in the mail: a look shows it, a tap opens it, once, in the browser that asked."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.outreach.letters import letter
from loyalty_app.outreach.models import OutboxMail
from loyalty_app.programme.versions import current_programme
from loyalty_app.standing.operations import enrol
from loyalty_app.web.public import login

from ...factories import publish_preset


@pytest.fixture(autouse=True)
def member(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Member:
    monkeypatch.setattr(login, "ANSWER_AFTER", 0.0)
    publish_preset("cafe")
    return in_transaction(lambda: enrol("Member", email="me@example.org", language="en"))


def asked_link(client: FlaskClient, **more: str) -> str:
    client.post("/login", data={"email": "me@example.org", **more})
    mail = db.session.scalars(select(OutboxMail).order_by(OutboxMail.created_at.desc())).first()
    assert mail
    link: str = mail.facts["link"]
    return link.removeprefix("http://localhost")


def test_looking_at_it_does_not_open_it(client: FlaskClient) -> None:
    link = asked_link(client)
    for _ in range(3):
        assert client.get(link).status_code == 200
    assert client.get("/card").status_code == 303


def test_the_button_opens_the_card_once(client: FlaskClient) -> None:
    link = asked_link(client)
    assert client.post(link).location == "/card"
    assert client.get("/card").status_code == 200
    assert client.get(link).status_code == 410
    assert client.post(link).location == link


def test_one_goes_on_where_one_was_stopped(client: FlaskClient) -> None:
    assert client.get("/rewards").location == "/login?next=/rewards"
    assert b'value="/rewards"' in client.get("/login?next=/rewards").data
    assert client.post(asked_link(client, next="/rewards")).location == "/rewards"


def test_it_opens_nothing_in_another_browser(app: Flask, client: FlaskClient) -> None:
    link = asked_link(client)
    stranger = app.test_client()
    assert stranger.get(link).status_code == 410
    stranger.post(link)
    assert stranger.get("/card").status_code == 303
    assert client.post(link).location == "/card"


def test_after_ten_minutes_it_is_over_and_offers_a_new_one(client: FlaskClient) -> None:
    with time_machine.travel(datetime(2027, 3, 1, tzinfo=UTC), tick=False) as clock:
        link = asked_link(client)
        clock.shift(timedelta(minutes=10))
        page = client.get(link)
    assert page.status_code == 410
    assert 'href="/login"' in page.text


def test_the_letter_is_in_the_members_language_and_has_the_link(client: FlaskClient) -> None:
    link = asked_link(client)
    row = db.session.scalars(select(OutboxMail)).one()
    member = db.session.get_one(Member, row.member_id)
    written = letter(row, member, current_programme())
    assert written.to == "me@example.org"
    assert "Caffè Aurora" in written.subject
    assert "\n" not in written.subject
    assert f"http://localhost{link}" in written.text
    assert f'href="http://localhost{link}"' in written.html


def test_mails_are_shown_only_where_the_settings_say_so(app: Flask, client: FlaskClient) -> None:
    link = asked_link(client)
    assert client.get("/dev/mails").status_code == 404
    app.config["SHOW_MAILS"] = True
    assert link in client.get("/dev/mails").text
    assert "/dev/mails" in client.get("/login/sent").text
