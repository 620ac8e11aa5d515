"""A member signs out of one browser from another; what others have is not theirs to end."""

import pytest
from flask import Flask

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.sessions.operations import (
    hashed,
    sign_in_member,
    sign_in_staff,
    sign_out_of,
    sign_out_of_others,
)
from loyalty_app.sessions.queries import phones_of

from ..factories import enrol_member, hire


@pytest.fixture
def member(app: Flask) -> Member:
    return enrol_member()


def sign_in(member: Member, label: str = "") -> str:
    return in_transaction(lambda: sign_in_member(member, label=label))


def open_on(member: Member) -> set[str]:
    db.session.rollback()
    return {row.id for row, _key in phones_of(member.id)}


def test_each_browser_is_known_by_its_name(member: Member) -> None:
    sign_in(member, "iPhone · Safari")
    [(row, _key)] = phones_of(member.id)
    assert row.label == "iPhone · Safari"
    assert row.seen_at


def test_one_browser_is_signed_out_and_no_other(member: Member) -> None:
    old, new = sign_in(member), sign_in(member)
    in_transaction(lambda: sign_out_of(member.id, hashed(old)))
    assert open_on(member) == {hashed(new)}


def test_all_others_are_signed_out_and_this_one_stays(member: Member) -> None:
    friend = enrol_member("Friend")
    this, _other, _third = sign_in(member), sign_in(member), sign_in(member)
    friends = sign_in(friend)
    in_transaction(lambda: sign_out_of_others(member.id, this))
    assert open_on(member) == {hashed(this)}
    assert open_on(friend) == {hashed(friends)}


def test_nobody_signs_out_somebody_else(member: Member) -> None:
    friend = enrol_member("Friend")
    token = sign_in(friend)
    in_transaction(lambda: sign_out_of(member.id, hashed(token)))
    assert open_on(friend) == {hashed(token)}


def test_a_shift_beside_the_card_goes_on(member: Member) -> None:
    cashier = hire()
    token = in_transaction(lambda: sign_in_staff(cashier, sign_in_member(member)))
    in_transaction(lambda: sign_out_of(member.id, hashed(token)))
    assert open_on(member) == set()
    assert in_transaction(lambda: sign_in_member(member, token))
