"""Goals of all members together: nothing is lost, everybody who added wins, each once."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select, update

from loyalty_app import engine, jobs
from loyalty_app.activities.models import ActivityRow
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.challenges.models import Contribution, ReachedGoal
from loyalty_app.challenges.queries import so_far_together
from loyalty_app.challenges.rules import GoalNotReached
from loyalty_app.engine import Recorded
from loyalty_app.engine.rehearsing import Rehearsal
from loyalty_app.extensions import db, in_transaction
from loyalty_app.privacy.operations import erase
from loyalty_app.programme.reading import read_programme
from loyalty_app.programme.versions import current_programme
from loyalty_app.standing.queries import standing_of
from loyalty_app.trust.verification import Verification

from ..at_once import answers_at_once
from ..factories import enrol_member, publish
from ..rehearsals import HEAD

RULES = """
rewards: [{id: cake, name: Cake, kind: product}]
challenges:
  - {id: all, name: All, count: visits, target: 5, together: true, points: 10, prize: cake}
  - {id: sum, name: Sum, count: spend, target: 50.00, per: week, together: true, points: 3}
"""
MONDAY = datetime(2027, 11, 22, 11, tzinfo=UTC)
MONDAY_DAY = date(2027, 11, 22)


@pytest.fixture(autouse=True)
def programme(app: Flask) -> None:
    publish(HEAD + RULES)


def comes(member: int, reference: str, at: datetime | None = None) -> Recorded:
    said = Activity(member, Kind.VISIT, "till", reference, said_at=at)
    return in_transaction(lambda: engine.record(said))


def undo(member: int, reference: str) -> Recorded:
    said = Activity(member, Kind.UNDO, "till", f"undo-{reference}", refers_to=reference)
    return in_transaction(lambda: engine.record(said))


def so_far(goal: str = "all", day: date | None = None) -> int:
    db.session.rollback()
    return so_far_together(current_programme(), day or MONDAY_DAY)[goal]


def points(*members: int) -> list[int]:
    db.session.rollback()
    return [standing_of(member).available for member in members]


def wrong() -> list[object]:
    return list(Verification().differences())


def test_all_members_count_into_one_and_reversals_out_of_it(app: Flask) -> None:
    anna, bruno = enrol_member().id, enrol_member().id
    comes(anna, "a1")
    comes(anna, "a2")
    comes(bruno, "b1")
    assert so_far() == 3
    undo(anna, "a2")
    assert so_far() == 2
    assert wrong() == []


def test_no_count_is_lost_when_many_come_at_once(app: Flask) -> None:
    members = [enrol_member().id for _ in range(8)]
    waiting = list(members)

    def come() -> None:
        member = waiting.pop()
        in_transaction(
            lambda: engine.record(Activity(member, Kind.VISIT, "till", f"once-{member}"))
        )

    answers_at_once(app, come)
    assert so_far() == 8
    assert wrong() == []


def test_whoever_added_wins_when_it_is_reached_and_each_once(app: Flask) -> None:
    anna, bruno, carla = (enrol_member().id for _ in range(3))
    with time_machine.travel(MONDAY, tick=False):
        for n in range(3):
            comes(anna, f"a{n}")
        comes(bruno, "b0")
        assert jobs.tick().won_together == 0
        assert points(anna, bruno, carla) == [0, 0, 0]
        comes(bruno, "b1")
        assert jobs.tick().won_together == 2
        assert jobs.tick().won_together == 0
    assert points(anna, bruno, carla) == [10, 10, 0]
    assert [v.reward for v in standing_of(anna).vouchers.values()] == ["cake"]
    assert wrong() == []


def test_who_adds_after_it_was_reached_wins_too(app: Flask) -> None:
    anna, bruno = enrol_member().id, enrol_member().id
    with time_machine.travel(MONDAY, tick=False):
        for n in range(5):
            comes(anna, f"a{n}")
        jobs.tick()
        comes(bruno, "b")
        jobs.tick()
    assert points(anna, bruno) == [10, 10]


def test_reached_stays_reached_and_who_has_nothing_in_it_any_more_loses_it(app: Flask) -> None:
    anna, bruno = enrol_member().id, enrol_member().id
    with time_machine.travel(MONDAY, tick=False):
        for n in range(4):
            comes(anna, f"a{n}")
        comes(bruno, "b")
        jobs.tick()
        assert points(anna, bruno) == [10, 10]
        undo(bruno, "b")
        assert points(anna, bruno) == [10, 0]
        assert not standing_of(bruno).vouchers
        assert so_far() == 4
        jobs.tick()
        assert points(anna, bruno) == [10, 0]
    assert wrong() == []


def test_who_was_undone_by_mistake_and_comes_again_wins_again(app: Flask) -> None:
    anna = enrol_member().id
    with time_machine.travel(MONDAY, tick=False) as clock:
        for n in range(5):
            comes(anna, f"a{n}")
        jobs.tick()
        for n in range(5):
            undo(anna, f"a{n}")
        assert points(anna) == [0]
        comes(anna, "again")
        clock.shift(timedelta(days=1))
        jobs.tick()
    assert points(anna) == [10]
    assert wrong() == []


def test_two_workers_at_once_reward_each_once(app: Flask) -> None:
    members = [enrol_member().id for _ in range(5)]
    for member in members:
        comes(member, f"m{member}")
    answers_at_once(app, jobs.tick, times=3)
    assert points(*members) == [10] * 5
    goals = db.session.scalars(select(ActivityRow).where(ActivityRow.kind == Kind.GOAL))
    assert len(list(goals)) == 5
    assert wrong() == []


def test_each_week_has_a_goal_of_its_own_and_what_comes_late_counts_for_its_week(
    app: Flask,
) -> None:
    anna, bruno = enrol_member().id, enrol_member().id

    def buys(member: int, reference: str, amount: int, at: datetime) -> None:
        said = Activity(member, Kind.PURCHASE, "till", reference, said_at=at, amount=amount)
        in_transaction(lambda: engine.record(said))

    with time_machine.travel(MONDAY + timedelta(days=8), tick=False):
        buys(anna, "a", 3000, MONDAY)
        buys(bruno, "b", 1999, MONDAY + timedelta(days=7))
        assert so_far("sum") == 3000
        assert so_far("sum", MONDAY_DAY + timedelta(days=7)) == 1999
        jobs.tick()
        assert points(anna, bruno) == [0, 0]
        buys(bruno, "late", 2000, MONDAY + timedelta(days=6))
        jobs.tick()
        assert points(anna, bruno) == [3, 3]
        [reached] = db.session.scalars(select(ReachedGoal))
        assert (reached.challenge, reached.period) == ("sum", "2027-W47")


@pytest.mark.parametrize(("weeks", "won"), [(9, 1), (10, 0)])
def test_a_worker_that_was_away_rewards_what_was_reached_a_few_periods_ago(
    app: Flask, weeks: int, won: int
) -> None:
    anna = enrol_member().id
    with time_machine.travel(MONDAY, tick=False) as clock:
        sale = Activity(anna, Kind.PURCHASE, "till", "s", amount=5000)
        in_transaction(lambda: engine.record(sale))
        clock.shift(timedelta(weeks=weeks))
        assert jobs.tick().won_together == won


def test_a_part_that_is_returned_is_taken_out_to_the_cent(app: Flask) -> None:
    anna = enrol_member().id
    with time_machine.travel(MONDAY, tick=False):
        sale = Activity(anna, Kind.PURCHASE, "till", "s", amount=5000)
        in_transaction(lambda: engine.record(sale))
        back = Activity(anna, Kind.REFUND, "till", "r", refers_to="s", amount=1)
        in_transaction(lambda: engine.record(back))
        assert so_far("sum") == 4999
        assert jobs.tick().won_together == 0


def test_nobody_says_that_a_goal_is_reached_when_it_is_not(app: Flask) -> None:
    anna = enrol_member().id
    comes(anna, "a")
    said = Activity(anna, Kind.GOAL, "clock", "forged", challenge="all")
    with pytest.raises(GoalNotReached):
        in_transaction(lambda: engine.record(said))


def test_who_has_left_still_counts_and_wins_nothing(app: Flask) -> None:
    anna, bruno = enrol_member().id, enrol_member().id
    comes(anna, "a")
    in_transaction(lambda: erase(anna))
    for n in range(4):
        comes(bruno, f"b{n}")
    done = jobs.tick()
    assert (done.won_together, done.failed) == (1, 0)
    assert points(bruno) == [10]
    assert wrong() == []


def test_a_programme_without_goals_asks_nothing_and_one_with_a_goal_one_statement_more(
    app: Flask, statements: list[str]
) -> None:
    anna = enrol_member().id
    comes(anna, "a0")
    statements.clear()
    comes(anna, "a1")
    with_goal = len(statements)
    publish(f"{HEAD}earning: [{{id: v, per_visit: {{points: 1}}}}]\n")
    comes(anna, "a2")
    statements.clear()
    comes(anna, "a3")
    assert with_goal == len(statements) + 1 <= 10
    statements.clear()
    assert so_far_together(current_programme(), MONDAY_DAY) == {}


def test_a_contribution_that_was_tampered_with_is_named(app: Flask) -> None:
    anna = enrol_member().id
    comes(anna, "a")
    in_transaction(lambda: db.session.execute(update(Contribution).values(n=400)))
    [difference] = Verification().differences()
    assert (difference.table, difference.column) == ("contribution", "n")


def test_in_memory_it_is_reached_in_the_same_way() -> None:
    shop = Rehearsal(read_programme(HEAD + RULES), MONDAY)
    for n in range(4):
        shop.record(Activity(1 + n % 2, Kind.VISIT, "t", f"{n}"))
    goal = Activity(1, Kind.GOAL, "clock", "g", challenge="all")
    with pytest.raises(GoalNotReached):
        shop.record(goal)
    shop.record(Activity(2, Kind.VISIT, "t", "4"))
    shop.record(goal)
    assert shop.standing_of(1).available == 10
    assert shop.standing_of(2).available == 0
