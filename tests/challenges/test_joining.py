"""Challenges that one joins in: what happens from then on counts, and nothing before."""

from datetime import date, datetime

import pytest
from flask import Flask

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.challenges.progress import Stage, pursuits
from loyalty_app.challenges.rules import ChallengeOver, TakesPart, UnknownChallenge
from loyalty_app.errors import LoyaltyError
from loyalty_app.extensions import in_transaction
from loyalty_app.standing.queries import standing_of

from ..factories import enrol_member, publish
from ..rehearsals import HEAD, START, Shop, outcomes

RULES = """
challenges:
  - {id: a, name: A, count: visits, target: 2, opt_in: true, points: 10}
  - {id: b, name: B, count: visits, target: 1, after: a, opt_in: true, points: 5}
  - {id: c, name: C, count: visits, target: 9, opt_in: true, when: {to: 2026-11-03}, points: 5}
  - {id: d, name: D, count: visits, target: 9, points: 5}
"""


def shop(at: datetime = START) -> Shop:
    return Shop(RULES, at)


def stages(cafe: Shop) -> dict[str, Stage]:
    found = pursuits(cafe.rehearsal.programme, cafe.standing, {})
    return {pursuit.challenge.id: pursuit.stage for pursuit in found}


def test_nothing_counts_before_one_joins_in() -> None:
    cafe = shop()
    cafe.does(Kind.VISIT, date(2026, 11, 2))
    assert outcomes(cafe.does(Kind.TAKE_PART, date(2026, 11, 3), challenge="a")) == [
        ("challenge_joined", "a", 0)
    ]
    cafe.does(Kind.VISIT, date(2026, 11, 3))
    assert cafe.standing.available == 0
    cafe.does(Kind.VISIT, date(2026, 11, 4))
    assert cafe.standing.available == 10


def test_what_happened_before_and_is_told_late_counts_neither() -> None:
    cafe = shop()
    cafe.does(Kind.TAKE_PART, date(2026, 11, 10), challenge="a")
    cafe.does(Kind.VISIT, date(2026, 11, 9))
    cafe.does(Kind.VISIT, date(2026, 11, 10))
    assert cafe.standing.available == 0
    cafe.does(Kind.VISIT, date(2026, 11, 10))
    assert cafe.standing.available == 10


def test_one_stays_in_for_years() -> None:
    cafe = shop()
    cafe.does(Kind.TAKE_PART, date(2026, 11, 10), challenge="a")
    cafe.waits_until(date(2029, 1, 1))
    cafe.does(Kind.VISIT, date(2029, 1, 1))
    cafe.does(Kind.VISIT, date(2029, 1, 2))
    assert cafe.standing.available == 10


@pytest.mark.parametrize(
    ("day", "challenge", "refusal"),
    [
        (date(2026, 11, 2), "nothing", UnknownChallenge),
        (date(2026, 11, 2), "d", UnknownChallenge),
        (date(2026, 11, 4), "c", ChallengeOver),
        (date(2026, 11, 2), "a", TakesPart),
    ],
)
def test_what_cannot_be_joined_says_why(
    day: date, challenge: str, refusal: type[LoyaltyError]
) -> None:
    cafe = shop()
    cafe.does(Kind.TAKE_PART, date(2026, 11, 2), challenge="a")
    with pytest.raises(refusal):
        cafe.does(Kind.TAKE_PART, day, challenge=challenge)


def test_pages_tell_what_is_open_from_what_runs_and_what_waits() -> None:
    cafe = shop()
    cafe.waits_until(START.date())
    assert stages(cafe) == {
        "d": Stage.RUNNING,
        "a": Stage.OPEN,
        "c": Stage.OPEN,
        "b": Stage.WAITING,
    }
    cafe.does(Kind.TAKE_PART, challenge="a")
    assert stages(cafe)["a"] is Stage.RUNNING
    cafe.does(Kind.VISIT)
    cafe.does(Kind.VISIT)
    assert (stages(cafe)["a"], stages(cafe)["b"]) == (Stage.WON, Stage.OPEN)


def test_it_is_recorded_once(app: Flask) -> None:
    publish(HEAD + RULES)
    member = enrol_member().id
    said = Activity(member, Kind.TAKE_PART, "card", f"take-part-a-{member}", challenge="a")
    first = in_transaction(lambda: engine.record(said))
    assert in_transaction(lambda: engine.record(said)).repeated
    assert standing_of(member).joined == {"a": first.activity.day}
