"""A member and a till, each with a screen: one scan wins a card and a challenge, the member claims
a reward and the till uses it, and an undo takes everything back, on both screens, with its whys."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from loyalty_app.activities.values import Kind
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.sessions.operations import sign_in_staff
from loyalty_app.standing.queries import standing_of

from ...factories import hire, open_shop, publish
from ...plugins.servers import Serve
from ...sign_in import cookie_for, cookie_of
from .conftest import Till
from .screen import PHONE, live_code
from .test_live_on_a_phone import AT_MOST, open_card

pytestmark = pytest.mark.browser

RULES = """
name: Café
currency: EUR
time_zone: Europe/Rome
earning: [{id: base, per_spend: {points: 1, every: 1.00}}]
stamp_cards: [{id: two, name: Two visits, stamps: 2, per_visit: true, prize: espresso}]
rewards:
  - {id: espresso, name: An espresso, kind: product}
  - {id: biscuit, name: A biscuit, kind: product, points: 15}
challenges:
  - {id: back, name: Back again, count: visits, target: 2, points: 10, badge: loyal}
badges: [{id: loyal, name: Loyal}]
"""


@pytest.fixture
def address(app: Flask, member: Member, till: Till, serve: Serve) -> str:
    """Of the shop; the member was there once."""
    publish(RULES)
    till.record(member, Kind.VISIT)
    db.session.rollback()
    return serve(1)[0]


@pytest.fixture
def card(app: Flask, page: Page, member: Member, address: str) -> Page:
    """The member's phone."""
    page.context.add_cookies([{"name": "session", "value": cookie_of(app, member), "url": address}])
    page.set_viewport_size(PHONE)
    open_card(page, address)
    return page


@pytest.fixture
def counter(app: Flask, page: Page, address: str) -> Iterator[Page]:
    """The cashier's."""
    cashier = hire(shop=open_shop("Piazza"))
    value = cookie_for(app, in_transaction(lambda: sign_in_staff(cashier)))
    db.session.rollback()
    assert page.context.browser
    context = page.context.browser.new_context(viewport=PHONE)
    context.add_cookies([{"name": "session", "value": value, "url": address}])
    yield context.new_page()
    context.close()


def scan(counter: Page, address: str, code: str) -> None:
    counter.goto(f"{address}/counter/")
    counter.locator("[name=code]").fill(code)
    counter.locator("[name=code]").press("Enter")


def test_what_one_scan_wins_its_undo_takes_back_on_both_screens(
    card: Page, counter: Page, address: str, member: Member
) -> None:
    scan(counter, address, live_code(card))
    counter.locator("[name=amount]").fill("12.00")
    counter.get_by_role("button", name="Record").click()
    counter.wait_for_url("**/receipts/*")
    sale = counter.url.partition("?")[0]

    slip = card.locator("#live-receipt[data-celebrate]")
    for words in (
        "12 points earned",
        "€12.00: 1 point for every €1.00",
        "“Two visits” is full",
        "A voucher: An espresso",
        "Challenge won: “Back again”",
        "A badge: Loyal",
    ):
        expect(slip).to_contain_text(words, timeout=AT_MOST)
    card.get_by_role("button", name="Done").click()

    card.get_by_role("link", name="Rewards").click()
    card.get_by_role("button", name=re.compile("15 points")).click()
    card.wait_for_url("**/vouchers/*")
    code = card.url.rpartition("/")[2]
    expect(card.locator(".ticket-open")).to_be_visible()
    scan(counter, address, code)
    counter.get_by_role("button", name="Hand it over").click()
    counter.wait_for_url("**/receipts/*")
    expect(card.locator(".ticket-used")).to_be_visible(timeout=AT_MOST)

    card.get_by_role("link", name="Play").click()
    shelf = card.locator(".shelf li", has_text="Loyal")
    expect(shelf.locator(".badge")).not_to_have_class(re.compile("badge-unearned"))
    counter.goto(sale)
    counter.get_by_role("button", name="Undo").click()
    expect(counter.locator(".slip-undone")).to_be_visible()

    undone = card.locator("#live-receipt")
    for words in (
        "12 points taken back",
        "10 points taken back",
        "“Two visits” is open again",
        "Voucher cancelled: An espresso",
        "“Back again” is not won any more",
        "1 of 2 visits",
        "The badge Loyal went with what had earned it",
    ):
        expect(undone).to_contain_text(words, timeout=AT_MOST)
    expect(shelf.locator(".badge")).to_have_class(re.compile("badge-unearned"))
    expect(card.locator("#play")).to_contain_text("1 of 2 visits")
    card.goto(f"{address}/card")
    expect(card.locator("#card")).to_contain_text("You owe 15 points")

    db.session.rollback()
    standing = standing_of(member.id)
    assert (standing.available, standing.debt) == (0, 15)  # the biscuit was eaten
    prizes = [*standing.won, *standing.wins, *standing.vouchers, *standing.badges]
    assert prizes == []
