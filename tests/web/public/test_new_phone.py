"""What the counter's code leads to on the new phone: a look, a tap, and the card is there."""

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
from loyalty_app.sessions.phones import offer_phone
from loyalty_app.standing.operations import enrol

from ...factories import hire, open_shop, publish_preset
from ...sign_in import as_member


@pytest.fixture
def member(app: Flask) -> Member:
    publish_preset("cafe")
    return in_transaction(lambda: enrol("Member Surname", phone="+393471234567"))


@pytest.fixture
def offered(member: Member) -> str:
    """Where the QR code leads."""
    cashier = hire(shop=open_shop("Piazza"))
    return "/phone/" + in_transaction(lambda: offer_phone(member.id, cashier.id, lost=False))


def test_looking_opens_nothing_and_names_nobody(
    client: FlaskClient, member: Member, offered: str
) -> None:
    for _ in range(3):
        page = client.get(offered)
        assert page.status_code == 200
    assert client.head(offered).status_code == 200
    assert "Member Surname" not in page.text
    assert member.number[-4:] in page.text
    assert client.get("/card").status_code == 303


def test_a_tap_opens_the_card_here_and_closes_it_elsewhere(
    app: Flask, client: FlaskClient, member: Member, offered: str
) -> None:
    old = as_member(app.test_client(), member)
    assert client.post(offered).location == "/card"
    assert member.number in client.get("/card").text
    assert old.get("/card").status_code == 303


def test_it_opens_once_and_says_so(app: Flask, client: FlaskClient, offered: str) -> None:
    client.post(offered)
    late = app.test_client()
    assert late.post(offered).location == offered
    page = late.get(offered)
    assert page.status_code == 410
    assert "This code no longer works" in page.text
    assert late.get("/card").status_code == 303


def test_after_ten_minutes_it_is_over(client: FlaskClient, member: Member) -> None:
    cashier = hire()
    with time_machine.travel(datetime(2027, 3, 1, tzinfo=UTC), tick=False) as clock:
        token = in_transaction(lambda: offer_phone(member.id, cashier.id, lost=False))
        clock.shift(timedelta(minutes=10))
        assert client.get(f"/phone/{token}").status_code == 410
        client.post(f"/phone/{token}")
        assert client.get("/card").status_code == 303


def test_who_has_another_card_open_is_warned(client: FlaskClient, offered: str) -> None:
    as_member(client, in_transaction(lambda: enrol("Friend", language="en")))
    assert "Another card is open in this browser." in client.get(offered).text


def test_whoever_has_an_address_learns_of_it_by_mail(
    client: FlaskClient, member: Member, offered: str
) -> None:
    db.session.rollback()

    def reach() -> None:
        db.session.get_one(Member, member.id).email = "me@example.org"

    in_transaction(reach)
    client.post(offered)
    [mail] = db.session.scalars(select(OutboxMail))
    written = letter(mail, db.session.get_one(Member, member.id), current_programme())
    assert mail.message == "new-phone"
    assert "Piazza" in written.text


def test_whoever_has_none_gets_none(client: FlaskClient, offered: str) -> None:
    client.post(offered)
    assert db.session.scalars(select(OutboxMail)).all() == []
