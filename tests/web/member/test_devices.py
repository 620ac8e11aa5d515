"""The phones on one's card: enrolled by the card's script, listed, signed out."""

import re
from base64 import b64encode
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from loyalty_app import create_app
from loyalty_app.clock import now
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.keys import member_showing
from loyalty_app.members.models import Member
from loyalty_app.members.rotating import PhoneRemoved, shown_in
from loyalty_app.sessions.queries import phones_of

from ...conftest import SETTINGS
from ...factories import enrol_member
from ...phones import Phone, keys_of
from ...sign_in import as_member

ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile Safari/604.1"


def enrol(
    client: FlaskClient, public: bytes | None = None, browser: str = ANDROID, instead_of: str = ""
) -> TestResponse:
    half = b64encode(Phone().public if public is None else public).decode()
    said = {"public": half, "instead_of": instead_of}
    return client.post("/me/devices", json=said, headers={"User-Agent": browser})


def names(member: Member) -> list[str]:
    return [key.label for key in keys_of(member.id)]


def test_the_card_names_the_key_that_its_browser_has(phone: FlaskClient, member: Member) -> None:
    assert 'data-key=""' in phone.get("/card").text
    answer = enrol(phone)
    assert answer.json
    assert f'data-key="{answer.json["handle"]}"' in phone.get("/card").text


def test_the_answer_is_all_that_a_phone_needs_to_show_codes(
    phone: FlaskClient, member: Member
) -> None:
    moment = datetime(2027, 3, 3, 12, tzinfo=UTC)
    mine = Phone()
    with time_machine.travel(moment, tick=False):
        as_member(phone, member)
        said = enrol(phone, mine.public).json
        assert said
        assert said["now"] == moment.timestamp() * 1000
        mine.learn_in_base64(said["handle"], said["public"])
        shown = shown_in(mine.shows(moment))
        assert shown
        assert in_transaction(lambda: member_showing(shown, now()).id) == member.id


def test_a_browser_that_enrols_again_has_one_key(phone: FlaskClient, member: Member) -> None:
    first = enrol(phone).json
    assert first
    assert enrol(phone, instead_of=first["handle"]).status_code == 200
    assert names(member) == ["Android · Chrome"]


def test_a_page_that_knows_of_an_earlier_key_is_told_of_the_one_there_is(
    phone: FlaskClient, member: Member
) -> None:
    first = enrol(phone).json
    late = enrol(phone)
    assert first
    assert (late.status_code, late.json) == (409, {"handle": first["handle"]})
    assert names(member) == ["Android · Chrome"]


@pytest.mark.parametrize(
    "said", ["", "{", "null", "[]", "{}", '{"public": 1}', '{"public": "?"}', '{"public": "AAAA"}']
)
def test_what_is_no_half_of_a_key_is_refused(phone: FlaskClient, member: Member, said: str) -> None:
    answer = phone.post("/me/devices", data=said, content_type="application/json")
    assert answer.status_code == 400
    assert names(member) == []


def test_nobody_enrols_phones_without_end(app: Flask, member: Member) -> None:
    url = app.config["SQLALCHEMY_DATABASE_URI"]
    limits = {"RATELIMIT_ENABLED": True, "SQLALCHEMY_DATABASE_URI": url}
    limited = create_app({**SETTINGS, **limits, "SECRET_KEY": app.config["SECRET_KEY"]})
    phone = limited.test_client()
    with limited.app_context():
        as_member(phone, member)
    answers = [enrol(phone).status_code for _ in range(22)]
    with limited.app_context():
        db.session.remove()
        db.engine.dispose()
    assert answers == [200] + [409] * 19 + [429] * 2


def showing(client: FlaskClient, browser: str = ANDROID) -> Phone:
    """The phone of this client, which can show codes now."""
    phone = Phone()
    said = enrol(client, phone.public, browser).json
    assert said
    phone.learn_in_base64(said["handle"], said["public"])
    return phone


def scan(phone: Phone, at: datetime) -> Member:
    shown = shown_in(phone.shows(at))
    assert shown
    return in_transaction(lambda: member_showing(shown, at))


def rows(page: str) -> list[str]:
    """The words of each phone on the list."""
    listed = re.findall(r'<div class="line"(.*?)</li>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>", " ", row).split()) for row in listed]


def test_one_list_says_of_each_since_when_it_is_open_and_whether_it_shows_a_code(
    app: Flask, client: FlaskClient, member: Member
) -> None:
    with time_machine.travel(datetime(2027, 3, 3, 12, tzinfo=UTC), tick=False) as clock:
        scan(showing(as_member(app.test_client(), member)), now())
        clock.shift(timedelta(days=1))
        showing(as_member(app.test_client(), member))
        clock.shift(timedelta(days=1))
        page = as_member(client, member).get("/me/devices").text
    this, unseen, scanned = rows(page)
    assert "Since Mar 5, 2027 This one" in this
    assert "Since Mar 4, 2027 Last seen Mar 4, 2027 Shows your code Sign out" in unseen
    assert "Shows your code Last scanned Mar 3, 2027, 1:00 PM Sign out" in scanned


def test_it_is_linked_from_the_profile(phone: FlaskClient) -> None:
    assert 'href="/me/devices"' in phone.get("/me").text


def test_a_browser_that_joins_is_listed_by_its_name(client: FlaskClient, member: Member) -> None:
    client.post("/join", data={"of_age": "y"}, headers={"User-Agent": IPHONE})
    assert "iPhone · Safari" in client.get("/me/devices").text


def test_a_lost_phone_is_signed_out_and_its_codes_are_refused(
    app: Flask, phone: FlaskClient, member: Member
) -> None:
    before = {row.id for row, _key in phones_of(member.id)}
    lost = as_member(app.test_client(), member)
    theirs = showing(lost)
    [added] = {row.id for row, _key in phones_of(member.id)} - before
    assert phone.post(f"/me/devices/{added}/remove").location == "/me/devices"
    assert "Codes it shows are refused from now on." in phone.get("/me/devices").text
    assert lost.get("/card").location == "/login?next=/card"
    with pytest.raises(PhoneRemoved):
        scan(theirs, now())
    assert phone.get("/card").status_code == 200


def test_all_others_are_signed_out(app: Flask, phone: FlaskClient, member: Member) -> None:
    others = [as_member(app.test_client(), member) for _ in range(3)]
    assert phone.post("/me/devices/remove-others").location == "/me/devices"
    assert {other.get("/card").status_code for other in others} == {303}
    assert phone.get("/card").status_code == 200
    assert "Sign out everywhere else" not in phone.get("/me/devices").text


def test_nobody_signs_out_what_is_somebody_elses(app: Flask, phone: FlaskClient) -> None:
    friend = enrol_member("Friend")
    theirs = as_member(app.test_client(), friend)
    [(row, _key)] = phones_of(friend.id)
    phone.post(f"/me/devices/{row.id}/remove")
    assert theirs.get("/card").status_code == 200


def test_signing_out_ends_the_key_of_this_browser(
    app: Flask, phone: FlaskClient, member: Member
) -> None:
    enrol(as_member(app.test_client(), member), browser=IPHONE)
    enrol(phone)
    answer = phone.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert names(member) == ["iPhone · Safari"]


def test_a_deleted_account_leaves_nothing_on_the_phone(phone: FlaskClient, member: Member) -> None:
    enrol(phone)
    answer = phone.post("/me/leave", data={"sure": "y"})
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert names(member) == []


def test_a_page_asks_now_and_then_to_be_noted(client: FlaskClient, member: Member) -> None:
    with time_machine.travel(datetime(2027, 3, 1, 9, tzinfo=UTC), tick=False) as clock:
        as_member(client, member)
        assert 'data-unseen="/seen"' not in client.get("/card").text
        clock.shift(timedelta(hours=2))
        assert 'data-unseen="/seen"' in client.get("/card").text
        assert client.post("/seen").status_code == 204
        assert 'data-unseen="/seen"' not in client.get("/card").text
        db.session.rollback()
        [(row, _key)] = phones_of(member.id)
        assert row.seen_at == datetime(2027, 3, 1, 11, tzinfo=UTC)


def test_a_passkey_is_offered_after_joining_until_one_says_no(
    client: FlaskClient, member: Member
) -> None:
    client.post("/join", data={"of_age": "y"})
    assert "Keep your card safe" in client.get("/card").text
    assert client.post("/passkeys/not-now").location == "/card"
    assert "Keep your card safe" not in client.get("/card").text
