"""Notifications: what is news to the member, read from the chain; looking reads nothing off."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from loyalty_app.activities.values import Kind
from loyalty_app.extensions import db
from loyalty_app.jobs import tick
from loyalty_app.members.models import Member
from loyalty_app.outreach.inbox import read_up_to, unread

from ...factories import enrol_member
from ...sign_in import as_member
from .conftest import Till

HTMX = {"HX-Request": "true"}


def test_a_prize_is_announced_and_counted_in_the_bar(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.sell(member, 1200, coffees=10)
    page = phone.get("/inbox").text
    assert "A voucher: A coffee" in page
    assert 'aria-label="Notifications, 1 new"' in page
    assert 'aria-label="Notifications, 1 new"' in phone.get("/card").text


def test_a_purchase_and_what_they_claimed_themselves_are_no_news(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.sell(member, 4000)
    till.record(member, Kind.CLAIM, reward="free-coffee")
    page = phone.get("/inbox").text
    assert "All quiet" in page
    assert 'aria-label="Notifications"' in page


def test_looking_reads_nothing_off_and_the_pages_own_form_does(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.sell(member, 1200, coffees=10)
    page = phone.get("/inbox").text
    assert unread(member.id) == 1
    up_to = re.search(r'name="up_to" value="(\d+)"', page)
    assert up_to
    assert phone.post("/inbox/read", data={"up_to": up_to[1]}, headers=HTMX).text == ""
    assert unread(member.id) == 0
    assert 'name="up_to"' not in phone.get("/inbox").text


def test_without_javascript_a_button_reads_it_off(phone: FlaskClient, member: Member) -> None:
    answer = phone.post("/inbox/read", data={"up_to": "1"})
    assert (answer.status_code, answer.location) == (303, "/inbox")


def test_what_came_after_the_page_was_shown_stays_new(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.sell(member, 1200, coffees=10)
    till.sell(member, 1200, coffees=10)
    phone.post("/inbox/read", data={"up_to": "1"})
    assert unread(member.id) == 1
    phone.post("/inbox/read", data={"up_to": "2"})
    phone.post("/inbox/read", data={"up_to": "1"})  # an older page, read later
    assert unread(member.id) == 0


@pytest.mark.parametrize("up_to", ["", "x", "-1", "0", "9" * 30])
def test_nonsense_reads_nothing_off(phone: FlaskClient, member: Member, up_to: str) -> None:
    phone.post("/inbox/read", data={"up_to": up_to})
    assert read_up_to(member.id) == 0


def test_expiry_is_announced(phone: FlaskClient, member: Member, till: Till) -> None:
    start = datetime(2027, 3, 3, 12, tzinfo=UTC)
    with time_machine.travel(start, tick=False):
        till.sell(member, 1200, coffees=10)
    with time_machine.travel(start + timedelta(days=31), tick=False):
        as_member(phone, member)
        tick()
        assert "Voucher expired: A coffee" in phone.get("/inbox").text


def test_twenty_on_a_page_and_older_ones_behind(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    for _ in range(21):
        till.sell(member, 100, coffees=10)
    page = phone.get("/inbox").text
    assert page.count("A voucher: A coffee") == 20
    assert 'aria-label="Notifications, 21 new"' in page
    older = re.search(r'href="(/inbox\?before=\d+)"', page)
    assert older
    assert phone.get(older[1]).text.count("A voucher: A coffee") == 1


def test_nothing_of_anybody_else(phone: FlaskClient, member: Member, till: Till) -> None:
    till.sell(enrol_member("Friend"), 1200, coffees=10)
    assert "All quiet" in phone.get("/inbox").text
    db.session.rollback()
    assert unread(member.id) == 0
