"""Two server processes, a phone on one of them, a till elsewhere: the receipt is there at once."""

import re

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from loyalty_app.activities.values import Kind, Line
from loyalty_app.extensions import db
from loyalty_app.members.models import Member

from ...plugins.servers import Serve
from ...sign_in import cookie_of
from .conftest import Till

pytestmark = pytest.mark.browser(each_database=True)

PHONE = {"width": 390, "height": 844}
AT_MOST = 20_000
"""Milliseconds after which what should have come will not come."""


@pytest.fixture
def card(app: Flask, page: Page, member: Member, serve: Serve) -> Page:
    """The member's card, open on a phone, served by two processes."""
    address, _ = serve(2)
    page.context.add_cookies([{"name": "session", "value": cookie_of(app, member), "url": address}])
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    open_card(page, address)
    return page


def open_card(page: Page, address: str = "") -> None:
    """Shown, and listening: what happens before that would be there from the start."""
    with page.expect_response(re.compile("/live[?]")):
        page.goto(f"{address}/card") if address else page.reload()
    while not page.evaluate("localStorage.seen"):
        page.wait_for_timeout(50)
    page.evaluate("window.stays = 'the same page'")


def test_the_receipt_appears_on_the_open_card_without_a_reload(
    card: Page, member: Member, till: Till
) -> None:
    till.sell(member, 1200, coffees=3)
    db.session.rollback()
    expect(card.locator("#live-receipt")).to_contain_text("12 points earned", timeout=AT_MOST)
    expect(card.locator("#card-balance strong")).to_have_text("32", timeout=AT_MOST)
    expect(card.locator(".stamped.landing")).to_have_count(3)
    expect(card.locator("#card-more .entry")).to_have_count(1)
    assert card.evaluate("window.stays") == "the same page"
    card.get_by_role("button", name="Done").click()
    expect(card.locator("#live-receipt")).to_have_count(0)


def test_a_full_card_is_celebrated_once_also_when_the_phone_was_off(
    card: Page, member: Member, till: Till
) -> None:
    address = card.url
    card.goto("about:blank")
    till.sell(member, 1200, coffees=10)
    db.session.rollback()
    card.goto(address)
    expect(card.locator("#live-receipt[data-celebrate]")).to_be_visible(timeout=AT_MOST)
    expect(card.locator("canvas.rain")).to_have_count(1)
    open_card(card)
    till.sell(member, 100)
    db.session.rollback()
    expect(card.locator("#live-receipt")).to_contain_text("1 point earned", timeout=AT_MOST)
    expect(card.locator("[data-celebrate]")).to_have_count(0)


def test_whoever_wants_calm_gets_a_still_one(card: Page, member: Member, till: Till) -> None:
    card.emulate_media(reduced_motion="reduce")
    till.sell(member, 1200, coffees=10)
    db.session.rollback()
    celebrated = card.locator("#live-receipt[data-celebrate]")
    expect(celebrated).to_be_visible(timeout=AT_MOST)
    expect(card.locator("canvas.rain")).to_have_count(0)
    assert celebrated.evaluate("slip => getComputedStyle(slip).animationName") == "none"


def test_a_voucher_on_the_screen_turns_used_at_the_counter(
    card: Page, member: Member, till: Till
) -> None:
    filled = till.sell(member, 1200, coffees=10)
    [voucher] = filled.standing.vouchers
    db.session.rollback()
    card.locator("a[href^='/vouchers/']").click(timeout=AT_MOST)
    expect(card.locator(".ticket-open")).to_be_visible()
    till.record(member, Kind.USE, voucher=voucher)
    db.session.rollback()
    expect(card.locator(".ticket-used")).to_be_visible(timeout=AT_MOST)


def test_one_scan_fills_a_card_and_wins_a_challenge_and_its_undo_takes_all_back(
    card: Page, member: Member, till: Till
) -> None:
    till.record(member, Kind.VISIT, shop="centre")
    db.session.rollback()
    expect(card.locator("#live-receipt")).to_contain_text("1 of 2 different shops", timeout=AT_MOST)
    open_card(card)
    lines = (Line(1200, 10, category="coffee"),)
    sold = till.record(member, Kind.PURCHASE, amount=1200, lines=lines, shop="station")
    db.session.rollback()
    slip = card.locator("#live-receipt[data-celebrate]")
    expect(slip).to_contain_text("“Ten coffees” is full", timeout=AT_MOST)
    expect(slip).to_contain_text("Challenge won: “Two addresses”")
    expect(slip).to_contain_text("A badge: Explorer")
    card.get_by_role("button", name="Done").click()
    card.get_by_role("link", name="Play").click()
    shelf = card.locator(".shelf li", has_text="Explorer")
    expect(shelf.locator(".badge")).not_to_have_class(re.compile("badge-unearned"))
    till.record(member, Kind.UNDO, refers_to=sold.activity.id)
    db.session.rollback()
    expect(shelf.locator(".badge")).to_have_class(re.compile("badge-unearned"), timeout=AT_MOST)
    undone = card.locator("#live-receipt")
    for words in ("is open again", "not won any more", "1 of 2 different shops", "The badge Expl"):
        expect(undone).to_contain_text(words)
    expect(card.locator("#play")).to_contain_text("1 of 2 different shops")
