"""A card moves to a new phone: ten minutes, once, and then it is open there alone."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.sessions.models import NewPhone, Passkey
from loyalty_app.sessions.operations import sign_in_member
from loyalty_app.sessions.phones import OfferOver, member_offered, offer_phone, take_phone
from loyalty_app.sessions.queries import new_phones_of, passkeys_of, phones_of
from loyalty_app.staff.models import Staff

from ..at_once import answers_at_once
from ..factories import enrol_member, hire

START = datetime(2027, 3, 1, 9, tzinfo=UTC)


@pytest.fixture
def member(app: Flask) -> Member:
    """With a card that is open on their old phone, and a passkey."""
    member = enrol_member()
    passkey = Passkey(id="key", member_id=member.id, public_key=b"", sign_count=0, label="")
    in_transaction(lambda: db.session.add(passkey))
    in_transaction(lambda: sign_in_member(member))
    return member


@pytest.fixture
def cashier(app: Flask) -> Staff:
    return hire()


def offer(member: Member, staff: Staff, *, lost: bool = False) -> str:
    return in_transaction(lambda: offer_phone(member.id, staff.id, lost=lost))


def take(token: str) -> NewPhone:
    return in_transaction(lambda: take_phone(token))


def ways_in(member: Member) -> tuple[int, int]:
    """On how many phones the card is open, and how many passkeys open it."""
    db.session.rollback()
    return len(phones_of(member.id)), len(passkeys_of(member.id))


def test_looking_uses_nothing_up_and_taking_counts_once(member: Member, cashier: Staff) -> None:
    token = offer(member, cashier)
    assert member_offered(token) == member_offered(token) == member
    assert take(token).member_id == member.id
    assert member_offered(token) is None
    with pytest.raises(OfferOver):
        take(token)


def test_eight_phones_at_once_and_one_has_it(app: Flask, member: Member, cashier: Staff) -> None:
    token = offer(member, cashier)
    taken = answers_at_once(app, lambda: take(token).member_id)
    assert taken == [member.id]


def test_after_ten_minutes_it_is_over(member: Member, cashier: Staff) -> None:
    with time_machine.travel(START, tick=False) as clock:
        token = offer(member, cashier)
        clock.shift(timedelta(minutes=10))
        with pytest.raises(OfferOver):
            take(token)


def test_a_newer_one_ends_the_one_before(member: Member, cashier: Staff) -> None:
    first, second = offer(member, cashier), offer(member, cashier)
    assert member_offered(first) is None
    assert take(second).member_id == member.id


def test_the_old_phone_is_signed_out_when_the_new_one_has_the_card(
    member: Member, cashier: Staff
) -> None:
    token = offer(member, cashier)
    assert ways_in(member) == (1, 1)
    take(token)
    assert ways_in(member) == (0, 1)


def test_a_lost_phone_is_locked_out_at_once_with_its_passkeys(
    member: Member, cashier: Staff
) -> None:
    offer(member, cashier, lost=True)
    assert ways_in(member) == (0, 0)


def test_who_offered_it_is_kept(member: Member, cashier: Staff) -> None:
    with time_machine.travel(START, tick=False):
        take(offer(member, cashier, lost=True))
    [(phone, staff)] = new_phones_of(member.id, limit=5)
    assert (staff, phone.lost, phone.offered_at, phone.used_at) == (cashier, True, START, START)
