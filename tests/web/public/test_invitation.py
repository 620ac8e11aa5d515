"""An invitation opened by a stranger, a member, a preview; and the way from it to the card."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from loyalty_app.clock import now
from loyalty_app.extensions import db, in_transaction
from loyalty_app.invitations.models import Invitation, Reason, State
from loyalty_app.invitations.operations import make_link
from loyalty_app.invitations.queries import invitations_of
from loyalty_app.members.models import Member
from loyalty_app.standing.operations import enrol

from ...factories import publish, publish_preset
from ...sign_in import as_member

JOINS = {"name": "Friend", "contact": "friend@example.org", "of_age": "y"}


@pytest.fixture
def inviter(app: Flask) -> Member:
    publish_preset("cafe")
    return in_transaction(lambda: enrol("Ada Lovelace", email="ada@example.org", language="en"))


@pytest.fixture
def link(inviter: Member) -> str:
    return f"/i/{in_transaction(lambda: make_link(inviter.id))}"


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Invitation)) or 0


def only(inviter: Member) -> Invitation:
    db.session.rollback()
    [case] = invitations_of(inviter.id, 9)
    return case.invitation


def test_the_page_says_who_invites_what_both_get_and_when(client: FlaskClient, link: str) -> None:
    page = client.get(link).text
    for words in ("Ada invites you", "You get 20 points.", "Ada gets 30 points and “A coffee”."):
        assert words in page
    assert "With a purchase of at least €1.50 at the till, within 30 days of joining." in page
    assert "Lovelace" not in page
    assert "ada@example.org" not in page


def test_a_preview_opens_nothing(client: FlaskClient, link: str) -> None:
    for _ in range(3):
        assert client.get(link).status_code == 200
        client.head(link)
    assert count() == 0


def test_the_page_tells_once_that_it_was_looked_at(
    client: FlaskClient, link: str, inviter: Member
) -> None:
    for _ in range(2):
        assert client.post(link, data={"seen": "1"}).status_code == 204
    assert client.post(link).location == "/join"
    assert only(inviter).state is State.OPENED


def test_the_friend_joins_in_the_same_browser(
    client: FlaskClient, link: str, inviter: Member
) -> None:
    client.post(link)
    assert "Ada invites you" in client.get("/join").text
    assert client.post("/join", data=JOINS).location == "/card"
    found = only(inviter)
    assert (found.state, found.why) == (State.JOINED, [])
    assert found.joined_at
    history = client.get("/history").text
    assert "Invited by a friend" in history
    assert "With a purchase of at least €1.50 at the till: 20 points" in history


def test_after_thirty_days_the_browser_has_forgotten(
    client: FlaskClient, link: str, inviter: Member
) -> None:
    client.post(link)
    with time_machine.travel(now() + timedelta(days=31)):
        assert "Ada invites you" not in client.get("/join").text
        client.post("/join", data=JOINS)
        assert only(inviter).friend_id is None


@pytest.mark.parametrize("typed", ["{code}", " {code} ", "{lower}", "http://localhost/i/{code}"])
def test_the_code_may_be_typed_instead(
    client: FlaskClient, link: str, inviter: Member, typed: str
) -> None:
    code = link.removeprefix("/i/")
    said = typed.format(code=code, lower=f"{code[:5]} {code[5:]}".lower())
    assert client.post("/join", data={**JOINS, "invitation": said}).location == "/card"
    assert only(inviter).state is State.JOINED


def test_a_wrong_code_loses_nothing_that_was_typed(client: FlaskClient, inviter: Member) -> None:
    answer = client.post("/join", data={**JOINS, "invitation": "WRONGWRONG"})
    assert answer.status_code == 422
    for words in ("No invitation has this code", "friend@example.org", "WRONGWRONG", "<details"):
        assert words in answer.text


def test_a_form_that_is_sent_twice_joins_once(
    client: FlaskClient, link: str, inviter: Member
) -> None:
    client.post(link)
    client.get("/join")
    for _ in range(2):
        client.post("/join", data=JOINS)
    assert only(inviter).state is State.JOINED


def test_a_member_is_told_that_it_is_for_who_is_new(
    client: FlaskClient, link: str, inviter: Member
) -> None:
    as_member(client, in_transaction(lambda: enrol("Grace", language="en")))
    assert "You have a card already" in client.get(link).text
    assert client.post(link, data={"seen": "1"}).status_code == 204
    assert (only(inviter).state, only(inviter).why) == (State.REJECTED, [Reason.EXISTING_MEMBER])


def test_ones_own_link_is_only_looked_at(client: FlaskClient, link: str, inviter: Member) -> None:
    as_member(client, inviter)
    assert "This is your link" in client.get(link).text
    client.post(link, data={"seen": "1"})
    assert count() == 0


def test_who_signs_out_to_invite_themselves_brings_nothing(
    app: Flask, client: FlaskClient, link: str, inviter: Member
) -> None:
    joined = app.test_client()
    joined.post("/join", data={**JOINS, "contact": "first@example.org"})
    joined.post("/invite")
    own = db.session.scalars(select(Member.id).where(Member.email == "first@example.org")).one()
    code = in_transaction(lambda: make_link(own))
    joined.post("/sign-out")
    joined.post(f"/i/{code}")
    joined.post("/join", data=JOINS)
    db.session.rollback()
    [case] = invitations_of(own, 9)
    assert (case.invitation.state, case.invitation.why) == (State.REJECTED, [Reason.SAME_DEVICE])


def test_another_link_takes_the_place_of_the_one_before(
    client: FlaskClient, link: str, inviter: Member
) -> None:
    in_transaction(lambda: make_link(inviter.id))
    answer = client.get(link)
    assert answer.status_code == 404
    assert "Ask your friend for a new link" in answer.text
    assert client.post(link).status_code == 404


def test_the_link_of_who_has_left_leads_nowhere(
    app: Flask, client: FlaskClient, link: str, inviter: Member
) -> None:
    as_member(app.test_client(), inviter).post("/me/leave", data={"sure": "y"})
    assert client.get(link).status_code == 404


def test_without_invitations_there_is_no_such_page(client: FlaskClient, link: str) -> None:
    publish("name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\n")
    assert client.get(link).status_code == 404
    assert "A friend gave me a code" not in client.get("/join").text
