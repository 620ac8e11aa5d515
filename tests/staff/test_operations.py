"""Who works here: everybody with their own login, and always an owner."""

import threading

import pytest
from flask import Flask

from loyalty_app.extensions import db, in_transaction
from loyalty_app.staff import operations as people
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.operations import LastOwner, LoginTaken
from loyalty_app.staff.passwords import (
    GuessablePassword,
    ShortPassword,
    WeakPassword,
    check_strength,
    hashed,
    matches,
)
from loyalty_app.staff.queries import UnknownStaff, colleagues

from ..factories import hire, open_shop


def test_two_people_never_share_a_login(app: Flask) -> None:
    hire(login="till person")
    with pytest.raises(LoginTaken):
        hire(login="  Till   PERSON ")


def test_the_last_owner_stays_an_owner(app: Flask) -> None:
    owner, shop = hire(Role.OWNER), open_shop()
    with pytest.raises(LastOwner):
        in_transaction(lambda: people.dismiss(owner.id))
    with pytest.raises(LastOwner):
        in_transaction(lambda: people.assign(owner.id, Role.MANAGER, shop.id))
    in_transaction(lambda: people.assign(owner.id, Role.OWNER, shop.id))
    hire(Role.OWNER)
    in_transaction(lambda: people.dismiss(owner.id))


def test_a_dismissed_owner_does_not_count_as_one(app: Flask) -> None:
    first, second = hire(Role.OWNER), hire(Role.OWNER)
    in_transaction(lambda: people.dismiss(first.id))
    with pytest.raises(LastOwner):
        in_transaction(lambda: people.dismiss(second.id))


def test_two_owners_cannot_dismiss_each_other_at_once(app: Flask) -> None:
    owners, refused = [hire(Role.OWNER).id, hire(Role.OWNER).id], list[int]()
    start = threading.Barrier(2)

    def go(staff_id: int) -> None:
        with app.app_context():
            start.wait()
            try:
                in_transaction(lambda: people.dismiss(staff_id))
            except LastOwner:
                refused.append(staff_id)
            finally:
                db.session.remove()

    threads = [threading.Thread(target=go, args=(owner,)) for owner in owners]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert len(colleagues()) == 1


def test_whoever_left_cannot_be_changed(app: Flask) -> None:
    hire(Role.OWNER)
    cashier = hire()
    in_transaction(lambda: people.dismiss(cashier.id))
    with pytest.raises(UnknownStaff):
        in_transaction(lambda: people.link_card(cashier.id, None))
    assert db.session.get_one(Staff, cashier.id).left_at


@pytest.mark.parametrize("password", ["blue chair in rain", "7#pQ-zz9!kk", "caffè e cornetto"])
def test_a_long_password_of_ones_own_is_good(password: str) -> None:
    check_strength(password, "First person", "first@shop.example")


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("nine char", ShortPassword),
        ("x" * 201, ShortPassword),
        ("aaaaaaaaaaaa", GuessablePassword),
        ("Password-2026", GuessablePassword),
        ("first person 1", GuessablePassword),
        ("FIRST@shop.example", GuessablePassword),
    ],
)
def test_a_password_that_others_guess_is_refused(password: str, why: type[WeakPassword]) -> None:
    with pytest.raises(why):
        check_strength(password, "First person", "first@shop.example")


def test_nobody_signs_in_as_nobody() -> None:
    kept = hashed("four quiet garden chairs")
    assert matches(kept, "four quiet garden chairs")
    assert not matches(kept, "four quiet garden chair")
    assert not matches(None, "four quiet garden chairs")
    assert not matches("not a hash", "four quiet garden chairs")
