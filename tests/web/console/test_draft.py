"""A draft is looked at, then published with a reason: at once, or at a time of the shop's clock."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from loyalty_app.extensions import in_transaction
from loyalty_app.programme.operations import draft
from loyalty_app.programme.queries import draft_version, issues, scheduled_issue

from ...factories import preset_source, publish_preset

CAFE = preset_source("cafe")
DEARER = CAFE.replace("every: 1.00", "every: 2.00")
NOON = datetime(2027, 2, 1, 11, tzinfo=UTC)


@pytest.fixture(autouse=True)
def programme(app: Flask) -> Iterator[None]:
    """In force since noon of 1 February, and it is noon."""
    with time_machine.travel(NOON):
        publish_preset("cafe")
        yield


@pytest.fixture
def waiting(as_owner: FlaskClient) -> FlaskClient:
    """A draft is there."""
    in_transaction(lambda: draft(DEARER, "test"))
    return as_owner


def publish(client: FlaskClient, **said: str) -> TestResponse:
    found = draft_version()
    sha256 = found.sha256 if found else ""
    return client.post("/console/programme/publish", data={"sha256": sha256, **said})


def test_what_changes_is_marked_word_by_word(waiting: FlaskClient) -> None:
    page = waiting.get("/console/programme/draft").text
    assert "1 point for every €<del>1.00</del>" in page
    assert "1 point for every €<ins>2.00</ins>" in page
    for heard in ("Changed", "Before:", "Now:"):
        assert heard in page
    assert "Ten coffees" not in page


def test_a_reason_is_kept_with_the_version(waiting: FlaskClient) -> None:
    assert publish(waiting, reason=" Milk costs more.\r\n").status_code == 303
    assert issues()[0].reason == "Milk costs more."
    assert "Milk costs more." in waiting.get("/console/programme").text


def test_a_reason_that_is_too_long_is_told_and_not_lost(waiting: FlaskClient) -> None:
    answer = publish(waiting, reason="x" * 301)
    assert answer.status_code == 422
    assert "At most 300 characters." in answer.text
    assert "x" * 301 in answer.text
    assert len(issues()) == 1


def test_the_rules_come_into_force_when_the_owner_says(waiting: FlaskClient) -> None:
    answer = publish(waiting, at="2027-02-01T14:00")
    assert answer.location == "/console/programme"
    page = waiting.get("/console/programme").text
    assert "The new rules come into force on Feb 1, 2027, 2:00" in page
    assert "Version 2 comes into force on Feb 1, 2027, 2:00" in page
    assert "Take it back to change something before." in page
    assert "Change the rules" not in page
    assert waiting.get("/console/programme/draft").location == "/console/programme"
    with time_machine.travel(NOON + timedelta(hours=2)):
        page = waiting.get("/console/programme").text
        assert "1 point for every €2.00" in page
        assert "comes into force" not in page
        assert "Change the rules" in page


@pytest.mark.parametrize(
    ("at", "words"),
    [
        ("2027-02-01T12:00", "This time is past: the shop&#39;s clock shows Feb 1, 2027, 12:00"),
        ("2031-01-01T00:00", "more than a year ahead"),
        ("2027-03-28T02:30", "no clock will show 02:30"),
        ("tomorrow", "Not a valid datetime"),
    ],
)
def test_a_time_that_cannot_be_meant_is_told_beside_its_field(
    waiting: FlaskClient, at: str, words: str
) -> None:
    answer = publish(waiting, at=at, reason="Milk costs more.")
    assert answer.status_code == 422
    assert words in answer.text
    assert "Milk costs more." in answer.text
    assert draft_version()


def test_of_a_time_that_comes_twice_the_first_is_meant_and_said(waiting: FlaskClient) -> None:
    publish(waiting, at="2027-10-31T02:30")
    page = waiting.get("/console/programme").text
    found = scheduled_issue()
    assert "2:30\u202fAM (the first time, before clocks go back)" in page
    assert found
    assert found.published_at == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_publishing_twice_says_that_it_waits(waiting: FlaskClient) -> None:
    for _ in range(2):
        assert publish(waiting, at="2027-03-01T06:00").status_code == 303
    assert "Version 2 comes into force on" in waiting.get("/console/programme").text
    assert len(issues()) == 2


def test_rules_that_defeat_themselves_are_told_and_can_be_published(as_owner: FlaskClient) -> None:
    never = "  - {id: evening, multiply: 1.5}\n  - {id: always, multiply: 2}\nstamp_cards:"
    in_transaction(lambda: draft(CAFE.replace("stamp_cards:", never), "test"))
    page = as_owner.get("/console/programme/draft").text
    assert "Some of these rules defeat themselves." in page
    assert "earning › evening › multiply" in page
    assert "“always” always holds and is higher" in page
    assert publish(as_owner).status_code == 303
    assert len(issues()) == 2


def test_a_draft_without_warnings_has_no_word_of_them(waiting: FlaskClient) -> None:
    assert "defeat" not in waiting.get("/console/programme/draft").text
