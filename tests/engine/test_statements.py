"""What a record costs: counted in statements, the same for one rule and for twenty."""

from pathlib import Path

import pytest
from flask import Flask

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind, Line
from loyalty_app.extensions import in_transaction
from loyalty_app.standing.queries import standing_of

from ..factories import enrol_member, publish

BENCH = Path(__file__).parent.parent.parent / "bench/programme.yaml"
HEAD = "name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\n"
CARD = """
stamp_cards: [{id: visits, name: Visits, stamps: 2, per_visit: true, prize: cake}]
rewards: [{id: cake, name: Cake, kind: product, points: 5, stock: 9}]
gifts: {by_hand: {rewards: [cake], monthly: 9}}
"""


def rules(n: int) -> str:
    """Rules of every kind that need no budget, each of which pays."""
    forms = (
        "per_spend: {points: 1, every: 1.00}",
        "multiply: 1.1, combine: add",
        "bonus: {points: 3}, limit: {times: 9, per: day}",
        "per_order: {points: 2}, cap: {points: 90, per: month}",
    )
    listed = "\n".join(f"  - {{id: rule-{i}, {forms[i % len(forms)]}}}" for i in range(n))
    return f"{HEAD}earning:\n{listed}\n{CARD}"


def cost(statements: list[str], activity: Activity) -> int:
    statements.clear()
    in_transaction(lambda: engine.record(activity))
    return len(statements)


@pytest.mark.parametrize("n", [1, 20])
def test_a_record_costs_the_same_for_one_rule_and_for_twenty(
    app: Flask, statements: list[str], n: int
) -> None:
    publish(rules(n))
    member = enrol_member().id
    sale = Activity(member, Kind.PURCHASE, "till", "r1", amount=1000)
    filling = Activity(member, Kind.PURCHASE, "till", "r2", amount=1000)
    claim = Activity(member, Kind.CLAIM, "card", "c1", reward="cake")
    gift = Activity(member, Kind.GIFT, "till", "g1", reward="cake", reason="Thank you.")
    undo = Activity(member, Kind.UNDO, "till", "u1", refers_to=sale.reference)
    in_transaction(lambda: engine.record(Activity(member, Kind.VISIT, "till", "r0")))
    # hold, seen; activity, details, outcomes, standing, month
    assert cost(statements, filling) == 8  # … and the voucher of a full card
    assert cost(statements, sale) == 7
    assert cost(statements, sale) == 4  # a repeat: hold, seen, tallies, outcomes
    assert cost(statements, claim) == 9  # … stock and voucher
    assert cost(statements, gift) == 8  # … the month's gifts and voucher; no month of the member's
    assert cost(statements, undo) <= 12  # … the sale, its reversals, its facts; the voucher


def test_a_budget_costs_two_more(app: Flask, statements: list[str]) -> None:
    publish(f"{HEAD}earning: [{{id: gift, bonus: {{points: 5}}, budget: {{points: 50}}}}]\n")
    member = enrol_member().id
    in_transaction(lambda: engine.record(Activity(member, Kind.VISIT, "till", "r0")))
    sale = Activity(member, Kind.PURCHASE, "till", "r1", amount=1000)
    assert cost(statements, sale) == 9


def test_the_bench_programme_keeps_the_budget(app: Flask, statements: list[str]) -> None:
    publish(BENCH.read_text())
    member = enrol_member().id
    coffees = (Line(1400, 10, category="coffee"),)
    filling = Activity(member, Kind.PURCHASE, "till", "r1", amount=1400, lines=coffees)
    in_transaction(lambda: engine.record(Activity(member, Kind.VISIT, "till", "r0")))
    assert cost(statements, filling) <= 10


def test_a_discount_and_points_cost_no_statement_more(app: Flask, statements: list[str]) -> None:
    tenth = "{id: tenth, name: Tenth, kind: discount, percent: 10, points: 5}"
    publish(f"{HEAD}rewards: [{tenth}]\npay_with_points: {{points: 10, worth: 1.00}}\n")
    member = enrol_member().id
    start = Activity(member, Kind.ADJUSTMENT, "till", "r0", points=100, reason="A start.")
    in_transaction(lambda: engine.record(start))
    claim = Activity(member, Kind.CLAIM, "card", "c1", reward="tenth")
    claimed = in_transaction(lambda: engine.record(claim)).activity
    paid = {"amount": 800, "discounted": 200, "points": 10, "voucher": f"{claimed.id}-tenth"}
    sale = Activity(member, Kind.PURCHASE, "till", "r1", **paid)  # type: ignore[arg-type]
    # hold, seen; activity, details, outcomes, standing, month; the voucher
    assert cost(statements, sale) == 8


def play() -> str:
    """Five stamp cards, twenty challenges, thirty badges; all of them move with one purchase. Two
    of the challenges are goals of all, and one has been joined in."""
    counts = (
        "visits, target: 2",
        "spend, target: 15.00",
        "days, target: 9",
        "purchases, target: 2",
    )
    terms = (
        "per_visit: true",
        "per_visit: true, idle_months: 1",
        "per_spend: 9.00, max_per_day: 3",
    )
    stamps = "\n".join(
        f"  - {{id: card-{i}, name: C, stamps: 2, {terms[i % 3]}, prize: cake}}" for i in range(5)
    )
    challenges = "\n".join(
        f"  - {{id: c-{i}, name: C, count: {counts[i % 4]}, points: 1, prize: cake, badge: b-{i}}}"
        for i in range(20)
    )
    for goal in (1, 5):
        challenges = challenges.replace(f"id: c-{goal},", f"id: c-{goal}, together: true,")
    challenges = challenges.replace("id: c-4,", "id: c-4, opt_in: true,")
    badges = "\n".join(
        f"  - {{id: b-{i}, name: B{', purchases: 2' if i >= 20 else ''}}}" for i in range(30)
    )
    return (
        f"{HEAD}stamp_cards:\n{stamps}\nchallenges:\n{challenges}\nbadges:\n{badges}\n"
        "rewards: [{id: cake, name: Cake, kind: product}]\n"
    )


def test_challenges_and_badges_cost_no_statement_more(app: Flask, statements: list[str]) -> None:
    publish(play())
    member = enrol_member().id
    sales = [Activity(member, Kind.PURCHASE, "till", f"r{n}", amount=1000) for n in range(2)]
    join = Activity(member, Kind.TAKE_PART, "card", "join", challenge="c-4")
    in_transaction(lambda: engine.record(join))
    in_transaction(lambda: engine.record(sales[0]))
    assert cost(statements, sales[1]) <= 10
    standing = standing_of(member)
    assert (len(standing.wins), len(standing.won), len(standing.badges)) == (5, 13, 23)
    undo = Activity(member, Kind.UNDO, "till", "u1", refers_to=sales[1].reference)
    assert cost(statements, undo) <= 13  # … and what goals of all lose
    assert not standing_of(member).won


@pytest.mark.parametrize("n", [2, 60])
def test_a_batch_costs_the_same_for_two_rows_and_for_sixty(
    app: Flask, statements: list[str], n: int
) -> None:
    publish(rules(4))
    members = [enrol_member().id for _ in range(n)]
    batch = [
        Activity(member, Kind.VISIT, "till", f"r{member}-{turn}")
        for member in members
        for turn in range(2)
    ]
    in_transaction(lambda: engine.record_all(batch[:1]))
    statements.clear()
    in_transaction(lambda: engine.record_all(batch))
    # hold, seen, the facts of what was known (2); activities, details, outcomes, standings,
    # months, vouchers
    assert len(statements) == 10
    statements.clear()
    in_transaction(lambda: engine.record_all(batch))
    assert len(statements) == 4  # nothing new: nothing is written
