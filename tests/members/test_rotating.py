"""The rotating code, pure: what is shown when, and which of it counts."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

from loyalty_app.members import rotating
from loyalty_app.members.codes import ALPHABET, digits_of, handle_in, number_of
from loyalty_app.members.keys import PURPOSE
from loyalty_app.members.rotating import (
    EarlyCode,
    ForgedCode,
    Shown,
    StaleCode,
    code_of,
    judge,
    shown_in,
    step_at,
)

SCRIPTS = Path(__file__).parents[2] / "static/js/card"
KEY, HANDLE = bytes(range(32)), "A1B2C3D4E5"
NOON = datetime(2027, 3, 1, 12, tzinfo=ZoneInfo("Europe/Rome"))


def shown(at: datetime = NOON, key: bytes = KEY) -> Shown:
    found = shown_in(code_of(key, HANDLE, step_at(at)))
    assert found
    return found


def test_the_phone_counts_with_the_same_numbers() -> None:
    script = (SCRIPTS / "rotating.js").read_text()
    said = dict(re.findall(r"^(?:export )?const ([A-Z_]+) = (.+);$", script, re.MULTILINE))
    for name in ("STEP_SECONDS", "STEP_DIGITS", "MAC_DIGITS"):
        assert said[name] == str(getattr(rotating, name))
    assert said["PREFIX"] == f'"{rotating.PREFIX}"'
    assert said["ALPHABET"] == f'"{ALPHABET}"'
    assert f'"{PURPOSE.decode()}"' in (SCRIPTS / "key.js").read_text()


def test_it_is_all_that_a_code_of_25_modules_holds() -> None:
    code = code_of(KEY, HANDLE, step_at(NOON))
    picture = QRCode(error_correction=ERROR_CORRECT_Q, border=0)
    picture.add_data(code)
    assert len(code) == 29
    assert len(picture.get_matrix()) == 25
    picture.add_data("0")
    assert len(picture.get_matrix()) > 25


def test_a_known_key_shows_a_known_code() -> None:
    assert code_of(KEY, HANDLE, 60_000_000) == "LY1A1B2C3D4E51S71R0JBVHY79ZDY"


@given(st.integers(0, 32**6 - 1))
def test_a_number_is_read_as_it_was_written(number: int) -> None:
    digits = digits_of(number, 6)
    assert (len(digits), number_of(digits)) == (6, number)


@pytest.mark.parametrize(
    "around", ["{}", " {}\r\n", "]Q3{}", "https://shop.example/{}", "(scanned) {}"]
)
def test_it_is_found_whatever_surrounds_it(around: str) -> None:
    code = code_of(KEY, HANDLE, step_at(NOON))
    assert shown_in(around.format(code)) == shown()
    assert shown_in(around.format(code.lower())) == shown()
    assert handle_in(around.format(code)) is None


def test_it_may_be_typed_in_groups_and_with_letters_that_look_like_digits() -> None:
    code = code_of(KEY, HANDLE, step_at(NOON))
    groups = " ".join(re.findall(".{1,4}", code))
    assert shown_in(groups) == shown()
    assert shown_in(code[:3] + code[3:].replace("1", "l").replace("0", "o")) == shown()


@pytest.mark.parametrize("text", ["", "LY1", "LY1A1B2C3D4E5", "LY0A1B2C3D4E5F6G7H8"])
def test_what_is_no_rotating_code_is_none(text: str) -> None:
    assert shown_in(text) is None


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_one_step_early_or_late_still_counts(steps: int) -> None:
    judge(shown(), KEY, NOON + timedelta(seconds=30 * steps))


def test_an_older_one_says_when_it_was_right(app: Flask) -> None:
    with pytest.raises(StaleCode) as refusal:
        judge(shown(), KEY, NOON + timedelta(seconds=61))
    with force_locale("en"):
        assert str(refusal.value) == "This code is from 12:00\u202fPM. Ask for the live one."


def test_one_from_the_future_says_that_the_clock_is_fast(app: Flask) -> None:
    with pytest.raises(EarlyCode) as refusal:
        judge(shown(), KEY, NOON - timedelta(hours=1))
    with force_locale("en"):
        assert "This code is for 12:00\u202fPM: the phone's clock is fast." in str(refusal.value)


def test_the_zone_of_the_scan_changes_nothing_but_the_words() -> None:
    judge(shown(), KEY, NOON.astimezone(UTC))


@pytest.mark.parametrize("place", [*range(3, 13), *range(13, 19), *range(19, 29)])
def test_no_letter_of_it_can_be_changed(place: int) -> None:
    code = code_of(KEY, HANDLE, step_at(NOON))
    other = "7" if code[place] != "7" else "8"
    forged = shown_in(code[:place] + other + code[place + 1 :])
    assert forged
    with pytest.raises(ForgedCode):
        judge(forged, KEY, NOON)


def test_another_key_shows_another_code() -> None:
    with pytest.raises(ForgedCode):
        judge(shown(key=bytes(32)), KEY, NOON)
