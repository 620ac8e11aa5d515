"""A draft that differs: what it would have given, who fares how, and what it would refuse."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from flask import Flask

from loyalty_app import engine, jobs
from loyalty_app.activities.facts import OutcomeKind
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import in_transaction
from loyalty_app.privacy.operations import erase
from loyalty_app.programme.reading import read_programme
from loyalty_app.rehearsal.comparison import Comparison, Verdict, from_json, to_json
from loyalty_app.rehearsal.running import Run

from ..factories import enrol_member, publish

NOW = """
name: Shop
currency: EUR
time_zone: Europe/Rome
points: {expiry: {kind: none}}
earning:
  - {id: base, per_spend: {points: 1, every: 1.00}}
  - {id: own-cup, action: own-cup, points: 2}
stamp_cards: [{id: visits, name: Visits, stamps: 3, per_visit: true, prize: tea}]
rewards:
  - {id: tea, name: Tea, kind: product, points: 10, valid_days: 90}
  - {id: cake, name: Cake, kind: product, points: 20}
"""
HALF = NOW.replace("every: 1.00", "every: 2.00")
SOON = NOW.replace("id: visits", "id: two-visits").replace("stamps: 3", "stamps: 2")
ATE = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def members(app: Flask) -> list[int]:
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)):
        publish(NOW)
        return [enrol_member().id for _ in range(3)]


def does(member: int, kind: Kind, reference: str, day: int = 2, **said: object) -> str:
    """On a day of March 2026; one minute after another."""
    with time_machine.travel(ATE.replace(day=day)):
        said.setdefault("said_at", date(2026, 3, day))
        activity = Activity(member, kind, "till", reference, **said)  # type: ignore[arg-type]
        return in_transaction(lambda: engine.record(activity)).activity.id


def buys(member: int, reference: str, cents: int = 2000, day: int = 2) -> str:
    return does(member, Kind.PURCHASE, reference, day, amount=cents)


def rehearse(source: str, since: date | None = None) -> Comparison:
    with time_machine.travel(datetime(2026, 4, 1, tzinfo=UTC)):
        run = Run(read_programme(source), since)
        assert sum(run.pages()) == run.total
        found = run.comparison()
    assert from_json(to_json(found)) == found
    return found


def refused(found: Comparison) -> list[tuple[str, str, int]]:
    return [(one.kind.value, one.code, one.times) for one in found.refused]


def test_both_sides_stand_beside_each_other(members: list[int]) -> None:
    buys(members[0], "a", 2000)
    buys(members[1], "b", 100)
    found = rehearse(HALF + "#").verdicts, rehearse(HALF)
    assert found[0] == {"better": 0, "worse": 2, "mixed": 0, "same": 0}
    assert (found[1].now.earned, found[1].draft.earned) == ({"base": 21}, {"base": 10})
    assert (found[1].now.outstanding, found[1].draft.outstanding) == (21, 10)
    assert [(e.member, e.points) for e in found[1].worse] == [(members[0], -10), (members[1], -1)]
    assert (found[1].activities, found[1].members) == (2, 2)


def test_an_example_says_what_differs_and_why(members: list[int]) -> None:
    does(members[0], Kind.VISIT, "v")
    buys(members[0], "a", 2000)
    (example,) = rehearse(HALF).worse
    (differing,) = example.activities
    assert (differing.kind, differing.day, example.differing) == (
        Kind.PURCHASE,
        date(2026, 3, 2),
        1,
    )
    assert [o.why["every"] for o in differing.now] == [100]
    assert [(o.points, o.why["every"]) for o in differing.draft] == [(10, 200)]


def test_more_prizes_are_better_and_for_fewer_points_something_of_both(members: list[int]) -> None:
    for number in range(2):
        does(members[0], Kind.VISIT, f"v{number}")
    does(members[1], Kind.VISIT, "w")
    found = rehearse(SOON)
    assert (found.now.prizes, found.draft.prizes) == ({}, {"tea": 1})
    assert found.verdicts == {"better": 1, "worse": 0, "mixed": 0, "same": 1}
    assert [(e.member, e.points, e.prizes) for e in found.better] == [(members[0], 0, 1)]
    buys(members[1], "a")
    mixed = rehearse(SOON.replace("every: 1.00", "every: 2.00"))
    assert mixed.verdicts[Verdict.MIXED] == 1


CHALLENGE = "challenges: [{id: %s, name: Often, count: visits, target: %d, points: 30}]\n"


def test_a_changed_challenge_shows_who_would_have_won(members: list[int]) -> None:
    with time_machine.travel(datetime(2026, 1, 2, tzinfo=UTC)):
        publish(NOW + CHALLENGE % ("often", 3))
    for member, times in zip(members, (3, 2, 1), strict=True):
        for number in range(times):
            does(member, Kind.VISIT, f"{member}-{number}", day=2 + number)
    found = rehearse(NOW + CHALLENGE % ("oftener", 2))
    assert found.verdicts == {"better": 1, "worse": 0, "mixed": 0, "same": 2}
    (winner,) = found.better
    assert (winner.member, winner.points) == (members[1], 30)
    (deciding,) = winner.activities
    assert deciding.day == date(2026, 3, 3)
    assert {outcome.kind for outcome in deciding.draft} >= {
        OutcomeKind.CHALLENGE_WON,
        OutcomeKind.POINTS_EARNED,
    }


def test_a_goal_of_all_is_reached_in_a_draft_by_what_all_did(members: list[int]) -> None:
    """Whoever added to it; what nobody reached is refused, and counted."""
    goal = (
        "challenges: [{id: all, name: All, count: visits, target: %d, together: true, points: 9}]\n"
    )
    with time_machine.travel(datetime(2026, 1, 2, tzinfo=UTC)):
        publish(NOW + goal % 2)
    for member in members[:2]:
        does(member, Kind.VISIT, f"v-{member}")
    with time_machine.travel(ATE.replace(day=3)):
        assert jobs.tick().won_together == 2
    assert rehearse(NOW + goal % 2 + "#").verdicts[Verdict.SAME] == 2
    harder = rehearse(NOW + goal % 3)
    assert refused(harder) == [("goal", "goal_not_reached", 2)]
    assert harder.verdicts[Verdict.WORSE] == 2


def test_who_claims_sees_the_drafts_price(members: list[int]) -> None:
    buys(members[0], "a", 3000)
    does(members[0], Kind.CLAIM, "c", reward="tea", points=10)
    assert rehearse(NOW.replace("points: 10", "points: 30")).draft.spent == 30
    dearer = rehearse(NOW.replace("points: 10", "points: 31"))
    assert dearer.draft.spent == 0
    assert refused(dearer) == [("claim", "not_enough_points", 1)]


def test_who_answers_is_thanked_by_the_draft(members: list[int]) -> None:
    """Though what was promised when they were asked is in the activity."""
    asked = "surveys: [{id: s, name: S, kind: nps, question: How?, when: {on: link}, thanks: 5}]\n"
    with time_machine.travel(datetime(2026, 2, 1, tzinfo=UTC)):
        publish(NOW + asked)
    does(members[0], Kind.SURVEY, "a", survey="s", points=5)
    found = rehearse(NOW + asked.replace("thanks: 5", "thanks: 2"))
    assert (found.now.outstanding, found.draft.outstanding) == (5, 2)


def test_what_follows_from_what_was_refused_is_refused_and_counted(members: list[int]) -> None:
    buys(members[0], "a", 3000)
    for number in range(2):
        claim = does(members[0], Kind.CLAIM, f"c{number}", reward="cake" if number else "tea")
    does(members[0], Kind.USE, "u", voucher=f"{claim}-cake")
    does(members[0], Kind.UNDO, "x", refers_to="u")
    does(members[0], Kind.ACTION, "cup", action="own-cup")
    gone = NOW[: NOW.index("  - {id: cake")].replace(
        "  - {id: own-cup, action: own-cup, points: 2}\n", ""
    )
    assert sorted(refused(rehearse(gone))) == [
        ("action", "unknown_action", 1),
        ("claim", "unknown_reward", 1),
        ("undo", "unknown_activity", 1),
        ("use", "voucher_not_open", 1),
    ]


def test_a_purchase_stays_one_where_the_draft_lets_no_points_pay(members: list[int]) -> None:
    """Nor takes a discount off; what was paid in money was paid."""
    paying = "pay_with_points: {points: 5, worth: 1.00}\n"
    less = "  - {id: less, name: Less, kind: discount, amount: 1.00, points: 5}\n"
    with time_machine.travel(datetime(2026, 2, 1, tzinfo=UTC)):
        publish(NOW + less + paying)
    buys(members[0], "a", 3000)
    claim = does(members[0], Kind.CLAIM, "c", day=3, reward="less")
    said = {"amount": 800, "discounted": 200, "points": 5, "voucher": f"{claim}-less"}
    does(members[0], Kind.PURCHASE, "b", day=4, **said)
    same = rehearse(NOW + less + paying)
    assert (same.now, same.refused) == (same.draft, ())
    found = rehearse(NOW)
    assert refused(found) == [("claim", "unknown_reward", 1)]
    assert (found.now.earned, found.draft.earned) == ({"base": 38}, {"base": 38})
    assert (found.now.spent, found.draft.spent) == (10, 0)


def test_a_prize_won_at_another_time_is_used_all_the_same(members: list[int]) -> None:
    for number in range(3):
        prize = does(members[0], Kind.VISIT, f"v{number}")
    does(members[0], Kind.USE, "u", voucher=f"{prize}-visits-1")
    assert refused(rehearse(SOON)) == []


def test_before_the_day_members_have_what_they_had(members: list[int]) -> None:
    sale = buys(members[0], "a", 2000, day=2)
    does(members[0], Kind.REFUND, "r0", 3, refers_to=sale, amount=500)
    does(members[0], Kind.REFUND, "r1", 20, refers_to=sale, amount=500)
    buys(members[0], "b", 1000, day=20)
    buys(members[1], "c", 1000, day=2)
    found = rehearse(HALF, date(2026, 3, 10))
    assert (found.activities, found.members) == (2, 2)
    assert (found.now.points, found.draft.points) == (10, 5)
    assert found.now.taken_back == found.draft.taken_back == 5
    assert (found.now.outstanding, found.draft.outstanding) == (30, 25)


def test_time_passes_to_today_on_both_sides(members: list[int]) -> None:
    buys(members[0], "a")
    short = NOW.replace("kind: none", "kind: rolling, months: 1")
    with time_machine.travel(datetime(2026, 4, 3, tzinfo=UTC)):
        run = Run(read_programme(short))
        list(run.pages())
        found = run.comparison()
    assert (found.now.expired, found.draft.expired) == (0, 20)
    assert (found.now.outstanding, found.draft.outstanding) == (20, 0)


def test_who_was_erased_is_left_out_but_keeps_what_they_took(members: list[int]) -> None:
    scarce = NOW.replace("points: 20}", "points: 20, stock: 2}").replace(
        "every: 1.00}", "every: 1.00}, budget: {points: 50}"
    )
    with time_machine.travel(datetime(2026, 1, 2, tzinfo=UTC)):
        publish(scarce)
    for number, member in enumerate(members):
        buys(member, f"a{number}", 2000)
    in_transaction(lambda: erase(members[0]))
    found = rehearse(scarce)
    assert (found.members, found.left_out) == (2, 1)
    assert found.now.points == found.draft.points == 30
    assert found.verdicts[Verdict.SAME] == 2


def test_a_point_costs_what_the_draft_says_or_else_the_rules_in_force(members: list[int]) -> None:
    buys(members[0], "a")
    assert rehearse(NOW).cost is None
    costly = NOW.replace("points: {expiry", "points: {cost: 0.02, expiry")
    assert rehearse(costly).cost == Decimal("0.02")
    with time_machine.travel(datetime(2026, 3, 30, tzinfo=UTC)):
        publish(costly)
    assert rehearse(NOW).cost == Decimal("0.02")


def test_where_nothing_was_recorded_there_is_nothing_to_compare(members: list[int]) -> None:
    found = rehearse(HALF)
    assert (found.activities, found.members, found.now) == (0, 0, found.draft)
