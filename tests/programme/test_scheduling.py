"""A version that waits for its time: alone, without effect until then, and not to be changed after.

Relative to the real clock, since the database's triggers go by their own.
"""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask_babel import force_locale

from loyalty_app import engine
from loyalty_app.clock import now
from loyalty_app.earning.models import Budget
from loyalty_app.extensions import db, in_transaction
from loyalty_app.jobs import tick
from loyalty_app.opening.queries import is_founded
from loyalty_app.programme import operations as programmes
from loyalty_app.programme.operations import (
    AnotherIsScheduled,
    NotScheduled,
    go_back,
    take_back,
)
from loyalty_app.programme.queries import (
    UnknownVersion,
    draft_version,
    issue_and_the_one_before,
    issues,
    scheduled_issue,
)
from loyalty_app.programme.versions import current_programme, published_versions
from loyalty_app.rewards.models import Stock

from ..factories import preset_source, publish, schedule
from ..trust.conftest import differences

CAFE = preset_source("cafe")
DEARER = CAFE.replace("every: 1.00", "every: 2.00")
LIMITED = DEARER.replace("points: 90", "points: 90\n    stock: 5").replace(
    "bonus: {points: 20}", "bonus: {points: 20}, budget: {points: 1000}"
)


def rate() -> int:
    """Minor units for a point under the programme in force."""
    per_spend = current_programme().earning[0].per_spend
    assert per_spend
    return per_spend.every


@pytest.fixture
def at(app: Flask) -> datetime:
    """Version 1 is in force; version 2 is to be from this time on."""
    publish(CAFE)
    moment = now() + timedelta(hours=2)
    schedule(DEARER, moment)
    return moment


def test_nothing_changes_until_its_time_and_then_everywhere_at_once(at: datetime) -> None:
    with time_machine.travel(at - timedelta(seconds=1), tick=False):
        assert rate() == 100
        assert [version.number for version in published_versions()] == [1]
    with time_machine.travel(at, tick=False):
        assert rate() == 200
        assert [version.number for version in published_versions()] == [1, 2]
        assert tick().failed == 0


def test_its_story_says_when_it_was_decided_and_when_it_comes(at: datetime) -> None:
    waiting, current = issues()
    assert (waiting.number, waiting.published_at, waiting.waits) == (2, at, True)
    assert waiting.scheduled_at
    assert waiting.scheduled_at < at
    assert (current.until, current.is_in_force, current.waits) == (at, True, False)
    with time_machine.travel(at, tick=False):
        assert scheduled_issue() is None
        assert [issue.is_in_force for issue in issues()] == [True, False]
        assert issue_and_the_one_before(2) == (issues()[0], issues()[1])


def test_taken_back_it_is_the_draft_again(at: datetime) -> None:
    in_transaction(lambda: take_back(2))
    found = draft_version()
    assert found
    assert (found.number, found.source, found.published_by) == (2, DEARER, None)
    assert (found.published_at, found.scheduled_at) == (None, None)
    db.session.rollback()
    with time_machine.travel(at):
        assert rate() == 100
    assert differences() == []
    with pytest.raises(UnknownVersion):
        issue_and_the_one_before(2)


def test_a_version_that_was_taken_back_can_be_replaced_and_published(at: datetime) -> None:
    in_transaction(lambda: take_back(2))
    publish(CAFE.replace("every: 1.00", "every: 3.00"))
    assert rate() == 300
    assert [issue.number for issue in issues()] == [2, 1]


@pytest.mark.parametrize("left", [timedelta(seconds=59), timedelta(0), -timedelta(days=1)])
def test_it_cannot_be_taken_back_from_a_minute_before_its_time(
    at: datetime, left: timedelta
) -> None:
    with time_machine.travel(at - left, tick=False), pytest.raises(NotScheduled):
        in_transaction(lambda: take_back(2))
    assert scheduled_issue()


def test_only_a_version_that_waits_is_taken_back(app: Flask) -> None:
    publish(CAFE)
    in_transaction(lambda: programmes.draft(DEARER, "test"))
    for number in (1, 2, 3):
        with pytest.raises(NotScheduled):
            in_transaction(lambda number=number: take_back(number))  # type: ignore[misc]


DRAFTING: dict[str, Callable[[], object]] = {
    "a draft": lambda: programmes.draft(CAFE, "test"),
    "an old version": lambda: go_back(1, "test"),
    "the same once more": lambda: engine.publish(issues()[0].sha256, "test"),
}


@pytest.mark.parametrize("verb", DRAFTING.values(), ids=DRAFTING.keys())
def test_while_one_waits_no_other_is_drafted_or_published(
    at: datetime, verb: Callable[[], object]
) -> None:
    with force_locale("en"):
        with pytest.raises(AnotherIsScheduled) as refused:
            in_transaction(verb)
        assert "Version 2 comes into force on" in str(refused.value)
    with time_machine.travel(at):
        publish(CAFE.replace("every: 1.00", "every: 4.00"))
        assert rate() == 400


def test_one_who_drafts_while_another_schedules_comes_second(app: Flask) -> None:
    publish(CAFE)
    version = in_transaction(lambda: programmes.draft(DEARER, "test"))
    sha256, moment, said = version.sha256, now() + timedelta(hours=1), list[str]()
    start = threading.Barrier(2)

    def attempt(verb: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                in_transaction(verb)
                said.append("done")
            except (AnotherIsScheduled, programmes.DraftChanged):
                said.append("refused")
            finally:
                db.session.remove()

    verbs = (
        lambda: engine.publish(sha256, "test", at=moment),
        lambda: programmes.draft(CAFE, "test"),
    )
    threads = [threading.Thread(target=attempt, args=(verb,)) for verb in verbs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["done", "refused"]
    assert (scheduled_issue() is None) is (draft_version() is not None)
    assert differences() == []


def test_what_is_limited_is_counted_from_scheduling_on(app: Flask) -> None:
    publish(CAFE)
    schedule(LIMITED, now() + timedelta(hours=1))
    assert {stock.reward for stock in db.session.query(Stock)} == {"breakfast", "mug"}
    assert {budget.rule for budget in db.session.query(Budget)} == {"welcome"}
    in_transaction(lambda: take_back(2))
    assert differences() == []


def test_a_time_that_has_passed_meanwhile_is_now(app: Flask) -> None:
    publish(CAFE)
    schedule(DEARER, now() - timedelta(days=1))
    newest, first = issues()
    assert newest.published_at > first.published_at
    assert differences() == []


def test_a_shop_is_founded_while_a_version_waits(at: datetime) -> None:
    assert is_founded()
