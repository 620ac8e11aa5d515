"""Drafts and versions: one draft, published once, and what a stamp card promises stays."""

import threading

import pytest
from flask import Flask
from flask_babel import force_locale

from loyalty_app import engine
from loyalty_app.earning.models import Budget
from loyalty_app.extensions import db, in_transaction
from loyalty_app.programme import operations as programmes
from loyalty_app.programme.models import ProgrammeVersion
from loyalty_app.programme.operations import AlreadyPublished, DraftChanged, discard_draft
from loyalty_app.programme.queries import draft_version, issues
from loyalty_app.programme.reading import InvalidProgramme, text_of
from loyalty_app.programme.versions import current_programme
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


@pytest.mark.parametrize(
    ("before", "after", "setting"),
    [
        ("stamps: 10", "stamps: 8", "stamps"),
        ("per_item: {category: [coffee]}", "per_item: {category: [tea]}", "per_item"),
        ("prize: free-coffee", "prize: breakfast", "prize"),
    ],
)
def test_what_a_stamp_card_promises_stays(
    app: Flask, before: str, after: str, setting: str
) -> None:
    publish(CAFE)
    changed = CAFE.replace(before, after)
    with pytest.raises(InvalidProgramme) as refused, force_locale("en"):
        draft(changed)
    (problem,) = refused.value.problems
    line = changed[: changed.index(after)].count("\n") + 1
    assert (problem.line, problem.place) == (line, f"stamp_cards › coffee › {setting}")
    assert "new id" in problem.words


def test_an_id_that_ran_long_ago_does_not_come_back_as_another_card(app: Flask) -> None:
    publish(CAFE)
    publish(CAFE.replace("id: coffee", "id: coffee-2").replace("stamps: 10", "stamps: 8"))
    with pytest.raises(InvalidProgramme), force_locale("en"):
        draft(CAFE.replace("stamps: 10", "stamps: 9"))
    draft(CAFE)


def test_a_card_may_change_its_name_and_get_a_new_id(app: Flask) -> None:
    publish(CAFE)
    publish(CAFE.replace("Dieci caffè", "Caffè!"))
    publish(CAFE.replace("id: coffee", "id: coffee-8").replace("stamps: 10", "stamps: 8"))
    assert current_programme().stamp_cards[0].stamps == 8


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


def test_the_currency_of_what_was_counted_stays(app: Flask) -> None:
    publish(CAFE)
    with pytest.raises(InvalidProgramme) as refusal:
        draft(CAFE.replace("currency: EUR", "currency: CHF"))
    assert [problem.place for problem in refusal.value.problems] == ["currency"]
