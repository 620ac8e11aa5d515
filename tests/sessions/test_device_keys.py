"""The key behind a session: it comes and goes with the one who is signed in."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from flask import Flask

from loyalty_app.clock import now
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import DeviceKey, Member
from loyalty_app.sessions.device_keys import AnotherKey, enrol_phone
from loyalty_app.sessions.operations import (
    MEMBER_STAYS,
    hashed,
    sign_in_member,
    sign_in_staff,
    sign_out,
    sign_out_member_everywhere,
    sign_out_of,
)
from loyalty_app.sessions.queries import phones_of, visitor_of

from ..factories import enrol_member, hire, publish_preset
from ..phones import Phone, keys_of


@pytest.fixture
def member(app: Flask) -> Member:
    publish_preset("cafe")
    return enrol_member()


def enrol(token: str, member: Member, instead_of: DeviceKey | None = None) -> DeviceKey:
    public, earlier = Phone().public, instead_of.handle if instead_of else ""
    return in_transaction(lambda: enrol_phone(token, member.id, public, "Phone", earlier)).row


def key_of(token: str) -> DeviceKey | None:
    db.session.rollback()
    visitor = visitor_of(token)
    return visitor.key if visitor else None


def test_a_browser_has_one_key_and_the_last_one_counts(member: Member) -> None:
    token = in_transaction(lambda: sign_in_member(member))
    assert key_of(token) is None
    first = enrol(token, member)
    second = enrol(token, member, instead_of=first)
    assert key_of(token) == second
    assert keys_of(member.id) == [second]


def test_a_page_that_was_left_while_it_asked_does_not_take_the_key_of_the_next(
    member: Member,
) -> None:
    token = in_transaction(lambda: sign_in_member(member))
    first = enrol(token, member)
    second = enrol(token, member, instead_of=first)
    for late in (None, first):
        with pytest.raises(AnotherKey) as told:
            enrol(token, member, instead_of=late)
        assert told.value.handle == second.handle
        assert key_of(token) == second
        assert keys_of(member.id) == [second]


def test_of_pages_that_ask_at_once_one_gets_a_key(app: Flask, member: Member) -> None:
    token, id_ = in_transaction(lambda: sign_in_member(member)), member.id
    db.session.rollback()
    together, told = Barrier(4), []

    def ask() -> None:
        public = Phone().public
        together.wait()
        with app.app_context():
            try:
                in_transaction(lambda: enrol_phone(token, id_, public, "Phone", ""))
            except AnotherKey as other:
                told.append(other.handle)

    pages = [Thread(target=ask) for _ in range(4)]
    for page in pages:
        page.start()
    for page in pages:
        page.join()
    [key] = keys_of(id_)
    assert told == [key.handle] * 3


def test_it_stays_when_a_shift_begins_on_the_same_phone(member: Member) -> None:
    token = in_transaction(lambda: sign_in_member(member))
    key, cashier = enrol(token, member), hire()
    assert key_of(in_transaction(lambda: sign_in_staff(cashier, token))) == key


def test_it_does_not_become_somebody_elses(member: Member) -> None:
    token = in_transaction(lambda: sign_in_member(member))
    enrol(token, member)
    friend = enrol_member("Friend")
    assert key_of(in_transaction(lambda: sign_in_member(friend, token))) is None
    assert keys_of(member.id) == keys_of(friend.id) == []


@pytest.mark.parametrize("on_shift", [False, True])
def test_signing_out_ends_it(member: Member, on_shift: bool) -> None:
    token = in_transaction(lambda: sign_in_member(member))
    enrol(token, member)
    if on_shift:
        cashier, before = hire(), token
        token = in_transaction(lambda: sign_in_staff(cashier, before))
    in_transaction(lambda: sign_out(token))
    assert keys_of(member.id) == []
    assert (visitor_of(token) is not None) is on_shift
    assert key_of(token) is None


def test_signing_out_everywhere_ends_all(member: Member) -> None:
    for _ in range(2):
        enrol(in_transaction(lambda: sign_in_member(member)), member)
    in_transaction(lambda: sign_out_member_everywhere(member.id))
    assert keys_of(member.id) == []


def test_a_phone_that_is_signed_out_from_another_loses_its_key_alone(member: Member) -> None:
    token = in_transaction(lambda: sign_in_member(member))
    lost = in_transaction(lambda: sign_in_member(member))
    kept = enrol(token, member)
    enrol(lost, member)
    in_transaction(lambda: sign_out_of(member.id, hashed(lost)))
    assert visitor_of(lost) is None
    assert key_of(token) == kept
    assert keys_of(member.id) == [kept]


def test_nobody_signs_anothers_phone_out(member: Member) -> None:
    token = in_transaction(lambda: sign_in_member(member))
    key, friend = enrol(token, member), enrol_member("Friend")
    in_transaction(lambda: sign_out_of(friend.id, hashed(token)))
    assert key_of(token) == key


def test_a_key_outlives_the_sign_in_and_is_listed_until_it_is_revoked(member: Member) -> None:
    with time_machine.travel(now() - MEMBER_STAYS - timedelta(days=1), tick=False):
        old = in_transaction(lambda: sign_in_member(member))
        key = enrol(old, member)
        in_transaction(lambda: sign_in_member(member))
    assert [(row.id, its) for row, its in phones_of(member.id)] == [(hashed(old), key)]
    in_transaction(lambda: sign_out_of(member.id, hashed(old)))
    assert phones_of(member.id) == []
