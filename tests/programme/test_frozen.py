"""What was promised under an id never means something else: a change needs a new id."""

import pytest
from flask import Flask
from flask_babel import force_locale

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind, Line
from loyalty_app.extensions import in_transaction
from loyalty_app.programme import operations as programmes
from loyalty_app.programme.document import Programme
from loyalty_app.programme.frozen import FROZEN
from loyalty_app.programme.models import ProgrammeVersion
from loyalty_app.programme.operations import go_back
from loyalty_app.programme.reading import InvalidProgramme
from loyalty_app.programme.versions import current_programme
from loyalty_app.standing.cards import stamps_on
from loyalty_app.standing.queries import standing_of

from ..factories import enrol_member, preset_source, publish

CAFE = preset_source("cafe")
NEW_CARD = CAFE.replace("id: coffee\n", "id: coffee-8\n").replace("stamps: 10", "stamps: 8")


def draft(source: str) -> ProgrammeVersion:
    return in_transaction(lambda: programmes.draft(source, "test"))


def drink(member: int, reference: str, coffees: int) -> engine.Recorded:
    said = Activity(
        member,
        Kind.PURCHASE,
        "till",
        reference,
        amount=100 * coffees,
        lines=(Line(100 * coffees, coffees, category="coffee"),),
    )
    return in_transaction(lambda: engine.record(said))


def test_every_frozen_setting_is_one_of_its_section() -> None:
    for section, settings in FROZEN.items():
        entries = Programme.model_fields[section].annotation
        (entry, _) = entries.__args__  # type: ignore[union-attr]
        assert set(settings) < set(entry.model_fields)
        assert "id" not in settings


@pytest.mark.parametrize(
    ("before", "after", "place"),
    [
        ("count: visits, target: 4", "count: visits, target: 5", "week-of-four › target"),
        ("target: 3, freezes: 1", "target: 3, freezes: 2", "three-mornings › freezes"),
        ("per: week, points: 10", "per: month, points: 10", "week-of-four › per"),
        ("after: both-shops, prize", "prize", "whole-menu › after"),
        ("visits: 50", "visits: 60", "badges › fifty › visits"),
        ("tier: family", "tier: regular", "badges › at-home › tier"),
    ],
)
def test_what_a_challenge_or_a_badge_promises_stays(
    app: Flask, before: str, after: str, place: str
) -> None:
    publish(CAFE)
    with pytest.raises(InvalidProgramme) as refused, force_locale("en"):
        draft(CAFE.replace(before, after))
    assert f"{place}: was promised" in str(refused.value)


@pytest.mark.parametrize(
    ("before", "after", "setting"),
    [
        ("stamps: 10", "stamps: 8", "stamps"),
        ("per_item: {category: [coffee]}", "per_item: {category: [tea]}", "per_item"),
        ("    prize: free-coffee", "    prize: breakfast", "prize"),
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


def test_the_currency_of_what_was_counted_stays(app: Flask) -> None:
    publish(CAFE)
    with pytest.raises(InvalidProgramme) as refusal:
        draft(CAFE.replace("currency: EUR", "currency: CHF"))
    assert [problem.place for problem in refusal.value.problems] == ["currency"]


def test_a_new_id_closes_the_old_card_and_what_was_won_on_it_stays(app: Flask) -> None:
    publish(CAFE)
    member = enrol_member().id
    drink(member, "1", coffees=13)
    publish(NEW_CARD)
    drink(member, "2", coffees=5)
    standing = standing_of(member)
    assert (stamps_on(standing, "coffee"), stamps_on(standing, "coffee-8")) == (3, 5)
    (voucher,) = standing.vouchers
    use = Activity(member, Kind.USE, "till", "3", voucher=voucher)
    in_transaction(lambda: engine.record(use))
    assert not standing_of(member).vouchers


def test_going_back_opens_the_old_card_again_with_the_same_meaning(app: Flask) -> None:
    publish(CAFE)
    member = enrol_member().id
    drink(member, "1", coffees=7)
    publish(NEW_CARD)
    version = in_transaction(lambda: go_back(1, "test"))
    in_transaction(lambda: engine.publish(version.sha256, "test"))
    drink(member, "2", coffees=3)
    standing = standing_of(member)
    assert stamps_on(standing, "coffee") == 0
    assert len(standing.vouchers) == 1
    with pytest.raises(InvalidProgramme):
        draft(NEW_CARD.replace("stamps: 8", "stamps: 6"))


def test_what_was_only_ever_a_draft_promised_nothing(app: Flask) -> None:
    publish(CAFE)
    draft(NEW_CARD)
    publish(NEW_CARD.replace("stamps: 8", "stamps: 6"))
    assert current_programme().stamp_cards[0].stamps == 6
