"""Eight tills at once on one member, on both databases: nothing lost, nothing paid twice."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from functools import partial

import pytest
from flask import Flask
from sqlalchemy import Connection, event, func, select
from sqlalchemy.exc import DBAPIError

from loyalty_app import engine
from loyalty_app.activities.models import ActivityRow, OutcomeRow
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.engine import recording
from loyalty_app.errors import LoyaltyError
from loyalty_app.extensions import db, in_transaction, sqlite, transactions
from loyalty_app.gifts.models import GiftBudget
from loyalty_app.rewards.models import Stock, Voucher, VoucherState
from loyalty_app.standing.models import StandingRow
from loyalty_app.standing.state import standing_from
from loyalty_app.standing.values import Standing

from ..factories import enrol_member, publish

TILLS = 8
SOURCE = """
name: Café
currency: EUR
time_zone: Europe/Rome
earning: [{id: base, per_spend: {points: 1, every: 1.00}}]
stamp_cards: [{id: visits, name: Visits, stamps: 4, per_visit: true, prize: cake}]
rewards:
  - {id: cake, name: Cake, kind: product, points: 100, stock: 3}
gifts: {by_hand: {rewards: [cake], monthly: 5}}
"""


@pytest.fixture
def member(app: Flask) -> int:
    publish(SOURCE)
    return enrol_member().id


def at_once(app: Flask, verbs: list[Callable[[], object]], tills: int = TILLS) -> Counter[str]:
    """Run all verbs on threads that start together; count how each ended."""
    start = threading.Barrier(tills)
    work = iter(verbs)
    taking = threading.Lock()
    ends: Counter[str] = Counter()

    def till(_: int) -> None:
        start.wait()
        while True:
            with taking:
                verb = next(work, None)
            if verb is None:
                return
            with app.app_context():
                try:
                    verb()
                    ends["done"] += 1
                except LoyaltyError as refusal:
                    ends[refusal.code] += 1

    db.session.rollback()
    with ThreadPoolExecutor(tills) as threads:
        list(threads.map(till, range(tills)))
    return ends


def recording_of(activity: Activity) -> Callable[[], object]:
    return partial(in_transaction, partial(engine.record, activity))


def pay(member: int, reference: str, amount: int = 1000) -> Activity:
    return Activity(member, Kind.PURCHASE, "till", reference, amount=amount)


def standing_row(member: int) -> StandingRow:
    db.session.rollback()
    return db.session.get_one(StandingRow, member, populate_existing=True)


def test_eight_tills_pay_each_purchase_once(app: Flask, member: int) -> None:
    purchases = [pay(member, f"r{n}") for n in range(40)]
    ends = at_once(app, [recording_of(activity) for activity in purchases for _ in range(3)])
    assert ends == {"done": 120}
    row = standing_row(member)
    assert (row.points, row.sequence) == (400, 40)
    assert db.session.scalar(select(func.count()).select_from(ActivityRow)) == 40


def test_a_claim_never_spends_the_same_points_twice(app: Flask, member: int) -> None:
    in_transaction(lambda: engine.record(pay(member, "start", 20_000)))
    claims = [Activity(member, Kind.CLAIM, "card", f"c{n}", reward="cake") for n in range(16)]
    ends = at_once(app, [recording_of(claim) for claim in claims])
    assert ends == {"done": 2, "not_enough_points": 14}
    assert standing_row(member).points == 0


def test_the_last_of_a_stock_goes_to_one_member(app: Flask, member: int) -> None:
    members = [member, *(enrol_member().id for _ in range(7))]
    for each in members:
        in_transaction(partial(engine.record, pay(each, f"start{each}", 20_000)))
    claims = [Activity(m, Kind.CLAIM, "card", f"c{m}", reward="cake") for m in members]
    ends = at_once(app, [recording_of(claim) for claim in claims])
    assert ends == {"done": 3, "sold_out": 5}
    assert db.session.get_one(Stock, "cake").taken == 3


def test_the_gifts_of_a_month_are_given_and_no_more(app: Flask, member: int) -> None:
    """Twenty tills, each with a member of its own, and five gifts."""
    members = [member, *(enrol_member().id for _ in range(19))]
    gifts = [
        Activity(each, Kind.GIFT, "till", f"g{each}", reward="cake", reason="Thank you.")
        for each in members
    ]
    ends = at_once(app, [recording_of(gift) for gift in gifts], tills=20)
    assert ends == {"done": 5, "gifts_gone": 15}
    assert [row.given for row in db.session.scalars(select(GiftBudget))] == [5]
    assert db.session.scalar(select(func.count()).select_from(Voucher)) == 5


def test_a_voucher_is_used_once(app: Flask, member: int) -> None:
    for n in range(4):
        in_transaction(partial(engine.record, pay(member, f"r{n}", 0)))
    voucher = db.session.scalars(select(Voucher)).one()
    uses = [Activity(member, Kind.USE, "till", f"u{n}", voucher=voucher.id) for n in range(24)]
    ends = at_once(app, [recording_of(use) for use in uses])
    assert ends == {"done": 1, "voucher_not_open": 23}
    db.session.rollback()
    assert db.session.get_one(Voucher, voucher.id).state is VoucherState.USED


def test_everything_at_once_still_adds_up(app: Flask, member: int) -> None:
    """Paying, claiming, repeating and undoing: the row is the sum of the chain, nothing is lost."""
    sales = [in_transaction(partial(engine.record, pay(member, f"s{n}", 5_000))) for n in range(8)]
    activities = [
        *(pay(member, f"r{n}") for n in range(24)),
        *(Activity(member, Kind.CLAIM, "card", f"c{n}", reward="cake") for n in range(12)),
        *(
            Activity(member, Kind.UNDO, "till", f"u{n}", refers_to=sale.activity.id)
            for n, sale in enumerate(sales)
        ),
    ]
    verbs = [recording_of(activity) for activity in activities for _ in range(2)]
    random.Random(7).shuffle(verbs)
    ends = at_once(app, verbs)
    assert ends["done"] >= 2 * (24 + 8)
    assert set(ends) <= {"done", "not_enough_points", "sold_out"}
    row = standing_row(member)
    standing = standing_from({c.name: getattr(row, c.name) for c in StandingRow.__table__.columns})
    moved = db.session.scalar(select(func.sum(OutcomeRow.points)))
    assert moved == standing.available + standing.pending - standing.debt
    assert row.sequence == db.session.scalar(select(func.count()).select_from(ActivityRow))


@contextmanager
def no_hold(monkeypatch: pytest.MonkeyPatch, database: str) -> Iterator[None]:
    """Read the standing without holding it; on SQLite also begin writing as readers begin."""

    def peek(members: Collection[int]) -> dict[int, Standing]:
        rows = db.session.execute(
            select(StandingRow.__table__).where(StandingRow.member_id.in_(members))
        )
        standings = {row["member_id"]: standing_from(dict(row)) for row in rows.mappings()}
        time.sleep(0.01)  # so that the others look, too, before anybody writes
        return standings

    def begin_as_a_reader(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN DEFERRED")

    with monkeypatch.context() as patch:
        patch.setattr(recording, "hold", peek)
        if database == "sqlite":
            patch.setattr(transactions, "_one_writer", nullcontext())
            event.remove(db.engine, "begin", sqlite._begin)
            event.listen(db.engine, "begin", begin_as_a_reader)
        yield


def test_without_the_hold_they_do_not(
    app: Flask, member: int, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The tests above can fail: without the hold, tills lose purchases or stumble."""
    purchases = [recording_of(pay(member, f"r{n}")) for n in range(60)]
    with no_hold(monkeypatch, database):
        try:
            ends = at_once(app, purchases)
        except DBAPIError:
            return
    assert ends != {"done": 60}
