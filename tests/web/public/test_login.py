"""Signing in by mail: the same answer for everybody, and a link only in the outbox."""

from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from loyalty_app import create_app
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.outreach.models import OutboxMail
from loyalty_app.sessions.models import BrowserSession
from loyalty_app.standing.operations import enrol
from loyalty_app.web.public import login

from ...conftest import SETTINGS
from ...factories import hire, publish_preset
from ...sign_in import as_member, as_staff


@pytest.fixture(autouse=True)
def member(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Member:
    monkeypatch.setattr(login, "ANSWER_AFTER", 0.0)
    publish_preset("cafe")
    return in_transaction(lambda: enrol("Member", email="me@example.org", language="en"))


def mails() -> list[OutboxMail]:
    return list(db.session.scalars(select(OutboxMail)))


def test_known_and_unknown_addresses_get_the_same_answer(app: Flask) -> None:
    known = app.test_client().post("/login", data={"email": "me@example.org"})
    unknown = app.test_client().post("/login", data={"email": "nobody@example.org"})
    assert (known.status_code, known.location) == (303, "/login/sent")
    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)
    assert len(mails()) == 1


def test_and_it_comes_equally_late(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "ANSWER_AFTER", 0.3)
    took = []
    for email in ("me@example.org", "nobody@example.org"):
        start = monotonic()
        app.test_client().post("/login", data={"email": email})
        took.append(monotonic() - start)
    assert min(took) >= 0.3


def test_the_mail_has_a_link_of_the_public_address(client: FlaskClient) -> None:
    client.post("/login", data={"email": "ME@example.org "}, headers={"Host": "127.0.0.1"})
    [mail] = mails()
    assert mail.message == "sign-in"
    assert mail.facts["link"].startswith("http://localhost/login/")


@pytest.mark.parametrize("email", ["", "me", "347 123 4567"])
def test_what_is_no_address_is_said_and_stays(client: FlaskClient, email: str) -> None:
    answer = client.post("/login", data={"email": email}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "<html" not in answer.text
    assert email in answer.text
    assert mails() == []


def test_signing_out_ends_the_session_and_clears_the_browser(
    client: FlaskClient, member: Member
) -> None:
    as_member(client, member)
    assert client.get("/card").status_code == 200
    answer = client.post("/sign-out")
    assert (answer.status_code, answer.location) == (303, "/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert db.session.scalars(select(BrowserSession)).all() == []
    assert client.get("/card").location == "/login?next=/card"


def test_a_cashier_who_puts_their_card_away_stays_on_shift(
    client: FlaskClient, member: Member
) -> None:
    as_staff(as_member(client, member), hire())
    client.post("/sign-out")
    assert client.get("/card").status_code == 303
    assert client.get("/counter/").status_code == 200


def test_a_card_stays_open_for_more_than_a_year(app: Flask, client: FlaskClient) -> None:
    """Whoever joined by phone has no mail to come back by."""
    start = datetime(2027, 3, 3, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        client.post("/join", data={"contact": "347 123 4567", "of_age": "y"})
        clock.shift(timedelta(days=390))
        assert client.get("/card").status_code == 200


def test_guessing_is_slowed_down(app: Flask) -> None:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    limits = {"RATELIMIT_ENABLED": True, "SQLALCHEMY_DATABASE_URI": url}
    limited = create_app({**SETTINGS, **limits})
    guess = {"contact": "me@example.org", "of_age": "y"}
    stranger = limited.test_client()
    answers = [stranger.post("/join", data=guess).status_code for _ in range(22)]
    with limited.app_context():
        db.engine.dispose()
    assert answers == [409] * 20 + [429] * 2


def test_a_get_signs_nobody_out(client: FlaskClient, member: Member) -> None:
    as_member(client, member)
    assert client.get("/sign-out").status_code == 405
    assert client.get("/card").status_code == 200


def test_who_is_signed_in_goes_on_and_never_to_another_site(
    client: FlaskClient, member: Member
) -> None:
    as_member(client, member)
    assert client.get("/login?next=/rewards").location == "/rewards"
    assert client.get("/login?next=//elsewhere.example").location == "/card"
