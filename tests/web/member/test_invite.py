"""A member's own link, how it is sent, and how each invitation goes."""

from flask import Flask
from flask.testing import FlaskClient

from loyalty_app import engine
from loyalty_app.activities.values import Kind
from loyalty_app.extensions import db, in_transaction
from loyalty_app.invitations.operations import Came
from loyalty_app.invitations.queries import link_of
from loyalty_app.members.models import Member

from ...factories import publish
from ...sign_in import as_member
from .conftest import Till


def code_of(member: Member) -> str:
    db.session.rollback()
    link = link_of(member.id)
    assert link
    return link.code


def bring(member: Member, name: str = "Grace Hopper") -> Member:
    came, email = Came(member.id), f"{name.split()[0]}@example.org".lower()
    return in_transaction(lambda: engine.join(name, came=came, email=email, language="en"))


def test_the_tab_is_there_once_the_mechanic_is(phone: FlaskClient) -> None:
    assert 'href="/invite"' in phone.get("/card").text
    publish("name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\n")
    assert 'href="/invite"' not in phone.get("/card").text
    assert phone.get("/invite").status_code == 404


def test_nobody_has_a_link_before_they_want_one(phone: FlaskClient, member: Member) -> None:
    page = phone.get("/invite").text
    assert "Make my link" in page
    assert "You get 30 points and “A coffee”." in page
    assert phone.post("/invite").location == "/invite"
    page, code = phone.get("/invite").text, code_of(member)
    assert f"http://localhost/i/{code}" in page
    assert f"{code[:5]} {code[5:]}" in page
    assert "<svg" in page


def test_the_message_is_in_both_languages(phone: FlaskClient) -> None:
    phone.post("/invite")
    page = phone.get("/invite").text
    assert "I have a card at Caffè Aurora. Join with my link: it brings you 20 points." in page
    assert "Ho la tessera di Caffè Aurora." in page
    assert page.index("I have a card") < page.index("Ho la tessera")


def test_another_link_is_made_on_purpose(phone: FlaskClient, member: Member) -> None:
    phone.post("/invite")
    first = code_of(member)
    phone.post("/invite")
    assert code_of(member) != first
    assert "The one before leads nowhere now." in phone.get("/invite").text


def test_each_invitation_says_how_it_goes_and_not_whose_it_is(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    phone.post("/invite")
    friend = bring(member)
    assert "A friend has a card now." in phone.get("/invite").text
    sale = till.sell(friend, 500)
    page = phone.get("/invite").text
    assert "A friend came. Thank you." in page
    assert "1 of 10 this month" in page
    till.record(friend, Kind.UNDO, refers_to=sale.activity.id)
    page = phone.get("/invite").text
    assert "What they had bought went back." in page
    assert "Grace" not in page


def test_both_sides_read_why_in_their_receipts(
    app: Flask, phone: FlaskClient, member: Member, till: Till
) -> None:
    phone.post("/invite")
    friend = bring(member)
    friends = as_member(app.test_client(), friend)
    sale = till.sell(friend, 500)
    assert "a friend came by your invitation" in phone.get("/history").text
    inbox = phone.get("/inbox").text
    assert "30 points as a gift" in inbox
    assert "a friend came by your invitation" in inbox
    assert "you came by a friend&#39;s invitation" in friends.get("/history").text
    till.record(friend, Kind.UNDO, refers_to=sale.activity.id)
    mine, theirs = phone.get("/history").text, friends.get("/history").text
    assert "your friend gave back what they had bought" in mine
    assert "what you had bought went back" in theirs
    assert "The invitation is open again" in theirs
    assert "30 points taken back" in phone.get("/inbox").text
    assert "Grace" not in mine
    assert "Member" not in theirs.replace("Member Surname", "Member!")


def test_the_friend_reads_how_their_own_goes(app: Flask, member: Member) -> None:
    friend = bring(member)
    page = as_member(app.test_client(), friend).get("/invite").text
    assert "You came by a friend&#39;s invitation." in page


def test_it_costs_as_much_for_one_friend_as_for_many(
    phone: FlaskClient, member: Member, statements: list[str]
) -> None:
    phone.post("/invite")
    bring(member)
    statements.clear()
    phone.get("/invite")
    one = len(statements)
    for n in range(4):
        bring(member, f"Friend{n}")
    statements.clear()
    phone.get("/invite")
    assert len(statements) == one <= 7
