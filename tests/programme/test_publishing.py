"""Drafts and versions: one draft, published once, with a reason."""

import threading

import pytest
from flask import Flask
from flask_babel import force_locale

from loyalty_app import engine
from loyalty_app.earning.models import Budget
from loyalty_app.extensions import db, in_transaction
from loyalty_app.programme import operations as programmes
from loyalty_app.programme.models import ProgrammeVersion
from loyalty_app.programme.operations import (
    AlreadyPublished,
    DraftChanged,
    ReasonTooLong,
    discard_draft,
    go_back,
)
from loyalty_app.programme.queries import UnknownVersion, draft_version, issues
from loyalty_app.programme.reading import InvalidProgramme, text_of
from loyalty_app.rewards.models import Stock

from ..factories import preset_source, publish

CAFE = preset_source("cafe")
WITH_BUDGET = CAFE.replace("bonus: {points: 20}", "bonus: {points: 20}, budget: {points: 1000}")


def draft(source: str) -> ProgrammeVersion:
    return in_transaction(lambda: programmes.draft(source, "test"))


def put_in_force(version: ProgrammeVersion) -> None:
    in_transaction(lambda: engine.publish(version.sha256, "test"))


def test_a_new_draft_takes_the_place_of_the_old_one(app: Flask) -> None:
    draft(CAFE)
    second = draft(WITH_BUDGET)
    found = draft_version()
    assert found
    assert found.sha256 == second.sha256
    assert db.session.query(ProgrammeVersion).count() == 1


def test_a_draft_that_was_replaced_is_not_published_by_mistake(app: Flask) -> None:
    first = draft(CAFE)
    draft(WITH_BUDGET)
    with pytest.raises(DraftChanged):
        put_in_force(first)
    assert not issues()


def test_what_is_published_twice_counts_once(app: Flask) -> None:
    version = draft(CAFE)
    put_in_force(version)
    with pytest.raises(AlreadyPublished):
        put_in_force(version)
    assert [issue.number for issue in issues()] == [1]


def test_two_owners_who_publish_at_once_publish_once(app: Flask) -> None:
    version, said = draft(CAFE), list[str]()
    start = threading.Barrier(2)

    def publish_it() -> None:
        with app.app_context():
            start.wait()
            try:
                put_in_force(version)
                said.append("done")
            except (AlreadyPublished, DraftChanged):
                said.append("refused")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=publish_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == ["done", "refused"]


def test_limited_rewards_and_rules_begin_to_be_counted_and_go_on(app: Flask) -> None:
    publish(CAFE)
    assert [(s.reward, s.taken) for s in db.session.query(Stock)] == [("mug", 0)]

    def take() -> None:
        db.session.get_one(Stock, "mug").taken = 3

    in_transaction(take)
    publish(WITH_BUDGET)
    assert [(s.reward, s.taken) for s in db.session.query(Stock)] == [("mug", 3)]
    assert [(b.rule, b.paid) for b in db.session.query(Budget)] == [("welcome", 0)]


def test_a_draft_can_be_thrown_away(app: Flask) -> None:
    publish(CAFE)
    draft(WITH_BUDGET)
    in_transaction(discard_draft)
    assert draft_version() is None
    assert len(issues()) == 1


def test_a_file_is_read_as_the_text_it_holds(app: Flask) -> None:
    assert text_of(b"\xef\xbb\xbfname: Caff\xc3\xa8") == "name: Caffè"
    for data in (b"\xe8", b"x" * 900_000):
        with pytest.raises(InvalidProgramme), force_locale("en"):
            text_of(data)


def test_a_version_keeps_by_whom_it_was_published_and_why(app: Flask) -> None:
    version = draft(CAFE)
    in_transaction(lambda: engine.publish(version.sha256, "Anna", " A first\r\n try. "))
    publish(WITH_BUDGET)
    newer, older = issues()
    assert (older.published_by, older.reason, older.scheduled_at) == ("Anna", "A first try.", None)
    assert (older.until, newer.until, newer.reason) == (newer.published_at, None, "")
    assert (older.is_in_force, newer.is_in_force) == (False, True)


def test_a_reason_is_a_sentence_and_no_novel(app: Flask) -> None:
    version = draft(CAFE)
    with pytest.raises(ReasonTooLong), force_locale("en"):
        in_transaction(lambda: engine.publish(version.sha256, "Anna", "x" * 301))
    in_transaction(lambda: engine.publish(version.sha256, "Anna", "x" * 300))
    assert issues()[0].reason == "x" * 300


def test_going_back_makes_a_draft_that_says_so(app: Flask) -> None:
    publish(CAFE)
    publish(WITH_BUDGET)
    with force_locale("en"):
        version = in_transaction(lambda: go_back(1, "Anna"))
    assert (version.number, version.source, version.created_by) == (3, CAFE, "Anna")
    assert version.reason == "Back to version 1"
    assert [issue.number for issue in issues()] == [2, 1]
    with pytest.raises(UnknownVersion):
        in_transaction(lambda: go_back(7, "Anna"))
