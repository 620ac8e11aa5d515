"""Writing to the shop: a question, a complaint, and what is answered, on the member's own phone."""

import re

import pytest
from flask.testing import FlaskClient

from loyalty_app.cases.talks import reply
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.outreach.inbox import unread
from loyalty_app.outreach.messages import LONGEST
from loyalty_app.outreach.models import Message
from loyalty_app.staff.models import Role
from loyalty_app.surveys.models import Case

from ...factories import enrol_member, hire
from ...sign_in import as_member
from ..public.test_survey import XSS

HTMX = {"HX-Request": "true"}
KEY = "0" * 32


def writes(phone: FlaskClient, words: str, key: str = KEY, **more: str) -> int:
    return phone.post("/talk", data={"key": key, "words": words, **more}).status_code


def answered(member: Member, words: str = "Yes, until two.") -> None:
    staff_id = hire(Role.MANAGER).id
    in_transaction(lambda: reply(member.id, staff_id, words))


def test_an_empty_talk_says_what_it_is_for_and_when_they_hear(phone: FlaskClient) -> None:
    page = phone.get("/talk").text
    assert "A question, a wish, something that went wrong" in page
    assert "within 24 hours" in page
    assert "/talk" in phone.get("/inbox").text
    assert "/talk" in phone.get("/me").text


def test_a_question_is_sent_once_and_waits(phone: FlaskClient, member: Member) -> None:
    for _double_tap in range(2):
        assert writes(phone, "Is it open on Sunday?") == 303
    page = phone.get("/talk").text
    assert page.count("Is it open on Sunday?") == 1
    assert "You will hear from us by" in page
    db.session.rollback()
    assert not db.session.query(Case).count()


def test_an_open_talk_is_told_what_is_new_and_nothing_else(
    phone: FlaskClient, member: Member
) -> None:
    writes(phone, "Is it open on Sunday?")
    last = re.search(r"/talk\?after=(\d+)", phone.get("/talk").text)
    assert last
    asked = f"/talk?after={last[1]}"
    assert phone.get(asked, headers=HTMX).status_code == 204
    db.session.rollback()
    answered(member)
    fragment = phone.get(asked, headers=HTMX).text
    assert "Yes, until two." in fragment
    assert asked not in fragment
    assert "every 15s" not in phone.get("/talk?before=9").text
    assert "Yes, until two." in phone.get("/talk?after=99").text  # as after signing in again
    assert phone.get(f"/talk?after={10**30}", headers=HTMX).status_code == 204


def test_a_complaint_is_a_case(phone: FlaskClient, member: Member) -> None:
    assert writes(phone, "The coffee was cold.", complains="y") == 303
    db.session.rollback()
    assert db.session.query(Case).one().member_id == member.id


def test_an_answer_is_news_until_it_is_read(phone: FlaskClient, member: Member) -> None:
    writes(phone, "Is it open on Sunday?")
    db.session.rollback()
    answered(member)
    assert "Yes, until two." in phone.get("/inbox").text
    page = phone.get("/talk").text
    assert page.index("Is it open on Sunday?") < page.index("Yes, until two.")
    assert "You will hear from us by" not in page
    assert unread(member.id) == 1  # looking marks nothing
    newest = re.search(r'name="message" value="(\d+)"', page)
    assert newest
    phone.post("/inbox/read", data={"message": newest[1]}, headers=HTMX)
    db.session.rollback()
    assert unread(member.id) == 0
    assert 'name="message"' not in phone.get("/talk").text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"key": KEY, "words": " "}, "Write something first."),
        ({"key": KEY, "words": "x" * (LONGEST + 1)}, "too long"),
        ({"key": "forged", "words": "Hello"}, "This page is damaged."),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(
    phone: FlaskClient, data: dict[str, str], words: str
) -> None:
    answer = phone.post("/talk", data=data | {"complains": "y"})
    assert answer.status_code == 422
    assert words in answer.text
    assert data["words"] in answer.text
    assert "checked" in answer.text


def test_markup_is_read_and_not_run(phone: FlaskClient, member: Member) -> None:
    writes(phone, XSS)
    db.session.rollback()
    answered(member, XSS)
    for path in ("/talk", "/inbox"):
        page = phone.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page


def test_nobody_reads_anybody_elses(phone: FlaskClient, member: Member) -> None:
    writes(phone, "Is it open on Sunday?")
    message = db.session.query(Message).one().id
    db.session.rollback()
    stranger = as_member(phone, enrol_member("Other Guest"))
    for path in ("/talk", f"/talk?before={message + 1}"):
        assert "Is it open on Sunday?" not in stranger.get(path).text


@pytest.mark.parametrize("before", ["", "x", "-1", "0", "9" * 30])
def test_nonsense_in_the_address_is_the_newest(phone: FlaskClient, before: str) -> None:
    writes(phone, "Is it open on Sunday?")
    assert phone.get(f"/talk?before={before}").status_code == 200
