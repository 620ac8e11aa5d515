"""A passkey opens its member's card: for this site, for a fresh challenge, and each answer once."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask

from loyalty_app.extensions import in_transaction
from loyalty_app.members.models import Member
from loyalty_app.sessions.passkeys import (
    MOST,
    Challenge,
    PasskeyNotSaved,
    PasskeyRefused,
    Site,
    ask_to_register,
    ask_to_sign_in,
    forget_passkey,
    register,
    use_passkey,
)
from loyalty_app.sessions.queries import passkeys_of

from ..at_once import answers_at_once
from ..authenticator import Authenticator
from ..factories import enrol_member

START = datetime(2027, 3, 1, 9, tzinfo=UTC)
SITE = Site("localhost", "http://localhost", "Café")


@pytest.fixture
def member(app: Flask) -> Member:
    return enrol_member()


@pytest.fixture
def phone(member: Member) -> Authenticator:
    """With a passkey for the member's card."""
    phone = Authenticator()
    save(member, phone)
    return phone


def save(member: Member, phone: Authenticator) -> None:
    options, challenge = ask_to_register(member, SITE)
    answer = phone.registered(json.loads(options))
    in_transaction(lambda: register(member.id, answer, challenge, SITE, "iPhone"))


def signed(phone: Authenticator) -> tuple[dict[str, Any], Challenge]:
    options, challenge = ask_to_sign_in(SITE)
    return phone.signed(json.loads(options)), challenge


def used(answer: dict[str, Any], challenge: Challenge) -> int:
    return in_transaction(lambda: use_passkey(answer, challenge, SITE))


def test_it_opens_the_card_again_and_again(member: Member, phone: Authenticator) -> None:
    assert [used(*signed(phone)) for _ in range(3)] == [member.id] * 3
    [passkey] = passkeys_of(member.id)
    assert (passkey.label, passkey.sign_count) == ("iPhone", 3)


def test_phones_that_do_not_count_are_welcome(member: Member, phone: Authenticator) -> None:
    for _ in range(2):
        phone.count = -1
        assert used(*signed(phone)) == member.id


def test_each_answer_counts_once(phone: Authenticator) -> None:
    phone.count = -1  # the site must see it without the phone's help
    answer, challenge = signed(phone)
    used(answer, challenge)
    with pytest.raises(PasskeyRefused):
        used(answer, challenge)


def test_eight_times_at_once_it_counts_once(
    app: Flask, member: Member, phone: Authenticator
) -> None:
    answer, challenge = signed(phone)
    assert answers_at_once(app, lambda: used(answer, challenge)) == [member.id]


def test_a_copy_that_counts_behind_is_refused(phone: Authenticator) -> None:
    used(*signed(phone))
    used(*signed(phone))
    phone.count = 0
    with pytest.raises(PasskeyRefused):
        used(*signed(phone))


def test_a_challenge_of_five_minutes_ago_is_too_old(member: Member, phone: Authenticator) -> None:
    with time_machine.travel(START, tick=False) as clock:
        answer, challenge = signed(phone)
        another = Authenticator()
        options, asked = ask_to_register(member, SITE)
        clock.shift(timedelta(minutes=5))
        with pytest.raises(PasskeyRefused):
            used(answer, challenge)
        saved = another.registered(json.loads(options))
        with pytest.raises(PasskeyNotSaved):
            in_transaction(lambda: register(member.id, saved, asked, SITE, ""))


def test_another_browsers_challenge_is_refused(phone: Authenticator) -> None:
    answer, _ = signed(phone)
    _, other = signed(phone)
    with pytest.raises(PasskeyRefused):
        used(answer, other)


@pytest.mark.parametrize(
    "elsewhere", [{"origin": "https://elsewhere.example"}, {"host": "elsewhere.example"}]
)
def test_another_sites_answer_is_refused(phone: Authenticator, elsewhere: dict[str, str]) -> None:
    for part, value in elsewhere.items():
        setattr(phone, part, value)
    with pytest.raises(PasskeyRefused):
        used(*signed(phone))


def test_another_key_under_the_same_name_is_refused(phone: Authenticator) -> None:
    with pytest.raises(PasskeyRefused):
        used(*signed(Authenticator(name=phone.name, count=9)))


def test_one_that_was_removed_opens_nothing(member: Member, phone: Authenticator) -> None:
    friend = enrol_member("Friend")
    [passkey] = passkeys_of(member.id)
    in_transaction(lambda: forget_passkey(friend.id, passkey.id))
    assert used(*signed(phone)) == member.id
    in_transaction(lambda: forget_passkey(member.id, passkey.id))
    with pytest.raises(PasskeyRefused):
        used(*signed(phone))


def test_nobody_takes_over_anothers_passkey(member: Member, phone: Authenticator) -> None:
    with pytest.raises(PasskeyNotSaved):
        save(enrol_member("Friend"), phone)
    assert used(*signed(phone)) == member.id


def test_nobody_saves_passkeys_without_end(member: Member) -> None:
    for _ in range(MOST):
        save(member, Authenticator())
    with pytest.raises(PasskeyNotSaved):
        save(member, Authenticator())


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"id": None},
        {"id": "x" * 5000},
        {"id": "AA", "rawId": "AA", "type": "public-key", "response": None},
        {"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "*"}},
        {
            "id": "AA",
            "rawId": "AA",
            "type": "public-key",
            "response": {"clientDataJSON": "AA", "attestationObject": "oA"},
        },
    ],
    ids=str,
)
def test_nonsense_is_refused_in_words(member: Member, answer: dict[str, Any]) -> None:
    challenge = Challenge(b"x" * 32, datetime.now(UTC))
    with pytest.raises(PasskeyRefused):
        used(answer, challenge)
    with pytest.raises(PasskeyNotSaved):
        in_transaction(lambda: register(member.id, answer, challenge, SITE, ""))
