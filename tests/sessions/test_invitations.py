"""A colleague is invited by a link: seven days, once, and worth what its giver is by then."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from loyalty_app.errors import NotAllowed
from loyalty_app.extensions import db, in_transaction
from loyalty_app.sessions.invitations import (
    InvitationOver,
    InvitationState,
    accept,
    invitation_of,
    invite,
    withdraw,
)
from loyalty_app.sessions.models import StaffInvitation
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.operations import LoginTaken, assign, dismiss
from loyalty_app.staff.passwords import PasswordHash

from ..at_once import answers_at_once
from ..factories import hire, open_shop

START = datetime(2027, 3, 1, 9, tzinfo=UTC)
SECRET = PasswordHash("a hash")


@pytest.fixture
def shop(app: Flask) -> Shop:
    return open_shop()


@pytest.fixture
def owner(shop: Shop) -> Staff:
    return hire(Role.OWNER, shop)


@pytest.fixture
def manager(shop: Shop) -> Staff:
    return hire(Role.MANAGER, shop)


def ask(by: Staff, role: Role = Role.CASHIER, shop: Shop | None = None) -> str:
    by_id, shop_id = by.id, shop.id if shop else by.shop_id
    token, _ = in_transaction(lambda: invite(by_id, "New", role, shop_id, None, "en"))
    return token


def take(token: str, login: str = "new") -> int:
    return in_transaction(lambda: accept(token, login, SECRET).id)


def state(token: str) -> InvitationState:
    db.session.rollback()
    found = invitation_of(token)
    assert found
    return found.state


def test_it_makes_one_colleague_and_says_who_that_is(owner: Staff) -> None:
    token = ask(owner, Role.MANAGER)
    assert state(token) is state(token) is InvitationState.OPEN
    staff = db.session.get_one(Staff, take(token))
    assert (staff.name, staff.login, staff.role) == ("New", "new", Role.MANAGER)
    assert staff.shop_id == owner.shop_id
    assert db.session.query(StaffInvitation).one().staff_id == staff.id
    assert state(token) is InvitationState.USED
    with pytest.raises(InvitationOver):
        take(token, "another")


def test_eight_at_once_and_one_account(app: Flask, owner: Staff) -> None:
    token, logins = ask(owner), iter(map(str, range(8)))
    taken = answers_at_once(app, lambda: take(token, next(logins)))
    assert len(taken) == 1
    assert db.session.query(Staff).filter_by(name="New").count() == 1


def test_a_login_that_is_taken_uses_nothing_up(owner: Staff) -> None:
    token = ask(owner)
    with pytest.raises(LoginTaken):
        take(token, owner.login)
    assert state(token) is InvitationState.OPEN


def test_after_seven_days_it_is_over(owner: Staff) -> None:
    with time_machine.travel(START, tick=False) as clock:
        token = ask(owner)
        clock.shift(timedelta(days=7) - timedelta(seconds=1))
        assert state(token) is InvitationState.OPEN
        clock.shift(timedelta(seconds=1))
        assert state(token) is InvitationState.EXPIRED
        with pytest.raises(InvitationOver):
            take(token)


def test_withdrawn_it_opens_nothing_and_used_it_is_not_withdrawn(owner: Staff) -> None:
    first, second = ask(owner), ask(owner)
    withdrawn = invitation_of(first)
    assert withdrawn
    in_transaction(lambda: withdraw(owner, withdrawn.invitation.id))
    assert state(first) is InvitationState.WITHDRAWN
    with pytest.raises(InvitationOver):
        take(first)
    take(second)
    used = invitation_of(second)
    assert used
    with pytest.raises(InvitationOver):
        in_transaction(lambda: withdraw(owner, used.invitation.id))


@pytest.mark.parametrize(
    "over",
    [
        lambda who, _shop: dismiss(who.id),
        lambda who, _shop: assign(who.id, Role.CASHIER, who.shop_id),
        lambda who, shop: assign(who.id, Role.MANAGER, shop.id),
    ],
)
def test_it_is_worth_what_who_gave_it_is_worth_by_then(
    manager: Staff, over: Callable[[Staff, Shop], Staff]
) -> None:
    token, elsewhere = ask(manager), open_shop()
    in_transaction(lambda: over(manager, elsewhere))
    assert state(token) is InvitationState.WITHDRAWN
    with pytest.raises(InvitationOver):
        take(token)


@pytest.mark.parametrize("role", Role)
def test_who_invites_to_what(owner: Staff, manager: Staff, role: Role) -> None:
    elsewhere = open_shop()
    assert ask(owner, role, elsewhere)
    cashier = hire()
    with pytest.raises(NotAllowed):
        ask(cashier, role)
    with pytest.raises(NotAllowed):
        ask(manager, role, elsewhere)
    if role is Role.CASHIER:
        assert ask(manager, role)
    else:
        with pytest.raises(NotAllowed):
            ask(manager, role)


def test_a_manager_does_not_withdraw_what_the_owner_gave(owner: Staff, manager: Staff) -> None:
    given = invitation_of(ask(owner, Role.MANAGER))
    assert given
    with pytest.raises(NotAllowed):
        in_transaction(lambda: withdraw(manager, given.invitation.id))
