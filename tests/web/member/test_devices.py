"""The phones on one's card: enrolled by the card's script, listed, removed."""

from base64 import b64encode
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from loyalty_app import create_app
from loyalty_app.clock import now
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.keys import keys_of, member_showing
from loyalty_app.members.models import DeviceKey, Member
from loyalty_app.members.rotating import PhoneRemoved, shown_in

from ...conftest import SETTINGS
from ...factories import enrol_member
from ...phones import Phone, phone_of
from ...sign_in import as_member

ANDROID = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/142.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile Safari/604.1"


def enrol(client: FlaskClient, public: bytes | None = None, browser: str = ANDROID) -> TestResponse:
    half = b64encode(Phone().public if public is None else public).decode()
    return client.post("/me/devices", json={"public": half}, headers={"User-Agent": browser})


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
    enrol(phone)
    enrol(phone)
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
    assert answers == [200] * 20 + [429] * 2


def test_the_list_says_which_since_when_and_when_scanned(
    phone: FlaskClient, member: Member
) -> None:
    moment = datetime(2027, 3, 3, 12, tzinfo=UTC)
    with time_machine.travel(moment, tick=False):
        other, _ = phone_of(member, "iPhone · Safari")
        shown = shown_in(other.shows(moment))
        assert shown
        in_transaction(lambda: member_showing(shown, moment))
        as_member(phone, member)
        enrol(phone)
        page = phone.get("/me/devices").text
    assert page.index("Android · Chrome") < page.index("iPhone · Safari")
    assert "Since Mar 3, 2027, last scanned Mar 3, 2027, 1:00\u202fPM" in page
    assert "Since Mar 3, 2027, never scanned yet" in page
    assert page.count("This one") == 1
    assert page.count("/remove") == 2  # the form's address and htmx's, for the other one


def test_a_removed_phone_is_refused_and_signed_out(
    app: Flask, phone: FlaskClient, member: Member
) -> None:
    lost, theirs = as_member(app.test_client(), member), Phone()
    said = enrol(lost, theirs.public, IPHONE).json
    assert said
    theirs.learn_in_base64(said["handle"], said["public"])
    [key] = keys_of(member.id)
    answer = phone.post(f"/me/devices/{key.id}/remove")
    assert (answer.status_code, answer.location) == (303, "/me/devices")
    assert "Its codes are refused from now on." in phone.get("/me/devices").text
    assert lost.get("/card").location == "/login?next=/card"
    shown = shown_in(theirs.shows(now()))
    assert shown
    with pytest.raises(PhoneRemoved):
        in_transaction(lambda: member_showing(shown, now()))


def test_htmx_gets_the_list_alone(phone: FlaskClient, member: Member) -> None:
    _, key = phone_of(member, "iPhone · Safari")
    answer = phone.post(f"/me/devices/{key.id}/remove", headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<section id="devices"')
    assert "No phone yet" in answer.text


def test_anothers_phone_is_not_there(phone: FlaskClient, member: Member) -> None:
    _, key = phone_of(enrol_member("Friend"))
    assert phone.post(f"/me/devices/{key.id}/remove").status_code == 404
    row = db.session.get_one(DeviceKey, key.id, populate_existing=True)
    assert row.revoked_at is None


def test_signing_out_ends_the_key_of_this_browser(phone: FlaskClient, member: Member) -> None:
    enrol(phone)
    phone_of(member, "iPhone · Safari")
    answer = phone.post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert names(member) == ["iPhone · Safari"]


def test_a_deleted_account_leaves_nothing_on_the_phone(phone: FlaskClient, member: Member) -> None:
    enrol(phone)
    answer = phone.post("/me/leave", data={"sure": "y"})
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert names(member) == []
