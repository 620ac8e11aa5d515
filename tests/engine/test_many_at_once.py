"""A crowd at the same moment, on both databases: a stock of 100 and 500 who want it, 200 vouchers
and 20 tills that all try each of them."""

from flask import Flask
from sqlalchemy import func, select

from loyalty_app import engine
from loyalty_app.activities.facts import OutcomeKind
from loyalty_app.activities.models import OutcomeRow
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import db, in_transaction
from loyalty_app.rewards.models import Stock, Voucher, VoucherState
from loyalty_app.standing.operations import enrol_numbered
from loyalty_app.standing.queries import standing_of

from ..factories import publish
from .test_races import at_once, recording_of

TILLS = 20
SOURCE = """
name: Café
currency: EUR
time_zone: Europe/Rome
rewards:
  - {id: rare, name: Rare, kind: product, points: 10, stock: 100}
  - {id: cup, name: Cup, kind: product, points: 1}
pay_with_points: {points: 5, worth: 1.00}
"""


def members_with_points(number: int) -> list[int]:
    """Each with 10 points."""
    publish(SOURCE)
    ids = list(in_transaction(lambda: enrol_numbered([f"m{n}" for n in range(number)])).values())
    start = [
        Activity(m, Kind.ADJUSTMENT, "start", f"s{m}", points=10, reason="Start.") for m in ids
    ]
    in_transaction(lambda: engine.record_all(start))
    return ids


def rows(condition: object) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).where(condition)) or 0  # type: ignore[arg-type]


def test_of_five_hundred_who_claim_a_hundred_get_one(app: Flask) -> None:
    members = members_with_points(500)
    claims = [Activity(m, Kind.CLAIM, "card", f"c{m}", reward="rare") for m in members]
    ends = at_once(app, [recording_of(claim) for claim in claims], tills=TILLS)
    assert ends == {"done": 100, "sold_out": 400}
    assert rows(Voucher.reward == "rare") == 100
    assert db.session.get_one(Stock, "rare").taken == 100
    assert rows(OutcomeRow.kind == OutcomeKind.POINTS_SPENT) == 100


def test_twenty_tills_that_try_two_hundred_vouchers_use_each_once(app: Flask) -> None:
    members = members_with_points(20)
    claims = [
        Activity(m, Kind.CLAIM, "card", f"c{m}-{n}", reward="cup")
        for m in members
        for n in range(10)
    ]
    in_transaction(lambda: engine.record_all(claims))
    vouchers = db.session.execute(select(Voucher.member_id, Voucher.id)).all()
    uses = [
        Activity(member, Kind.USE, f"till-{till}", f"{till}-{voucher}"[:80], voucher=voucher)
        for member, voucher in vouchers
        for till in range(TILLS)
    ]
    ends = at_once(app, [recording_of(use) for use in uses], tills=TILLS)
    assert ends == {"done": 200, "voucher_not_open": 200 * (TILLS - 1)}
    assert rows(Voucher.state == VoucherState.USED) == 200
    assert rows(OutcomeRow.kind == OutcomeKind.VOUCHER_USED) == 200


def test_points_pay_for_one_purchase_alone(app: Flask) -> None:
    """Ten points, and as many tills at which all of them would pay."""
    [member] = members_with_points(1)
    sales = [
        Activity(member, Kind.PURCHASE, "till", f"p{n}", amount=500, discounted=200, points=10)
        for n in range(TILLS)
    ]
    ends = at_once(app, [recording_of(sale) for sale in sales], tills=TILLS)
    assert ends == {"done": 1, "not_enough_points": TILLS - 1}
    assert standing_of(member).available == 0
    assert rows(OutcomeRow.kind == OutcomeKind.POINTS_SPENT) == 1
