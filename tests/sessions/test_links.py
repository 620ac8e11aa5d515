"""A sign-in link and its code: ten minutes, once, one browser."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from loyalty_app.extensions import db, in_transaction
from loyalty_app.outreach.models import OutboxMail
from loyalty_app.outreach.sign_in import MOST, mail_sign_in_link
from loyalty_app.sessions.links import Found, LinkOver, add_link, find_link, use_code, use_link
from loyalty_app.staff.tries import FREE_TRIES, TooManyTries
from loyalty_app.standing.operations import enrol

from ..at_once import answers_at_once
from ..factories import enrol_member

START = datetime(2027, 3, 1, 9, tzinfo=UTC)
ME = "me@example.org"


def mails() -> list[OutboxMail]:
    return list(db.session.query(OutboxMail))


def ask(email: str) -> None:
    in_transaction(lambda: mail_sign_in_link(email, "browser", lambda token: f"/login/{token}"))


def new_link(member_id: int) -> tuple[str, str]:
    return in_transaction(lambda: add_link(member_id, "browser"))


def tried(code: str, browser: str = "browser", address: str = ME) -> int | None:
    return in_transaction(lambda: use_code(address, browser, code))


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06}"


def test_looking_uses_nothing_up_and_using_counts_once(app: Flask) -> None:
    member = enrol_member()
    token, _code = new_link(member.id)
    assert find_link(token, "browser") is Found.GOOD
    assert find_link(token, "browser") is Found.GOOD
    assert in_transaction(lambda: use_link(token, "browser")) == member.id
    assert find_link(token, "browser") is Found.OVER
    with pytest.raises(LinkOver):
        in_transaction(lambda: use_link(token, "browser"))


def test_another_browser_and_ten_minutes_later_are_too_late(app: Flask) -> None:
    member = enrol_member()
    with time_machine.travel(START, tick=False) as clock:
        token, code = new_link(member.id)
        assert find_link(token, "another") is Found.ELSEWHERE
        with pytest.raises(LinkOver):
            in_transaction(lambda: use_link(token, "another"))
        assert tried(code, "another") is None
        clock.shift(timedelta(minutes=10))
        assert find_link(token, "browser") is find_link(token, "another") is Found.OVER
        with pytest.raises(LinkOver):
            in_transaction(lambda: use_link(token, "browser"))
        assert tried(code) is None


def test_the_code_opens_it_once_and_the_link_then_no_more(app: Flask) -> None:
    member = enrol_member()
    token, code = new_link(member.id)
    assert tried(code) == member.id
    assert tried(code) is None
    assert find_link(token, "browser") is Found.OVER


def test_eight_taps_at_once_open_it_once(app: Flask) -> None:
    member = enrol_member()
    token, _code = new_link(member.id)
    taps = answers_at_once(app, lambda: in_transaction(lambda: use_link(token, "browser")))
    assert taps == [member.id]


def test_eight_times_the_code_at_once_open_it_once(app: Flask) -> None:
    member = enrol_member()
    _token, code = new_link(member.id)
    answers = answers_at_once(app, lambda: tried(code))
    assert [answer for answer in answers if answer] == [member.id]


def test_wrong_codes_rest_after_a_few_and_the_right_one_with_them(app: Flask) -> None:
    member = enrol_member()
    with time_machine.travel(START, tick=False) as clock:
        token, code = new_link(member.id)
        for _ in range(FREE_TRIES):
            assert tried(wrong(code)) is None
        with pytest.raises(TooManyTries):
            tried(code)
        assert find_link(token, "browser") is Found.GOOD
        clock.shift(timedelta(minutes=1))
        assert tried(code) == member.id


def test_of_eight_wrong_codes_at_once_only_a_few_are_looked_at(app: Flask) -> None:
    member = enrol_member()
    _token, code = new_link(member.id)
    assert answers_at_once(app, lambda: tried(wrong(code))) == [None] * FREE_TRIES


def test_tries_count_for_an_address_that_nobody_has(app: Flask) -> None:
    for _ in range(FREE_TRIES):
        assert tried("123456", address="nobody@example.org") is None
    with pytest.raises(TooManyTries):
        tried("123456", address="nobody@example.org")


def test_three_mails_in_a_quarter_of_an_hour_and_none_to_a_stranger(app: Flask) -> None:
    in_transaction(lambda: enrol("Member", email=ME))
    with time_machine.travel(START, tick=False) as clock:
        ask("stranger@example.org")
        assert mails() == []
        for _ in range(MOST + 2):
            ask(ME)
        assert len(mails()) == MOST
        clock.shift(timedelta(minutes=15, seconds=1))
        ask(ME)
        assert len(mails()) == MOST + 1
