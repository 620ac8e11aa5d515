"""The desk for unhappy members: what waits, what was done, and what is refused with its why."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from loyalty_app.cases.operations import hear
from loyalty_app.clock import now
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.outreach.models import Message
from loyalty_app.programme.sections.surveys import Said
from loyalty_app.programme.versions import published_versions
from loyalty_app.standing.queries import standing_of
from loyalty_app.surveys.due import Due
from loyalty_app.surveys.models import Case
from loyalty_app.surveys.operations import invite, keep_more

from ...factories import enrol_member
from ...sign_in import as_member
from ..public.test_survey import XSS

KEY = "0" * 32


@pytest.fixture
def member(as_manager: FlaskClient) -> Member:
    return enrol_member("Regular Guest")


def says(member: Member, score: int, words: str = "") -> None:
    version = published_versions()[-1]

    def verb() -> None:
        one = Due(member.id, f"visit-{score}", "", None)
        survey, moment = version.programme.surveys[0], now()
        invitation = invite(survey, version.number, one, moment, timedelta(microseconds=1))
        assert invitation
        done = hear(invitation, Said(score))
        if words:
            keep_more(done.answer, words)

    in_transaction(verb)


@pytest.fixture
def path(member: Member) -> str:
    says(member, 2, XSS)
    db.session.rollback()
    return f"/console/cases/{db.session.query(Case).one().id}"


def test_what_waits_is_told_on_the_first_page_and_listed(
    as_manager: FlaskClient, path: str
) -> None:
    assert "1 case waits for an answer" in as_manager.get("/console/").text
    page = as_manager.get("/console/cases").text
    assert path in page
    assert "nobody has it yet" in page


def test_what_they_wrote_is_read_and_not_run(as_manager: FlaskClient, path: str) -> None:
    page = as_manager.get(path).text
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_a_case_is_taken_answered_made_up_for_noted_and_closed(
    as_manager: FlaskClient, path: str, member: Member
) -> None:
    assert "I see to it" in as_manager.get(path).text
    as_manager.post(f"{path}/take")
    assert "I see to it" not in as_manager.get(path).text
    assert "Ci dispiace" in as_manager.get(f"{path}?reply=sorry").text  # the member reads Italian
    as_manager.post(f"{path}/message", data={"key": KEY, "words": "We are sorry."})
    as_manager.post(f"{path}/note", data={"note": "Knows the baker."})
    gift = {"key": KEY, "reward": "breakfast", "words": "Our fault."}
    for _twice in range(2):
        assert as_manager.post(f"{path}/voucher", data=gift).status_code == 303
    as_manager.post(f"{path}/close", data={"cause": "waiting", "action": "One more at noon."})
    page = as_manager.get(path).text
    for words in ("We are sorry.", "Knows the baker.", "Our fault.", "One more at noon."):
        assert words in page
    assert "The waiting" in page
    assert [one.reward for one in standing_of(member.id).vouchers.values()] == ["breakfast"]
    listed = as_manager.get("/console/cases").text
    assert "Nothing waits" in listed
    assert "One more at noon." in listed
    inbox = as_member(as_manager, member).get("/inbox").text
    assert "We are sorry." in inbox
    assert "Knows the baker." not in inbox


@pytest.mark.parametrize(
    ("step", "data", "words"),
    [
        ("close", {"action": "Typed already"}, "Say what the cause was"),
        ("close", {"cause": "waiting"}, "Say what the cause was"),
        ("close", {"cause": "nonsense", "action": "Typed already"}, ""),
        ("message", {"key": KEY, "words": " "}, "Write something first"),
        ("note", {"note": ""}, "Write something first"),
        ("voucher", {"key": KEY, "reward": "breakfast"}, "Write a word of thanks"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_typed(
    as_manager: FlaskClient, path: str, step: str, data: dict[str, str], words: str
) -> None:
    answer = as_manager.post(f"{path}/{step}", data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert data.get("action", "") in answer.text


def test_praise_is_thanked_for_by_one_tap(as_manager: FlaskClient, member: Member) -> None:
    says(member, 10, "The best croissant")
    page = as_manager.get("/console/cases").text
    assert "The best croissant" in page
    address = page.partition("/console/answers/")[2].partition('"')[0]
    assert as_manager.post(f"/console/answers/{address}").status_code == 303
    assert "The best croissant" not in as_manager.get("/console/cases").text
    (message,) = db.session.query(Message)
    assert "Grazie" in message.words  # in the member's language


def test_an_unknown_case_is_told(as_manager: FlaskClient) -> None:
    assert as_manager.get("/console/cases/999").status_code == 404
