"""Where the card is open: seen, ended one by one or all at once."""

from datetime import UTC, datetime, timedelta

import time_machine
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.extensions import db
from loyalty_app.members.models import Member
from loyalty_app.sessions.queries import sign_ins_of
from loyalty_app.web.browsers import browser_label

from ...factories import enrol_member
from ...sign_in import as_member

IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 "
    "(KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1"
)
PIXEL = (
    "Mozilla/5.0 (Linux; Android 16; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/141.0.0.0 Mobile Safari/537.36"
)


def test_browsers_are_called_as_their_owners_would() -> None:
    assert browser_label(IPHONE) == "iPhone · Safari"
    assert browser_label(PIXEL) == "Android · Chrome"
    assert browser_label(PIXEL + " EdgA/141.0") == "Android · Edge"
    assert browser_label("<script>") == ""


def test_it_is_linked_from_the_profile_and_marks_this_one(
    app: Flask, phone: FlaskClient, member: Member
) -> None:
    as_member(app.test_client(), member)
    assert 'href="/sign-ins"' in phone.get("/me").text
    page = phone.get("/sign-ins").text
    assert page.count("This one") == 1
    assert page.count("/end") == 2  # the other one, and all others


def test_a_browser_that_joins_is_listed_by_its_name(client: FlaskClient, member: Member) -> None:
    client.post("/join", data={"of_age": "y"}, headers={"User-Agent": IPHONE})
    assert "iPhone · Safari" in client.get("/sign-ins").text


def test_another_one_is_signed_out(app: Flask, phone: FlaskClient, member: Member) -> None:
    before = {row.id for row in sign_ins_of(member.id)}
    other = as_member(app.test_client(), member)
    [added] = {row.id for row in sign_ins_of(member.id)} - before
    assert phone.post(f"/sign-ins/{added}/end").location == "/sign-ins"
    assert other.get("/card").status_code == 303
    assert phone.get("/card").status_code == 200


def test_all_others_are_signed_out(app: Flask, phone: FlaskClient, member: Member) -> None:
    others = [as_member(app.test_client(), member) for _ in range(3)]
    assert phone.post("/sign-ins/end-others").location == "/sign-ins"
    assert {other.get("/card").status_code for other in others} == {303}
    assert phone.get("/card").status_code == 200
    assert "Sign out everywhere else" not in phone.get("/sign-ins").text


def test_nobody_ends_what_is_somebody_elses(app: Flask, phone: FlaskClient) -> None:
    friend = enrol_member("Friend")
    theirs = as_member(app.test_client(), friend)
    [row] = sign_ins_of(friend.id)
    phone.post(f"/sign-ins/{row.id}/end")
    assert theirs.get("/card").status_code == 200


def test_a_page_asks_now_and_then_to_be_noted(client: FlaskClient, member: Member) -> None:
    with time_machine.travel(datetime(2027, 3, 1, 9, tzinfo=UTC), tick=False) as clock:
        as_member(client, member)
        assert 'data-unseen="/seen"' not in client.get("/card").text
        clock.shift(timedelta(hours=2))
        assert 'data-unseen="/seen"' in client.get("/card").text
        assert client.post("/seen").status_code == 204
        assert 'data-unseen="/seen"' not in client.get("/card").text
        db.session.rollback()
        [row] = sign_ins_of(member.id)
        assert row.seen_at == datetime(2027, 3, 1, 11, tzinfo=UTC)


def test_a_passkey_is_offered_after_joining_until_one_says_no(
    client: FlaskClient, member: Member
) -> None:
    client.post("/join", data={"of_age": "y"})
    assert "Keep your card safe" in client.get("/card").text
    assert client.post("/passkeys/not-now").location == "/card"
    assert "Keep your card safe" not in client.get("/card").text
