"""Each version has its page: its rules, who published it when and why, and what it changed."""

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from loyalty_app import engine
from loyalty_app.clock import now
from loyalty_app.extensions import in_transaction
from loyalty_app.programme.operations import draft
from loyalty_app.programme.queries import draft_version, issues, scheduled_issue

from ...factories import preset_source, publish, schedule
from .conftest import HTMX

CAFE = preset_source("cafe")
DEARER = CAFE.replace("every: 1.00", "every: 2.00")
DEAREST = CAFE.replace("every: 1.00", "every: 3.00")


def publish_because(source: str, reason: str) -> None:
    in_transaction(lambda: engine.publish(draft(source, "Anna").sha256, "Anna", reason))


@pytest.fixture
def scheduled(as_owner: FlaskClient) -> FlaskClient:
    """Version 2 waits for its time."""
    schedule(DEARER, now() + timedelta(hours=3))
    return as_owner


def test_a_version_says_who_when_why_and_what(as_manager: FlaskClient) -> None:
    publish_because(DEARER, "Milk costs more.")
    page = as_manager.get("/console/programme/versions/2")
    assert page.status_code == 200
    for words in ("In force since", "Anna", "Milk costs more.", "€<del>1.00</del>", "Ten coffees"):
        assert words in page.text
    listed = as_manager.get("/console/programme").text
    assert 'href="/console/programme/versions/2"' in listed
    assert "Milk costs more." in listed


def test_the_first_version_has_nothing_to_compare_it_with(as_manager: FlaskClient) -> None:
    page = as_manager.get("/console/programme/versions/1").text
    assert "This is the first version" in page
    assert "No reason was given" in page


def test_a_version_of_the_past_says_from_when_to_when(as_owner: FlaskClient) -> None:
    publish(DEARER)
    page = as_owner.get("/console/programme/versions/1").text
    assert "Was in force from" in page
    assert "Go back to these rules" in page
    assert "Go back to these rules" not in as_owner.get("/console/programme/versions/2").text


def test_going_back_makes_a_draft_with_a_reason_that_becomes_a_new_version(
    as_owner: FlaskClient,
) -> None:
    publish(DEARER)
    answer = as_owner.post("/console/programme/versions/1/go-back")
    assert (answer.status_code, answer.location) == (303, "/console/programme/draft")
    page = as_owner.get(answer.location).text
    assert "Back to version 1" in page
    found = draft_version()
    assert found
    assert found.source == CAFE
    said = {"sha256": found.sha256, "reason": "Back to version 1"}
    assert as_owner.post("/console/programme/publish", data=said).status_code == 303
    assert (issues()[0].number, issues()[0].reason) == (3, "Back to version 1")


def test_a_draft_that_would_be_gone_is_mentioned(as_owner: FlaskClient) -> None:
    publish(DEARER)
    address, words = "/console/programme/versions/1", "The draft that is waiting would be gone."
    assert words not in as_owner.get(address).text
    in_transaction(lambda: draft(DEAREST, "test"))
    assert words in as_owner.get(address).text


def test_a_version_that_waits_is_taken_back_and_is_the_draft_again(scheduled: FlaskClient) -> None:
    page = scheduled.get("/console/programme/versions/2").text
    assert "Comes into force on" in page
    assert "What it will change" in page
    answer = scheduled.post("/console/programme/versions/2/take-back")
    assert answer.location == "/console/programme/draft"
    assert "Version 2 is a draft again." in scheduled.get(answer.location).text
    assert scheduled.get("/console/programme/versions/2").status_code == 404
    assert scheduled_issue() is None


def test_a_version_that_came_meanwhile_cannot_be_taken_back(scheduled: FlaskClient) -> None:
    with time_machine.travel(now() + timedelta(hours=4)):
        answer = scheduled.post("/console/programme/versions/2/take-back")
        assert answer.status_code == 409
        assert "There is nothing to take back" in answer.text
        assert issues()[0].is_in_force


def test_while_a_version_waits_nobody_goes_back_or_drafts(scheduled: FlaskClient) -> None:
    assert "Go back" not in scheduled.get("/console/programme/versions/1").text
    for address, data in (
        ("/console/programme/versions/1/go-back", {}),
        ("/console/programme", {"source": DEAREST}),
    ):
        answer = scheduled.post(address, data=data)
        assert answer.status_code == 409
        assert "Version 2 comes into force on" in answer.text
    assert draft_version() is None


def test_only_an_owner_goes_back_or_takes_back(as_manager: FlaskClient) -> None:
    schedule(DEARER, now() + timedelta(hours=3))
    assert "Take it back" not in as_manager.get("/console/programme/versions/2").text
    for address in ("versions/2/take-back", "versions/1/go-back"):
        assert as_manager.post(f"/console/programme/{address}").status_code == 403


@pytest.mark.parametrize("number", ["0", "2", "3", "99999999999999999999"])
def test_a_draft_and_what_never_was_are_no_versions(as_owner: FlaskClient, number: str) -> None:
    in_transaction(lambda: draft(DEARER, "test"))
    address = f"/console/programme/versions/{number}"
    assert as_owner.get(address).status_code == 404
    for verb in ("go-back", "take-back"):
        assert as_owner.post(f"{address}/{verb}").status_code == 404


def test_htmx_gets_the_fragment(as_owner: FlaskClient) -> None:
    page = as_owner.get("/console/programme/versions/1", headers=HTMX)
    assert page.text.lstrip().startswith('<div class="stack-l" id="version"')


def test_the_page_costs_few_statements(as_owner: FlaskClient, statements: list[str]) -> None:
    publish(DEARER)
    as_owner.get("/console/programme/versions/2")
    statements.clear()
    as_owner.get("/console/programme/versions/2")
    assert len(statements) <= 4
