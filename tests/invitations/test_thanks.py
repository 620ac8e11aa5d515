"""Both sides are thanked in the transaction of what the friend did, and it goes when that goes."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from loyalty_app import engine
from loyalty_app.activities.models import ActivityRow
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import db, in_transaction
from loyalty_app.invitations.models import Reason, State
from loyalty_app.members.models import Member
from loyalty_app.trust.verification import Verification

from ..at_once import answers_at_once
from ..factories import publish
from .conftest import RULES, Story, shop

START = datetime(2040, 3, 6, 10, tzinfo=UTC)


def assert_verifies() -> None:
    db.session.rollback()
    assert list(Verification().differences()) == []


def test_the_first_purchase_that_is_large_enough_thanks_both(story: Story, inviter: Member) -> None:
    friend = story.join("friend", inviter)
    assert story.state(friend) == (State.JOINED, [])
    story.buy(friend, 499)
    assert (story.points(friend), story.points(inviter)) == (0, 0)
    done = story.buy(friend, 500)
    assert story.state(friend) == (State.REWARDED, [])
    assert (story.points(friend), story.points(inviter), story.vouchers(inviter)) == (20, 50, 1)
    assert done.standing.available == 20  # what the till shows is what they have now
    story.buy(friend, 900)
    assert (story.points(friend), story.points(inviter)) == (20, 50)
    caused = select(ActivityRow.member_id, ActivityRow.kind).where(
        ActivityRow.caused_by == done.activity.id
    )
    assert {tuple(row) for row in db.session.execute(caused)} == {
        (friend.id, Kind.WELCOME),
        (inviter.id, Kind.REFERRAL),
    }
    assert_verifies()


def test_a_repeat_of_the_purchase_thanks_nobody_twice(story: Story, inviter: Member) -> None:
    friend = story.join("friend", inviter)
    sale = Activity(friend.id, Kind.PURCHASE, "till", "once", amount=500)
    for _ in range(2):
        in_transaction(lambda: engine.record(sale))
    assert (story.points(friend), story.points(inviter)) == (20, 50)


def test_an_undo_takes_both_back_and_leaves_the_invitation_open(
    story: Story, inviter: Member
) -> None:
    friend = story.join("friend", inviter)
    first = story.buy(friend)
    story.undo(first)
    assert (story.points(friend), story.points(inviter), story.vouchers(inviter)) == (0, 0, 0)
    assert story.state(friend) == (State.JOINED, [Reason.GIVEN_BACK])
    story.buy(friend)
    assert (story.points(friend), story.points(inviter), story.vouchers(inviter)) == (20, 50, 1)
    assert story.state(friend) == (State.REWARDED, [])
    assert_verifies()


def test_a_refund_takes_back_once_too_little_is_left(story: Story, inviter: Member) -> None:
    friend = story.join("friend", inviter)
    sale = story.buy(friend, 900)
    story.refund(sale, 400)
    assert story.points(inviter) == 50
    story.refund(sale, 1)
    assert (story.points(friend), story.points(inviter), story.vouchers(inviter)) == (0, 0, 0)
    assert_verifies()


def test_what_was_spent_is_owed_and_a_prize_that_was_used_stays(
    story: Story, inviter: Member
) -> None:
    friend = story.join("friend", inviter)
    sale = story.buy(friend)
    [voucher] = story.record(inviter, Kind.VISIT).standing.vouchers
    story.record(inviter, Kind.USE, voucher=voucher)
    story.undo(sale)
    assert (story.points(inviter), story.vouchers(inviter)) == (0, 0)
    assert_verifies()


def test_a_purchase_is_recorded_though_the_inviter_has_left(story: Story, inviter: Member) -> None:
    friend = story.join("friend", inviter)
    story.record(inviter, Kind.CLOSED)
    story.buy(friend)
    assert story.points(friend) == 20
    assert_verifies()


def test_joining_alone_or_the_second_visit_may_count(story: Story, inviter: Member) -> None:
    publish(shop("friend: {points: 1}, inviter: {points: 2}, on: joining"))
    at_once = story.join("at-once", inviter)
    assert story.state(at_once) == (State.REWARDED, [])
    assert (story.points(at_once), story.points(inviter)) == (1, 2)
    publish(shop("friend: {points: 5}, inviter: {points: 7}, on: second_visit"))
    later = story.join("later", inviter)
    first, _ = story.record(later, Kind.VISIT), story.buy(later, 1)
    assert (story.points(later), story.points(inviter)) == (5, 9)
    story.undo(first)
    assert (story.points(later), story.points(inviter)) == (0, 2)
    assert_verifies()


def test_what_was_promised_on_joining_is_given(story: Story, inviter: Member) -> None:
    friend = story.join("friend", inviter)
    publish(shop("friend: {points: 1}, inviter: {points: 1}, least: 90.00"))
    story.buy(friend)
    assert (story.points(friend), story.points(inviter)) == (20, 50)


def test_a_promise_outlives_the_rules(story: Story, inviter: Member) -> None:
    friend = story.join("friend", inviter)
    publish(shop().partition("invitations")[0])
    story.buy(friend)
    assert (story.points(friend), story.points(inviter)) == (20, 50)


def test_two_tills_thank_once_for_the_last_friend_of_a_month(
    app: Flask, story: Story, inviter: Member
) -> None:
    publish(shop(RULES + ", monthly: 1"))
    friends = [story.join(f"friend-{n}", inviter) for n in range(4)]
    sales = [Activity(one.id, Kind.PURCHASE, "till", f"s{one.id}", amount=500) for one in friends]
    turns = iter(sales)
    answers_at_once(app, lambda: in_transaction(partial(engine.record, next(turns))), len(sales))
    assert story.points(inviter) == 50
    assert [story.points(friend) for friend in friends] == [20] * 4
    assert_verifies()


def test_too_late_brings_nothing_and_the_invitation_is_over(story: Story) -> None:
    with time_machine.travel(START, tick=False):
        inviter = story.join("early")
        friend = story.join("friend", inviter)
    with time_machine.travel(START + timedelta(days=31), tick=False):
        in_transaction(lambda: engine.settle_invitations(datetime.now(UTC).date()))
        assert story.state(friend) == (State.EXPIRED, [Reason.NOT_IN_TIME])
        story.buy(friend)
        assert story.points(inviter) == 0


def test_it_waits_until_what_was_bought_cannot_come_back(story: Story) -> None:
    publish(shop(RULES + ", hold_days: 14"))
    with time_machine.travel(START, tick=False):
        inviter = story.join("early")
        friend, other = (story.join(name, inviter) for name in ("friend", "other"))
        story.buy(friend)
        returned = story.buy(other)
        assert story.state(friend) == (State.QUALIFIED, [])
    with time_machine.travel(START + timedelta(days=3), tick=False):
        story.undo(returned)
        assert story.state(other) == (State.JOINED, [Reason.GIVEN_BACK])
    for days, points in ((13, 0), (14, 50), (15, 50)):
        day = START + timedelta(days=days)
        with time_machine.travel(day, tick=False):
            in_transaction(partial(engine.settle_invitations, day.date()))
            assert story.points(inviter) == points
    assert story.points(friend) == 20
    assert_verifies()


def test_a_batch_thanks_as_one_by_one(story: Story, inviter: Member) -> None:
    friends = [story.join(f"friend-{n}", inviter) for n in range(3)]
    sales = [
        Activity(member.id, Kind.PURCHASE, "file", f"{member.id}-{n}", amount=600)
        for member in [*friends, inviter]
        for n in range(2)
    ]
    in_transaction(lambda: engine.record_all(sales))
    assert [story.points(friend) for friend in friends] == [20, 20, 20]
    assert story.points(inviter) == 150
    assert_verifies()


@pytest.mark.parametrize("invites", [False, True])
def test_who_was_not_invited_pays_no_statement_for_it(
    app: Flask, statements: list[str], *, invites: bool
) -> None:
    publish(shop() if invites else shop().partition("invitations")[0])
    story = Story()
    member = story.join("member")
    story.record(member, Kind.VISIT)
    statements.clear()
    story.buy(member)
    assert len(statements) == 6  # hold, seen; activity, details, standing, month
