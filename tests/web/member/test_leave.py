"""Deleting one's account: it says what is lost, wants a tick, and then nothing is left."""

from flask.testing import FlaskClient

from loyalty_app.extensions import db
from loyalty_app.members.models import Member

from ...factories import hire
from ...sign_in import as_staff
from .conftest import Till


def test_it_says_what_would_be_lost_and_takes_nothing(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.sell(member, 1200, coffees=10)
    page = phone.get("/me/leave").text
    assert "32 points" in page
    assert "A coffee" in page
    assert db.session.get_one(Member, member.id).closed_at is None


def test_without_the_tick_nothing_happens(phone: FlaskClient, member: Member) -> None:
    answer = phone.post("/me/leave")
    assert answer.status_code == 422
    assert "Tick this first" in answer.text
    assert phone.get("/card").status_code == 200


def test_with_the_tick_the_member_is_gone(phone: FlaskClient, member: Member, till: Till) -> None:
    till.sell(member, 1200)
    answer = phone.post("/me/leave", data={"sure": "y"})
    assert (answer.status_code, answer.location) == (303, "/")
    assert "Your account is deleted." in phone.get("/").text
    assert phone.get("/card").status_code == 303
    row = db.session.get_one(Member, member.id, populate_existing=True)
    assert (row.name, row.email) == ("", None)


def test_a_cashier_who_gives_up_their_card_stays_on_shift(phone: FlaskClient) -> None:
    as_staff(phone, hire())
    phone.post("/me/leave", data={"sure": "y"})
    assert phone.get("/counter/").status_code == 200
