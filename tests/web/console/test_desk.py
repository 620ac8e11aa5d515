"""The desk: who waits, what was said, and the ways on from there."""

import pytest
from flask.testing import FlaskClient

from loyalty_app.cases.talks import reply, write
from loyalty_app.extensions import db, in_transaction
from loyalty_app.jobs import post_mails
from loyalty_app.members.models import Member
from loyalty_app.outreach.desk import wait_of
from loyalty_app.staff.models import Role
from loyalty_app.standing.operations import enrol
from loyalty_app.surveys.models import Case

from ...factories import hire
from ...sign_in import as_member
from ..public.test_survey import XSS

KEY = "0" * 32


@pytest.fixture
def member(as_manager: FlaskClient) -> Member:
    return in_transaction(
        lambda: enrol("Regular Guest", email="guest@example.org", language="en", phone="+39333")
    )


@pytest.fixture
def path(member: Member) -> str:
    in_transaction(lambda: write(member.id, f"Is it open on Sunday? {XSS}"))
    return f"/console/members/{member.number}/talk"


def test_who_waits_is_told_on_the_first_page_and_listed(as_manager: FlaskClient, path: str) -> None:
    assert "1 member waits for an answer" in as_manager.get("/console/").text
    page = as_manager.get("/console/desk").text
    assert path in page
    assert "Is it open on Sunday?" in page
    assert "nobody has it yet" in page
    assert "All are in time." in as_manager.get("/console/").text


def test_an_empty_desk_says_what_will_be_here(as_manager: FlaskClient) -> None:
    assert "Nobody waits" in as_manager.get("/console/desk").text


def test_it_is_taken_answered_and_counted(
    as_manager: FlaskClient, path: str, member: Member
) -> None:
    assert "I see to it" in as_manager.get(path).text
    as_manager.post(f"{path}/take")
    page = as_manager.get(path).text
    assert "I see to it" not in page
    assert "Is it open on Sunday?" in page
    assert "We are sorry" in as_manager.get(f"{path}?reply=sorry").text
    for _double_tap in range(2):
        answer = as_manager.post(path, data={"key": KEY, "words": "Yes, until two."})
        assert answer.status_code == 303
    assert as_manager.get(path).text.count("Yes, until two.") == 1
    desk = as_manager.get("/console/desk").text
    for words in ("Nobody waits", "First answer", "1 of 1", "Yes, until two."):
        assert words in desk
    assert "Yes, until two." in as_member(as_manager, member).get("/talk").text


def test_what_needs_no_answer_leaves_the_desk_and_the_second_is_told(
    as_manager: FlaskClient, path: str, member: Member
) -> None:
    for words in ("They wait no longer.", "Somebody was faster"):
        answer = as_manager.post(f"{path}/settle", follow_redirects=True)
        assert words in answer.text
    db.session.rollback()
    assert wait_of(member.id) is None


def test_a_complaint_leads_to_its_case_and_back(as_manager: FlaskClient, path: str) -> None:
    answer = as_manager.post(f"{path}/case")
    db.session.rollback()
    assert answer.location == f"/console/cases/{db.session.query(Case).one().id}"
    db.session.rollback()
    case = as_manager.get(answer.location).text
    assert "Regular Guest complains" in case
    assert path in case
    assert "They have an open case." in as_manager.get(path).text
    assert "Complaint" in as_manager.get("/console/cases").text
    as_manager.post(path, data={"key": KEY, "words": "Yes, until two."})
    late = as_manager.post(f"{path}/case", follow_redirects=True)
    assert "Somebody was faster" in late.text


@pytest.mark.parametrize(
    ("words", "why"), [(" ", "Write something first."), ("x" * 2001, "too long")]
)
def test_a_refusal_says_why_and_keeps_what_was_typed(
    as_manager: FlaskClient, path: str, words: str, why: str
) -> None:
    answer = as_manager.post(path, data={"key": KEY, "words": words})
    assert answer.status_code == 422
    assert why in answer.text
    assert words in answer.text


def test_a_first_word_may_come_from_the_shop(as_manager: FlaskClient, member: Member) -> None:
    path = f"/console/members/{member.number}/talk"
    assert path in as_manager.get(f"/console/members/{member.number}").text
    assert "Nothing was said yet." in as_manager.get(path).text
    as_manager.post(path, data={"key": KEY, "words": "Your umbrella is here."})
    assert "Your umbrella is here." in as_manager.get(path).text


def test_markup_is_read_and_not_run_at_the_desk_and_in_the_mail(
    as_manager: FlaskClient, path: str, member: Member
) -> None:
    app = as_manager.application
    app.extensions["mailman"].outbox = []
    staff_id = hire(Role.MANAGER).id
    in_transaction(lambda: reply(member.id, staff_id, f"Yes.\n{XSS}"))
    for address in ("/console/desk", path):
        page = as_manager.get(address).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    db.session.rollback()
    assert post_mails().sent == 1
    (mail,) = app.extensions["mailman"].outbox
    html = mail.alternatives[0][0]
    assert "Is it open on Sunday?" in html
    assert html.count("&lt;script&gt;") == 2
    assert "<script>" not in html
    assert "> Is it open on Sunday?" in mail.body


def test_a_long_desk_costs_no_more_than_a_short_one(
    as_manager: FlaskClient, path: str, statements: list[str]
) -> None:
    def cost() -> int:
        statements.clear()
        as_manager.get("/console/desk")
        return len(statements)

    one = cost()
    for number in range(5):
        guest = in_transaction(lambda n=number: enrol(f"Guest {n}"))  # type: ignore[misc]
        in_transaction(lambda g=guest: write(g.id, "Hello?"))  # type: ignore[misc]
    db.session.rollback()
    assert cost() == one
