"""A draft is rehearsed in the background: the owner asks, sees how far it is, and what came out."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from loyalty_app import jobs
from loyalty_app.clock import now
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.privacy.operations import erase
from loyalty_app.programme.operations import discard_draft, draft
from loyalty_app.rehearsal.operations import SILENCE, get_on, take
from loyalty_app.rehearsal.queries import latest

from ...factories import enrol_member, preset_source
from .conftest import HTMX, buy

DEARER = preset_source("cafe").replace("every: 1.00", "every: 2.00")
COSTLY = DEARER.replace("pending_days: 0", "cost: 0.05")
PAGE = "/console/programme/rehearsal"


@pytest.fixture
def member() -> Member:
    member = enrol_member("Prima Persona")
    buy(member.id, "a", 1200)
    buy(member.id, "b", 2000)
    return member


@pytest.fixture
def waiting(member: Member) -> None:
    keep(COSTLY)


def keep(source: str) -> None:
    in_transaction(lambda: draft(source, "test"))


def words(page: str) -> str:
    return " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())


def test_the_draft_can_be_rehearsed_over_the_last_three_months(
    as_owner: FlaskClient, waiting: None
) -> None:
    page = BeautifulSoup(as_owner.get("/console/programme/draft").text, "html.parser")
    day = page.select_one("[name=since]")
    assert day
    assert day["value"] == (now() - timedelta(days=90)).date().isoformat()


def test_what_came_out_stands_beside_what_was_given(as_owner: FlaskClient, waiting: None) -> None:
    answer = as_owner.post(PAGE, data={"since": ""})
    assert (answer.status_code, answer.location) == (303, PAGE)
    assert "Waiting for the worker…" in as_owner.get(PAGE).text
    jobs.rehearse()
    page = words(as_owner.get(PAGE).text)
    for said in (
        "Under the draft your members would have earned 31% less: 36 points instead of 52.",
        "2 activities, decided again for 1 member.",
        "Liability What points outstanding will cost when they are spent, at €0.05 each.",
        "now €2.60 → draft €1.80 −€0.80",
        "base 32 16 −16",
        "Prima Persona −16 points",
        "20 points earned €20.00: 1 point for every €1.00",
        "10 points earned €20.00: 1 point for every €2.00",
    ):
        assert said in page, said


def test_htmx_asks_again_until_it_is_done(as_owner: FlaskClient, waiting: None) -> None:
    as_owner.post(PAGE, data={})
    fragment = as_owner.get(PAGE, headers=HTMX).text
    assert fragment.lstrip().startswith('<div class="stack-l" id="rehearsal" hx-get=')
    attempt = in_transaction(lambda: take(now()))
    assert attempt
    in_transaction(lambda: get_on(attempt, 1, 2, now()))
    assert "1 of 2 activities" in as_owner.get(PAGE, headers=HTMX).text
    in_transaction(lambda: get_on(attempt, 1, 2, now() - 2 * SILENCE))
    assert "No worker seems to be running." in as_owner.get(PAGE).text
    jobs.rehearse()
    assert "hx-get" not in as_owner.get(PAGE, headers=HTMX).text


def test_it_says_when_no_worker_comes(as_owner: FlaskClient, waiting: None) -> None:
    as_owner.post(PAGE, data={})
    with time_machine.travel(now() + timedelta(seconds=11)):
        assert "No worker seems to be running." in as_owner.get(PAGE).text


def test_a_day_that_has_not_come_is_refused_and_kept(as_owner: FlaskClient, waiting: None) -> None:
    answer = as_owner.post(PAGE, data={"since": "2190-01-01"})
    assert answer.status_code == 422
    assert "This day has not come yet." in answer.text
    assert 'value="2190-01-01"' in answer.text
    assert latest() is None


def test_a_draft_that_was_changed_since_is_told_of(as_owner: FlaskClient, waiting: None) -> None:
    as_owner.post(PAGE, data={})
    jobs.rehearse()
    assert "The draft was changed since." not in as_owner.get(PAGE).text
    keep(DEARER)
    assert "The draft was changed since." in as_owner.get(PAGE).text
    in_transaction(discard_draft)
    assert "This draft is not waiting any more." in as_owner.get(PAGE).text


def test_where_nothing_was_recorded_it_says_so(as_owner: FlaskClient) -> None:
    keep(DEARER)
    as_owner.post(PAGE, data={})
    jobs.rehearse()
    assert "Nothing to rehearse" in as_owner.get(PAGE).text


def test_what_cannot_be_done_is_told(as_owner: FlaskClient, waiting: None) -> None:
    as_owner.post(PAGE, data={})
    in_transaction(lambda: db.session.query(type(latest())).update({"source": "nonsense"}))
    jobs.rehearse()
    assert "The draft is not valid any more." in as_owner.get(PAGE).text


def test_without_a_draft_there_is_nothing_to_ask_for(as_owner: FlaskClient) -> None:
    assert as_owner.post(PAGE, data={}).location == "/console/programme"
    assert as_owner.get(PAGE).location == "/console/programme/draft"


def test_who_left_since_is_not_named(as_owner: FlaskClient, waiting: None, member: Member) -> None:
    as_owner.post(PAGE, data={})
    jobs.rehearse()
    member_id = member.id
    in_transaction(lambda: erase(member_id))
    page = as_owner.get(PAGE).text
    assert "A member who has left" in page
    assert "Prima Persona" not in page


def test_a_manager_reads_and_does_not_ask(as_manager: FlaskClient, waiting: None) -> None:
    assert as_manager.post(PAGE, data={}).status_code == 403
    assert "Rehearse the draft" not in as_manager.get("/console/programme/draft").text
