"""A PIN lets in on one device as long as fewer than five wrong ones were typed there in a row."""

import pytest
from flask import Flask

from loyalty_app.devices.models import Device
from loyalty_app.extensions import db, in_transaction
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.operations import dismiss, welcome
from loyalty_app.staff.pins import (
    MOST_TRIES,
    GuessablePin,
    PinLocked,
    UnfitPin,
    WrongPin,
    check_pin,
    people_with_pins,
    set_pin,
)
from loyalty_app.staff.queries import UnknownStaff
from loyalty_app.web.pins import prove_pin

from ..at_once import answers_at_once
from ..factories import hire, open_shop
from ..on_device import PIN, enrolled, with_pin

WRONG = "9173"


@pytest.fixture
def anna(app: Flask) -> Staff:
    return with_pin(hire(Role.OWNER))


@pytest.fixture
def tablet(anna: Staff) -> Device:
    return enrolled(anna)[0]


def test_four_to_six_digits_that_nobody_guesses() -> None:
    for pin in ("7391", "64208", "902746", "0815"):
        check_pin(pin)
    for pin in ("", "123", "1234567", "12a4", "١٢٣٤", "73 91", "-123"):
        with pytest.raises(UnfitPin) as unfit:
            check_pin(pin)
        assert not isinstance(unfit.value, GuessablePin)


FIRST_TRIED = "0000 111111 1234 4321 890123 9876 1212 123123 747474 1987 2026 2580 112233"


@pytest.mark.parametrize("pin", FIRST_TRIED.split())
def test_the_first_that_anybody_tries_are_refused(pin: str) -> None:
    with pytest.raises(GuessablePin):
        check_pin(pin)


def test_the_right_one_lets_in_and_starts_the_count_again(anna: Staff, tablet: Device) -> None:
    for _round in range(2):
        for left in (4, 3, 2, 1):
            with pytest.raises(WrongPin) as wrong:
                prove_pin(tablet, anna.id, WRONG)
            assert wrong.value.left == left
        assert prove_pin(tablet, anna.id, PIN) == anna


def test_after_five_wrong_ones_the_right_one_is_refused_too(anna: Staff, tablet: Device) -> None:
    for _ in range(MOST_TRIES - 1):
        with pytest.raises(WrongPin):
            prove_pin(tablet, anna.id, WRONG)
    for pin in (WRONG, PIN, PIN):
        with pytest.raises(PinLocked):
            prove_pin(tablet, anna.id, pin)
    in_transaction(lambda: welcome(anna.id))  # the password was right
    assert prove_pin(tablet, anna.id, PIN) == anna


def test_another_person_and_another_device_are_not_locked(anna: Staff, tablet: Device) -> None:
    bruno = with_pin(hire(shop=None, login="bruno"))
    in_transaction(lambda: setattr(db.session.get_one(Staff, bruno.id), "shop_id", anna.shop_id))
    phone, _ = enrolled(anna)
    for _ in range(MOST_TRIES):
        with pytest.raises((WrongPin, PinLocked)):
            prove_pin(tablet, anna.id, WRONG)
    assert prove_pin(phone, anna.id, PIN) == anna
    assert prove_pin(tablet, bruno.id, PIN) == bruno
    with pytest.raises(PinLocked):
        prove_pin(tablet, anna.id, PIN)


def test_five_wrong_tries_mean_five_however_many_come_at_once(
    app: Flask, anna: Staff, tablet: Device, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = list[str]()

    def compare(_kept: str | None, pin: str) -> bool:
        looked_at.append(pin)
        return False

    monkeypatch.setattr("loyalty_app.web.pins.matches", compare)
    who, here = anna.id, tablet.id

    def one_try() -> Staff:
        return prove_pin(db.session.get_one(Device, here), who, WRONG)

    answers_at_once(app, one_try, times=16)
    assert len(looked_at) == MOST_TRIES


def test_only_people_of_the_shop_who_have_one_are_asked(anna: Staff, tablet: Device) -> None:
    hire(shop=None, login="without")
    elsewhere = with_pin(hire(Role.OWNER, open_shop()))
    assert people_with_pins(anna.shop_id) == [anna]
    with pytest.raises(UnknownStaff):
        prove_pin(tablet, elsewhere.id, PIN)
    in_transaction(lambda: dismiss(anna.id))
    assert people_with_pins(anna.shop_id) == []
    with pytest.raises(UnknownStaff):
        prove_pin(tablet, anna.id, PIN)


def test_a_new_one_holds_at_once_and_none_lets_nobody_in(anna: Staff, tablet: Device) -> None:
    with_pin(anna, "64208")
    with pytest.raises(WrongPin):
        prove_pin(tablet, anna.id, PIN)
    prove_pin(tablet, anna.id, "64208")
    in_transaction(lambda: set_pin(anna.id, None))
    with pytest.raises(UnknownStaff):
        prove_pin(tablet, anna.id, "64208")
