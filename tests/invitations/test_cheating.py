"""Ways to be thanked for nobody new, and why each of them brings nothing or waits for the owner."""

from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from flask import Flask

from loyalty_app import engine
from loyalty_app.extensions import db, in_transaction
from loyalty_app.invitations.judging import BURST
from loyalty_app.invitations.models import Reason, State
from loyalty_app.invitations.operations import NotHeld, open_link
from loyalty_app.invitations.queries import invitations_of
from loyalty_app.members.contacts import ContactTaken
from loyalty_app.members.models import Member
from loyalty_app.staff.models import Staff
from loyalty_app.staff.operations import link_card
from loyalty_app.standing.queries import standing_of

from ..factories import hire, publish
from .conftest import RULES, Story, shop

START = datetime(2040, 3, 6, 10, tzinfo=UTC)


def brings_nothing(story: Story, friend: Member, inviter: Member, reason: Reason) -> None:
    assert story.state(friend) == (State.REJECTED, [reason])
    before = story.points(inviter)
    story.buy(friend)
    assert story.points(friend) == 0
    assert story.points(inviter) == before
    assert standing_of(friend.id).invited is None


def is_held(story: Story, friend: Member, inviter: Member, *reasons: Reason) -> None:
    before = story.points(inviter)
    story.buy(friend)
    assert story.state(friend) == (State.HELD, [*reasons])
    assert (story.points(friend), story.points(inviter)) == (0, before)


def opened(story: Story, by: Member, was: Member | None = None, kept: int | None = None) -> Any:  # noqa: ANN401
    who = was.id if was else None
    return in_transaction(lambda: open_link(by.id, who, kept, datetime.now(UTC).date()))


def test_1_ones_own_link_leaves_nothing(story: Story, inviter: Member) -> None:
    assert opened(story, inviter, was=inviter) is None
    assert invitations_of(inviter.id, 9) == []


def test_2_who_has_a_card_is_no_new_friend(story: Story, inviter: Member) -> None:
    opened(story, inviter, was=story.join("member"))
    [case] = invitations_of(inviter.id, 9)
    assert (case.invitation.state, case.invitation.why) == (
        State.REJECTED,
        [Reason.EXISTING_MEMBER],
    )


@pytest.mark.parametrize("number", ["347 123 4567", "+39 347-1234567", "0039 3471234567"])
def test_3_a_phone_in_another_format_is_the_same_phone(app: Flask, number: str) -> None:
    publish(shop())
    client = app.test_client()
    said = {"name": "A", "contact": "+393471234567", "of_age": "y"}
    assert client.post("/join", data=said).status_code == 303
    again = app.test_client().post("/join", data={**said, "contact": number})
    assert again.status_code == 409


def test_3_the_same_address_is_taken(story: Story, inviter: Member) -> None:
    with pytest.raises(ContactTaken):
        story.join("again", inviter, email=inviter.email)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("mariorossi@gmail.com", "mario.rossi@gmail.com"),
        ("mario.rossi@gmail.com", "m.a.r.i.o.rossi@googlemail.com"),
        ("mario@example.org", "mario+2@example.org"),
        ("mario+a@example.org", "mario+b@example.org"),
        ("m.rossi+a@example.org", "mrossi@example.org"),
    ],
)
def test_4_another_spelling_of_a_mailbox_is_the_same_person(
    story: Story, inviter: Member, first: str, second: str
) -> None:
    story.join("first", email=first)
    friend = story.join("second", inviter, email=second)
    brings_nothing(story, friend, inviter, Reason.SAME_CONTACT)


@pytest.mark.parametrize("other", ["maria@example.org", "mario@example.com", "ma_io@example.org"])
def test_4_another_mailbox_is_another_person(story: Story, inviter: Member, other: str) -> None:
    story.join("first", email="mario@example.org")
    assert story.state(story.join("second", inviter, email=other)) == (State.JOINED, [])


def test_5_the_inviters_own_browser_brings_nothing(story: Story, inviter: Member) -> None:
    friend = story.join("friend", inviter, cards_here=(inviter.id,))
    brings_nothing(story, friend, inviter, Reason.SAME_DEVICE)


def test_6_a_browser_of_somebody_else_is_doubtful(story: Story, inviter: Member) -> None:
    friend = story.join("friend", inviter, cards_here=(story.join("sister").id,))
    is_held(story, friend, inviter, Reason.SHARED_DEVICE)


def test_7_a_circle_of_three_closes_nowhere(story: Story) -> None:
    first = story.join("first", email="first@gmail.com")
    second = story.join("second", first)
    third = story.join("third", second)
    # The same person once more, under another spelling, or on the phone they had.
    spelt = story.join("spelt", third, email="fi.rst@gmail.com")
    assert story.state(spelt) == (State.REJECTED, [Reason.CIRCLE, Reason.SAME_CONTACT])
    there = story.join("there", third, cards_here=(first.id,))
    assert story.state(there) == (State.REJECTED, [Reason.CIRCLE, Reason.SHARED_DEVICE])
    opened(story, third, was=first)
    assert invitations_of(third.id, 1)[0].invitation.why[0] is Reason.CIRCLE
    story.buy(spelt)
    assert story.points(third) == 0


@pytest.fixture
def clerk(story: Story, inviter: Member) -> Staff:
    """Works here, and invites."""
    staff = hire()
    in_transaction(lambda: link_card(staff.id, inviter.id))
    return staff


def test_8_nobody_enrols_their_own_invitation(story: Story, inviter: Member, clerk: Staff) -> None:
    friend = story.join("customer", inviter, enrolled_by=inviter.id)
    brings_nothing(story, friend, inviter, Reason.OWN_TILL)


def test_9_who_serves_their_own_friend_is_looked_at(
    story: Story, inviter: Member, clerk: Staff
) -> None:
    friend = story.join("customer", inviter)
    story.buy(friend, staff_id=clerk.id)
    assert story.state(friend) == (State.HELD, [Reason.SERVED_BY_INVITER])


def test_10_fifty_in_an_hour_are_looked_at_after_the_first_few(story: Story) -> None:
    with time_machine.travel(START, tick=False):
        inviter = story.join("early")
        friends = [story.join(f"friend-{n}", inviter) for n in range(50)]
        for friend in friends:
            story.buy(friend)
        states = [story.state(friend) for friend in friends]
        assert states[:BURST] == [(State.REWARDED, [])] * BURST
        assert states[BURST:10] == [(State.HELD, [Reason.BURST])] * (10 - BURST)
        assert states[10:] == [(State.HELD, [Reason.MONTHLY_CAP, Reason.BURST])] * 40
        assert story.points(inviter) == 50 * BURST
        assert {story.points(friend) for friend in friends[BURST:]} == {0}
    with time_machine.travel(START + timedelta(hours=2), tick=False):
        assert story.state(story.join("later", inviter)) == (State.JOINED, [])


def test_11_a_month_counts_so_many_and_the_friend_gets_theirs(story: Story) -> None:
    publish(shop(RULES + ", monthly: 2"))
    with time_machine.travel(START, tick=False):
        inviter = story.join("early")
        friends = [story.join(f"friend-{n}", inviter) for n in range(3)]
        sales = [story.buy(friend) for friend in friends]
        assert story.state(friends[2]) == (State.REJECTED, [Reason.MONTHLY_CAP])
        assert (story.points(inviter), story.points(friends[2])) == (100, 20)
        story.undo(sales[2])
        assert story.points(friends[2]) == 0
    with time_machine.travel(START + timedelta(days=29), tick=False):
        story.buy(friends[2])  # in April
        assert story.points(inviter) == 150


def test_11_a_doubt_is_looked_at_also_when_the_month_is_full(story: Story) -> None:
    """And then only the friend gets theirs."""
    publish(shop(RULES + ", monthly: 1"))
    with time_machine.travel(START, tick=False):
        inviter, sister = story.join("early"), story.join("sister").id
        story.buy(story.join("first", inviter))
        friends = [story.join(name, inviter, cards_here=(sister,)) for name in ("good", "slow")]
        for friend in friends:
            is_held(story, friend, inviter, Reason.MONTHLY_CAP, Reason.SHARED_DEVICE)
        id_ = story.invitation(friends[0]).id
        in_transaction(lambda: engine.decide_invitation(id_, START.date(), good=True))
        assert [story.points(friend) for friend in friends] == [20, 0]
    moment = START + timedelta(days=7)
    with time_machine.travel(moment, tick=False):
        in_transaction(lambda: engine.settle_invitations(moment.date()))
    for friend in friends:
        assert story.state(friend)[0] is State.REJECTED
        assert Reason.MONTHLY_CAP in story.state(friend)[1]
        assert (story.points(friend), story.points(inviter)) == (20, 50)


def test_11_a_doubt_is_looked_at_also_when_the_rules_are_gone(story: Story) -> None:
    with time_machine.travel(START, tick=False):
        inviter = story.join("early")
        friend = story.join("friend", inviter, cards_here=(story.join("sister").id,))
        publish(shop().partition("invitations")[0])
        is_held(story, friend, inviter, Reason.SHARED_DEVICE)
        in_transaction(lambda: engine.settle_invitations(START.date()))
        assert story.state(friend)[0] is State.HELD


def test_12_nobody_is_invited_twice(story: Story, inviter: Member) -> None:
    other = story.join("other")
    friend = story.join("friend", inviter)
    opened(story, other, was=friend)
    story.buy(friend)
    assert story.points(other) == 0
    assert story.invitation(friend).inviter_id == inviter.id


def test_13_an_opening_is_used_once(story: Story, inviter: Member) -> None:
    opening = opened(story, inviter)
    assert opened(story, inviter, kept=opening) == opening
    friends = [story.join(name, inviter, opening=opening) for name in ("one", "two")]
    ids = [story.invitation(friend).id for friend in friends]
    assert ids[0] == opening
    assert ids[1] != opening


def test_14_an_opening_of_another_link_pays_nobody_else(story: Story, inviter: Member) -> None:
    thief = story.join("thief")
    friend = story.join("friend", thief, opening=opened(story, inviter))
    assert story.invitation(friend).inviter_id == thief.id
    assert invitations_of(inviter.id, 9)[0].invitation.state is State.OPENED


def test_15_without_a_contact_joining_alone_is_doubtful(story: Story, inviter: Member) -> None:
    publish(shop("friend: {points: 1}, inviter: {points: 2}, on: joining"))
    friend = story.join("friend", inviter, email=None)
    assert story.state(friend) == (State.HELD, [Reason.NO_CONTACT])


def test_16_what_went_back_brings_nothing_however_often(story: Story, inviter: Member) -> None:
    friend = story.join("friend", inviter)
    for _ in range(3):
        story.undo(story.buy(friend))
    assert (story.points(friend), story.points(inviter), story.vouchers(inviter)) == (0, 0, 0)


def test_17_giving_it_back_takes_no_doubt_away(story: Story, inviter: Member) -> None:
    friend = story.join("friend", inviter, cards_here=(story.join("sister").id,))
    first = story.buy(friend)
    story.undo(first)
    assert story.state(friend) == (State.JOINED, [Reason.GIVEN_BACK, Reason.SHARED_DEVICE])
    is_held(story, friend, inviter, Reason.SHARED_DEVICE)


def test_18_what_the_owner_refused_stays_refused(story: Story, inviter: Member) -> None:
    friend = story.join("friend", inviter, cards_here=(story.join("sister").id,))
    first = story.buy(friend)
    id_, day = story.invitation(friend).id, datetime.now(UTC).date()
    in_transaction(lambda: engine.decide_invitation(id_, day, good=False))
    story.undo(first)
    story.buy(friend)
    assert story.state(friend) == (State.REJECTED, [Reason.REFUSED, Reason.SHARED_DEVICE])
    assert (story.points(friend), story.points(inviter)) == (0, 0)


def test_19_a_sale_told_after_the_last_day_takes_no_doubt_away(story: Story) -> None:
    with time_machine.travel(START, tick=False):
        inviter = story.join("early")
        friend = story.join("friend", inviter, cards_here=(story.join("sister").id,))
    with time_machine.travel(START + timedelta(days=31), tick=False):
        in_transaction(lambda: engine.settle_invitations(datetime.now(UTC).date()))
        story.buy(friend, said_at=START + timedelta(days=1))
        assert story.state(friend) == (State.HELD, [Reason.SHARED_DEVICE])


def test_the_owner_releases_or_refuses_once(story: Story, inviter: Member) -> None:
    sister = story.join("sister").id
    good, bad = (story.join(name, inviter, cards_here=(sister,)) for name in ("good", "bad"))
    ids = []
    for friend in (good, bad):
        story.buy(friend)
        ids.append(story.invitation(friend).id)
    day = datetime.now(UTC).date()
    in_transaction(lambda: engine.decide_invitation(ids[0], day, good=True))
    in_transaction(lambda: engine.decide_invitation(ids[1], day, good=False))
    assert story.state(good)[0] is State.REWARDED
    assert story.state(bad) == (State.REJECTED, [Reason.REFUSED, Reason.SHARED_DEVICE])
    assert (story.points(good), story.points(bad), story.points(inviter)) == (20, 0, 50)
    for id_ in ids:
        with pytest.raises(NotHeld):
            in_transaction(partial(engine.decide_invitation, id_, day, good=True))
    db.session.rollback()


def test_what_nobody_looked_at_is_good_after_the_programmes_days(story: Story) -> None:
    with time_machine.travel(START, tick=False):
        inviter = story.join("early")
        friend = story.join("friend", inviter, cards_here=(story.join("sister").id,))
        story.buy(friend)
    for days, points in ((6, 0), (7, 50)):
        moment = START + timedelta(days=days)
        with time_machine.travel(moment, tick=False):
            in_transaction(partial(engine.settle_invitations, moment.date()))
            assert story.points(inviter) == points
