"""The one door, on both databases."""

import pytest
from flask import Flask
from sqlalchemy import select

from loyalty_app import engine
from loyalty_app.activities.chain import outcome_columns, tallies_text
from loyalty_app.activities.facts import Fact, Outcome
from loyalty_app.activities.values import Activity, Kind, Line
from loyalty_app.errors import ReferenceTaken
from loyalty_app.extensions import db, in_transaction
from loyalty_app.standing.models import MonthRow, StandingRow

from ..factories import enrol_member, publish, publish_preset


@pytest.fixture
def member(app: Flask) -> int:
    publish_preset("cafe")
    return enrol_member().id


def purchase(member: int, reference: str = "till-1", amount: int = 1250) -> Activity:
    return Activity(
        member=member,
        kind=Kind.PURCHASE,
        source="till",
        reference=reference,
        amount=amount,
        lines=(Line(amount, 11, category="coffee"),),
    )


def as_stored(facts: tuple[Fact, ...]) -> tuple[list[dict[str, object]], str]:
    return [outcome_columns(f) for f in facts if isinstance(f, Outcome)], tallies_text(facts)


def test_a_purchase_earns_once_however_often_it_is_sent(member: int) -> None:
    first = in_transaction(lambda: engine.record(purchase(member)))
    again = in_transaction(lambda: engine.record(purchase(member)))
    assert again.repeated
    assert not first.repeated
    assert as_stored(again.facts) == as_stored(first.facts)
    row = db.session.get_one(StandingRow, member)
    assert row.sequence == 1
    assert row.points == first.standing.available > 0


def test_a_reference_stands_for_one_thing(member: int) -> None:
    in_transaction(lambda: engine.record(purchase(member)))
    with pytest.raises(ReferenceTaken):
        in_transaction(lambda: engine.record(purchase(member, amount=9900)))


def test_an_undo_gives_everything_back(member: int) -> None:
    done = in_transaction(lambda: engine.record(purchase(member)))
    undo = Activity(member, Kind.UNDO, "till", "undo-1", refers_to=done.activity.id)
    after = in_transaction(lambda: engine.record(undo))
    assert after.standing.available == 0
    assert not after.standing.vouchers
    assert not after.standing.counts


def test_sums_may_be_larger_than_four_bytes_hold(app: Flask) -> None:
    rules = "earning: [{id: cups, per_item: {points: 1000000}}]"
    publish(f"name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\n{rules}")
    member = enrol_member().id
    cups = (Line(99_999_999, 999, category="coffee"),)
    for n in range(22):
        sale = Activity(member, Kind.PURCHASE, "till", str(n), amount=99_999_999, lines=cups)
        in_transaction(lambda sale=sale: engine.record(sale))  # type: ignore[misc]
    month = db.session.execute(select(MonthRow.spend, MonthRow.earned)).one()
    assert tuple(month) == (22 * 99_999_999, 22 * 999_000_000)
    assert db.session.get_one(StandingRow, member).points == 22 * 999_000_000
