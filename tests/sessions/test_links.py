"""A sign-in link: ten minutes, once, one browser."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
import time_machine
from flask import Flask

from loyalty_app.extensions import db, in_transaction
from loyalty_app.outreach.models import OutboxMail
from loyalty_app.outreach.sign_in import MOST, mail_sign_in_link
from loyalty_app.sessions.links import LinkOver, add_link, link_is_good, use_link
from loyalty_app.standing.operations import enrol

from ..factories import enrol_member

START = datetime(2027, 3, 1, 9, tzinfo=UTC)


def mails() -> list[OutboxMail]:
    return list(db.session.query(OutboxMail))


def ask(email: str) -> None:
    in_transaction(lambda: mail_sign_in_link(email, "browser", lambda token: f"/login/{token}"))


def test_looking_uses_nothing_up_and_using_counts_once(app: Flask) -> None:
    member = enrol_member()
    token = in_transaction(lambda: add_link(member.id, "browser"))
    assert link_is_good(token, "browser")
    assert link_is_good(token, "browser")
    assert in_transaction(lambda: use_link(token, "browser")) == member.id
    assert not link_is_good(token, "browser")
    with pytest.raises(LinkOver):
        in_transaction(lambda: use_link(token, "browser"))


def test_another_browser_and_ten_minutes_later_are_too_late(app: Flask) -> None:
    member = enrol_member()
    with time_machine.travel(START, tick=False) as clock:
        token = in_transaction(lambda: add_link(member.id, "browser"))
        with pytest.raises(LinkOver):
            in_transaction(lambda: use_link(token, "another"))
        clock.shift(timedelta(minutes=10))
        assert not link_is_good(token, "browser")
        with pytest.raises(LinkOver):
            in_transaction(lambda: use_link(token, "browser"))


def test_eight_taps_at_once_open_it_once(app: Flask) -> None:
    member = enrol_member()
    token = in_transaction(lambda: add_link(member.id, "browser"))
    opened: list[int] = []

    def tap() -> None:
        with app.app_context(), suppress(LinkOver):
            opened.append(in_transaction(lambda: use_link(token, "browser")))

    taps = [Thread(target=tap) for _ in range(8)]
    for one in taps:
        one.start()
    for one in taps:
        one.join()
    assert opened == [member.id]


def test_three_mails_in_a_quarter_of_an_hour_and_none_to_a_stranger(app: Flask) -> None:
    in_transaction(lambda: enrol("Member", email="me@example.org"))
    with time_machine.travel(START, tick=False) as clock:
        ask("stranger@example.org")
        assert mails() == []
        for _ in range(MOST + 2):
            ask("me@example.org")
        assert len(mails()) == MOST
        clock.shift(timedelta(minutes=15, seconds=1))
        ask("me@example.org")
        assert len(mails()) == MOST + 1
