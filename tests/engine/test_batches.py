"""Many recorded together leave what each alone would have left, however they are cut."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from loyalty_app import engine
from loyalty_app.activities.chain import outcome_columns
from loyalty_app.activities.facts import Outcome
from loyalty_app.activities.values import Activity, Kind, Line
from loyalty_app.engine.recording import Recorded
from loyalty_app.errors import LoyaltyError, UnknownMember
from loyalty_app.extensions import Model, db, in_transaction, transactions
from loyalty_app.gifts.models import GiftBudget
from loyalty_app.standing.models import StandingRow
from loyalty_app.standing.state import columns_of

from ..factories import enrol_member, publish
from .test_properties import SOURCE

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
MEMBERS = 3

Answer = Recorded | LoyaltyError
Recording = Callable[[Sequence[Activity]], list[Answer]]


@pytest.fixture
def shop(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Members 1 to 3, a fixed moment, and no chance in the salts: the rows can be compared."""
    with time_machine.travel(NOW - timedelta(days=50)):
        publish(SOURCE)
        assert [enrol_member().id for _ in range(MEMBERS)] == [1, 2, 3]
    monkeypatch.setattr(secrets, "token_hex", lambda n: "5" * 2 * n)
    with time_machine.travel(NOW, tick=False):
        yield


def one_by_one(activities: Sequence[Activity]) -> list[Answer]:
    def answer(activity: Activity) -> Answer:
        try:
            with db.session.begin_nested():
                return engine.record(activity)
        except LoyaltyError as refusal:
            return refusal

    return [answer(activity) for activity in activities]


def in_batches_of(size: int) -> Recording:
    def record(activities: Sequence[Activity]) -> list[Answer]:
        starts = range(0, len(activities), size)
        batches = [activities[start : start + size] for start in starts]
        return [answer for batch in batches for answer in engine.record_all(batch)]

    return record


class _Forget(Exception):
    """Ends a transaction that nobody needs."""


def left_by(recording: Recording, activities: Sequence[Activity]) -> tuple[Any, Any]:
    """What is answered, and every row of the database; then all of it is undone."""
    left: list[Any] = []

    def verb() -> None:
        left.append([told(answer) for answer in recording(activities)])
        left.append(rows())
        raise _Forget

    with pytest.raises(_Forget):
        in_transaction(verb)
    return left[0], left[1]


def told(answer: Answer) -> object:
    if isinstance(answer, LoyaltyError):
        return type(answer), str(answer)
    return (
        answer.repeated,
        sorted(
            str(outcome_columns(fact) if isinstance(fact, Outcome) else fact)
            for fact in answer.facts
        ),
        columns_of(answer.standing),
    )


def rows() -> dict[str, list[Any]]:
    """A month of which no gift is given is as one that has not begun."""
    found = {
        table.name: sorted(map(tuple, db.session.execute(select(table))), key=repr)
        for table in Model.metadata.sorted_tables
    }
    gifts = GiftBudget.__tablename__
    return {**found, gifts: [row for row in found[gifts] if row[1]]}


def activity(number: int, said: dict[str, Any], earlier: int) -> Activity:
    """One that was drawn; `earlier` names the activity that it speaks of, where it does."""
    named = f"{number - 1 - earlier % number if number else 0}"
    about = {
        Kind.REFUND: {"refers_to": named},
        Kind.UNDO: {"refers_to": named},
        Kind.USE: {"voucher": f"{named}-espresso"},
    }
    return Activity(source="till", id=f"{number}", **{**said, **about.get(said["kind"], {})})


moments = st.sampled_from(
    [
        None,
        None,
        NOW - timedelta(minutes=3),
        NOW - timedelta(days=9),
        date(2026, 3, 1),
        date(2026, 1, 2),
        NOW + timedelta(days=1),
    ]
)
sales = st.fixed_dictionaries(
    {
        "kind": st.just(Kind.PURCHASE),
        "amount": st.just(900),
        "lines": st.sampled_from([(), (Line(900, 3, category="coffee"),)]),
    }
)
others = st.one_of(
    st.fixed_dictionaries({"kind": st.just(Kind.PURCHASE), "amount": st.integers(-1, 2500)}),
    st.fixed_dictionaries({"kind": st.sampled_from([Kind.VISIT, Kind.UNDO, Kind.USE])}),
    st.fixed_dictionaries(
        {"kind": st.just(Kind.ACTION), "action": st.sampled_from(["own-cup", "none"])}
    ),
    st.fixed_dictionaries(
        {"kind": st.just(Kind.CLAIM), "reward": st.sampled_from(["espresso", "mug", "none"])}
    ),
    st.fixed_dictionaries(
        {"kind": st.just(Kind.GIFT), "reward": st.just("mug"), "reason": st.sampled_from(["", "."])}
    ),
    st.fixed_dictionaries({"kind": st.just(Kind.REFUND), "amount": st.integers(1, 900)}),
    st.fixed_dictionaries(
        {"kind": st.just(Kind.ADJUSTMENT), "points": st.just(60), "reason": st.just("A gift.")}
    ),
    st.fixed_dictionaries({"kind": st.sampled_from([Kind.CLOCK, Kind.CLOCK, Kind.CLOSED])}),
)
people = st.sampled_from([1, 1, 1, 2, 2, 3, 99])
drawn = st.lists(
    st.tuples(st.one_of(sales, others), people, moments, st.integers(0, 5), st.integers(0, 30)),
    max_size=14,
)


@given(drawn=drawn, size=st.integers(1, 14))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_batches_leave_what_each_alone_would_have_left(
    shop: None, drawn: list[tuple[dict[str, Any], int, Any, int, int]], size: int
) -> None:
    activities = []
    for number, (said, member, at, earlier, twin) in enumerate(drawn):
        # Now and then a reference comes again, with the same body or another one.
        reference = f"{twin if twin < number else number}"
        facts = {**said, "member": member, "said_at": at, "reference": reference}
        activities.append(activity(number, facts, earlier))
    assert left_by(in_batches_of(size), activities) == left_by(one_by_one, activities)


def purchase(member: int, reference: str, amount: int = 1000) -> Activity:
    return Activity(member, Kind.PURCHASE, "till", reference, amount=amount)


def test_what_is_refused_keeps_no_other(shop: None) -> None:
    batch = [purchase(1, "a"), purchase(1, "b", -1), purchase(99, "c"), purchase(2, "d")]
    first, refused, unknown, last = in_transaction(lambda: engine.record_all(batch))
    assert isinstance(refused, LoyaltyError)
    assert isinstance(unknown, UnknownMember)
    assert isinstance(first, Recorded)
    assert isinstance(last, Recorded)
    assert (first.standing.sequence, last.standing.sequence) == (1, 1)


def test_a_reference_twice_in_a_batch_counts_once(shop: None) -> None:
    batch = [purchase(1, "a"), purchase(1, "a"), purchase(1, "a", 2000), purchase(2, "a")]
    first, again, other, stranger = in_transaction(lambda: engine.record_all(batch))
    assert isinstance(first, Recorded)
    assert isinstance(again, Recorded)
    assert again.repeated
    assert again.facts == first.facts
    assert [getattr(e, "code", "") for e in (other, stranger)] == ["reference_taken"] * 2


def test_a_standing_that_was_answered_stays_as_it_was(shop: None) -> None:
    first, second = in_transaction(lambda: engine.record_all([purchase(1, "a"), purchase(1, "b")]))
    assert isinstance(first, Recorded)
    assert isinstance(second, Recorded)
    assert first.standing.sequence == 1
    assert first.standing.pending < second.standing.pending


def test_two_batches_of_the_same_members_do_not_wait_for_each_other(
    app: Flask, shop: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In whatever order they name them: no deadlock that would have to be tried again."""
    monkeypatch.setattr(transactions, "RETRIES", 0)
    start = Barrier(2)
    refused: list[BaseException] = []

    def import_(name: str, members: Sequence[int]) -> None:
        with app.app_context():
            for turn in range(20):
                batch = [purchase(member, f"{name}-{turn}-{member}") for member in members]
                start.wait()
                try:
                    in_transaction(partial(engine.record_all, batch))
                except Exception as error:
                    refused.append(error)

    db.session.rollback()
    both = [
        Thread(target=import_, args=("a", (1, 2, 3))),
        Thread(target=import_, args=("b", (3, 2, 1))),
    ]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    assert refused == []
    assert set(db.session.scalars(select(StandingRow.sequence))) == {40}
