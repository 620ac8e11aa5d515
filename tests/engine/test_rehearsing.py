"""A rehearsal says what the engine would: the same outcomes, refusals and standing."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from flask import Flask

from loyalty_app import engine
from loyalty_app.activities.facts import Outcome, Tally
from loyalty_app.activities.values import Activity, Kind, Line
from loyalty_app.engine.recording import Recorded
from loyalty_app.engine.rehearsing import Rehearsal
from loyalty_app.errors import (
    AlreadyUndone,
    ItemNotInSale,
    ItemsDontAddUp,
    LoyaltyError,
    ReferenceTaken,
    SoldOut,
)
from loyalty_app.extensions import db, in_transaction
from loyalty_app.rewards.models import Stock

from ..factories import enrol_member, preset, publish_preset

AT = datetime(2026, 3, 2, 8, 30, tzinfo=UTC)


def say(kind: Kind, reference: str, member: int = 1, **said: object) -> Activity:
    return Activity(member, kind, "till", reference, **{"said_at": AT, "id": reference, **said})  # type: ignore[arg-type]


def coffees(reference: str, quantity: int = 11) -> Activity:
    line = Line(1250, quantity, category="coffee")
    return say(Kind.PURCHASE, reference, amount=1250, lines=(line,))


SEVERAL = (
    coffees("a"),
    coffees("a"),
    coffees("a", quantity=3),
    say(Kind.ACTION, "b", action="own-cup"),
    say(Kind.CLAIM, "c", reward="free-coffee"),
    say(Kind.CLAIM, "d", reward="mug"),
    say(Kind.USE, "e", voucher="c-free-coffee"),
    say(Kind.REFUND, "f", refers_to="a", amount=300),
    say(Kind.UNDO, "g", refers_to="a"),
    say(Kind.UNDO, "h", refers_to="a"),
    say(Kind.UNDO, "i", refers_to="nothing"),
)


def answer(record: Callable[[Activity], Recorded], activity: Activity) -> object:
    try:
        done = record(activity)
    except LoyaltyError as error:
        return type(error)
    standing = done.standing
    outcomes = [fact for fact in done.facts if isinstance(fact, Outcome)]
    tallies = sorted(repr(fact) for fact in done.facts if isinstance(fact, Tally))
    numbers = (standing.available, standing.pending, standing.debt, standing.counts, standing.lots)
    return outcomes, tallies, done.repeated, numbers, standing.vouchers, standing.wins


def test_a_rehearsal_says_what_the_engine_does(app: Flask) -> None:
    programme = publish_preset("cafe")
    assert enrol_member().id == 1
    in_transaction(lambda: db.session.merge(Stock(reward="mug")))
    rehearsal = Rehearsal(programme)
    for activity in SEVERAL:
        live = answer(lambda a: in_transaction(lambda: engine.record(a)), activity)
        assert answer(rehearsal.record, activity) == live, activity.reference


def test_what_was_refused_leaves_no_trace() -> None:
    rehearsal = Rehearsal(preset("cafe"))
    rehearsal.record(coffees("a"))
    before = rehearsal.standing_of(1)
    with pytest.raises(ReferenceTaken):
        rehearsal.record(coffees("a", quantity=2))
    with pytest.raises(LoyaltyError):
        rehearsal.record(say(Kind.CLAIM, "b", reward="mug"))
    assert rehearsal.standing_of(1) == before


def test_a_purchase_is_undone_once() -> None:
    rehearsal = Rehearsal(preset("cafe"))
    rehearsal.record(coffees("a"))
    rehearsal.record(say(Kind.UNDO, "b", refers_to="a"))
    assert rehearsal.standing_of(1).counts == {}
    with pytest.raises(AlreadyUndone):
        rehearsal.record(say(Kind.UNDO, "c", refers_to="a"))


def test_members_share_a_stock() -> None:
    rehearsal = Rehearsal(preset("cafe"))
    for member in range(41):
        gift = say(
            Kind.ADJUSTMENT, f"gift-{member}", member, points=250, reason="For the new mugs."
        )
        rehearsal.record(gift)
    for member in range(40):
        rehearsal.record(say(Kind.CLAIM, f"mug-{member}", member, reward="mug"))
    with pytest.raises(SoldOut):
        rehearsal.record(say(Kind.CLAIM, "one-more", 40, reward="mug"))
    rehearsal.record(say(Kind.UNDO, "back", 0, refers_to="mug-0"))
    rehearsal.record(say(Kind.CLAIM, "one-more", 40, reward="mug"))


def test_an_item_given_back_without_an_amount_is_all_that_is_left_of_its_line() -> None:
    rehearsal = Rehearsal(preset("cafe"))
    lines = (Line(600, 2, category="coffee"), Line(400, 1, category="pastry"))
    rehearsal.record(say(Kind.PURCHASE, "a", amount=1000, lines=lines))
    back = partial(say, Kind.REFUND, refers_to="a")
    coffee, pastry = Line(0, category="coffee"), Line(0, category="pastry")
    rehearsal.record(back("b", lines=(Line(100, category="coffee"),), amount=100))
    rehearsal.record(back("c", lines=(coffee,)))
    assert rehearsal.standing_of(1).count("spend", "2026-03") == 400
    with pytest.raises(ItemNotInSale):
        rehearsal.record(back("d", lines=(coffee,)))
    with pytest.raises(ItemsDontAddUp):
        rehearsal.record(back("e", lines=(pastry,), amount=300))
    rehearsal.record(back("f", lines=(pastry,)))
    assert "spend" not in rehearsal.standing_of(1).counts
