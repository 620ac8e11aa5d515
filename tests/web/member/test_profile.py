"""One's own data: changed, agreed to, taken back, taken along."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Consent, Member, Purpose
from loyalty_app.members.queries import consents_of
from loyalty_app.standing.operations import enrol

from ...factories import publish, publish_preset


def save(client: FlaskClient, **said: str) -> TestResponse:
    form = {"name": "Member", "email": "me@example.org", "phone": "", **said}
    return client.post("/me", data=form)


def found(member: Member) -> tuple[str, str | None, str | None]:
    row = db.session.get_one(Member, member.id, populate_existing=True)
    return row.name, row.email, row.phone


def test_it_shows_what_we_know(phone: FlaskClient, member: Member) -> None:
    page = phone.get("/me").text
    assert member.number in page
    assert 'value="Member Surname"' in page
    assert 'value="me@example.org"' in page


def test_name_and_contacts_are_changed(phone: FlaskClient, member: Member) -> None:
    answer = save(phone, name=" New  Name ", email="New@Example.org", phone="347 123 4567")
    assert (answer.status_code, answer.location) == (303, "/me")
    assert found(member) == ("New Name", "new@example.org", "+393471234567")
    assert save(phone, email="", phone="347 123 4567").status_code == 303
    assert found(member) == ("Member", None, "+393471234567")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"name": "W" * 121}, "At most 120 characters"),
        ({"email": ""}, "Leave us one of the two"),
        ({"email": "me@"}, "not an e-mail address"),
        ({"phone": "12"}, "not a phone number"),
    ],
)
def test_a_mistake_is_said_and_nothing_changes(
    phone: FlaskClient, member: Member, said: dict[str, str], words: str
) -> None:
    answer = save(phone, **said)
    assert answer.status_code == 422
    assert words in answer.text
    assert found(member) == ("Member Surname", "me@example.org", None)


def test_anothers_contact_cannot_be_taken(phone: FlaskClient, member: Member) -> None:
    in_transaction(lambda: enrol("Friend", email="friend@example.org"))
    answer = save(phone, email="friend@example.org")
    assert answer.status_code == 409
    assert "Another card has this contact already." in answer.text
    assert found(member)[1] == "me@example.org"


def birthday(member: Member) -> str | None:
    return db.session.get_one(Member, member.id, populate_existing=True).birthday


def test_a_birthday_is_a_day_and_a_month_and_can_be_taken_back(
    phone: FlaskClient, member: Member
) -> None:
    assert "Birthday" in phone.get("/me").text
    assert save(phone, birth_day="29", birth_month="2").status_code == 303
    assert birthday(member) == "02-29"
    page = phone.get("/me").text
    assert '<option selected value="29">' in page
    assert '<option selected value="2">February' in page
    assert save(phone, birth_day="0", birth_month="0").status_code == 303
    assert birthday(member) is None


@pytest.mark.parametrize(
    ("day", "month", "words"),
    [
        ("31", "4", "There is no such day."),
        ("30", "2", "There is no such day."),
        ("3", "0", "or neither"),
        ("0", "3", "or neither"),
        ("32", "3", "Not a valid choice"),
        ("x", "3", "could not coerce"),
    ],
)
def test_a_day_that_does_not_exist_is_no_birthday(
    phone: FlaskClient, member: Member, day: str, month: str, words: str
) -> None:
    answer = save(phone, birth_day=day, birth_month=month)
    assert answer.status_code == 422
    assert words in answer.text
    assert birthday(member) is None


def test_nobody_is_asked_where_a_birthday_brings_nothing(
    phone: FlaskClient, member: Member
) -> None:
    save(phone, birth_day="2", birth_month="3")
    publish("name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\n")
    assert "Birthday" in phone.get("/me").text  # what is known can be taken back
    save(phone)
    assert birthday(member) is None
    assert "Birthday" not in phone.get("/me").text


def test_a_consent_is_given_and_taken_back_with_the_same_tap(
    phone: FlaskClient, member: Member
) -> None:
    for given in ("yes", "yes", "no"):
        assert phone.post("/me/consents/marketing", data={"given": given}).location == "/me"
        assert consents_of(member.id)[Purpose.MARKETING] is (given == "yes")
    words = phone.get("/me").text
    kept = db.session.scalars(select(Consent)).all()
    assert [consent.given for consent in kept] == [True, False]
    assert all(consent.words in words for consent in kept)


def test_htmx_gets_the_consents_alone(phone: FlaskClient) -> None:
    answer = phone.post(
        "/me/consents/profiling", data={"given": "yes"}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert answer.text.count('aria-checked="true"') == 1


def test_there_are_two_consents_and_no_third(phone: FlaskClient) -> None:
    assert phone.post("/me/consents/tracking", data={"given": "yes"}).status_code == 404


def test_who_lives_on_this_phone_alone_may_stay_so(client: FlaskClient) -> None:
    publish_preset("cafe")
    client.post("/join", data={"of_age": "y"})
    assert save(client, name="", email="").status_code == 303
    assert save(client, name="", email="me@example.org").status_code == 303
    assert save(client, name="", email="").status_code == 422


def test_the_language_can_be_chosen(phone: FlaskClient, member: Member) -> None:
    phone.post("/language", data={"language": "it", "next": "/me"})
    assert '<html lang="it"' in phone.get("/me").text
    assert db.session.get_one(Member, member.id, populate_existing=True).language == "it"
