"""The main journeys without touching anything: Tab, Enter, Space and arrows are enough."""

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from loyalty_app.extensions import db
from loyalty_app.members.models import Member

from ...factories import publish_preset
from ...sign_in import cookie_of
from .conftest import Till

pytestmark = pytest.mark.browser

MOST_STEPS = 40


def tab_to(page: Page, wanted: Locator) -> None:
    """Tab until it has the focus, which must be seen."""
    for _ in range(MOST_STEPS):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            outline = "element => getComputedStyle(element).outlineStyle"
            around = "element => getComputedStyle(element.parentElement).outlineStyle"
            assert {wanted.evaluate(outline), wanted.evaluate(around)} != {"none"}
            return
    raise AssertionError(f"{wanted} is not reached by Tab")


@pytest.fixture
def phone(app: Flask, page: Page, address: str, member: Member, till: Till) -> Page:
    till.sell(member, 12000)
    page.context.add_cookies([{"name": "session", "value": cookie_of(app, member), "url": address}])
    page.goto(f"{address}/card")
    return page


def test_joining(app: Flask, page: Page, address: str) -> None:
    publish_preset("cafe")
    db.session.rollback()
    page.goto(f"{address}/join")
    tab_to(page, page.get_by_label("Your name"))
    page.keyboard.type("Member")
    tab_to(page, page.get_by_label("E-mail or phone"))
    page.keyboard.type("me@example.org")
    tab_to(page, page.get_by_label("I am at least 14"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/card")


def test_getting_a_reward_and_giving_it_back(phone: Page) -> None:
    tab_to(phone, phone.get_by_role("link", name="Rewards", exact=True))
    phone.keyboard.press("Enter")
    tab_to(phone, phone.get_by_role("button", name="Get it for 40 points"))
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/vouchers/*")
    tab_to(phone, phone.get_by_role("button", name="Cancel, points back"))
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/rewards")
    expect(phone.locator("#flashes")).to_contain_text("40 points are back")


def test_narrowing_the_history_by_arrows(phone: Page) -> None:
    tab_to(phone, phone.get_by_role("link", name="Everything so far"))
    phone.keyboard.press("Enter")
    tab_to(phone, phone.get_by_role("radio", name="All"))
    phone.keyboard.press("ArrowRight")
    phone.wait_for_url("**/history?choice=earned*")
    expect(phone.get_by_role("radio", name="Earned")).to_be_checked()


def test_a_consent_and_signing_out(phone: Page) -> None:
    tab_to(phone, phone.get_by_role("link", name="Me", exact=True))
    phone.keyboard.press("Enter")
    consent = phone.get_by_role("switch").first
    tab_to(phone, consent)
    phone.keyboard.press("Space")
    expect(consent).to_have_attribute("aria-checked", "true")
    expect(consent).to_be_focused()
    tab_to(phone, phone.get_by_role("button", name="Sign out"))
    phone.keyboard.press("Enter")
    phone.wait_for_url(lambda url: url.endswith("/"))


def test_skipping_to_the_content_and_closing_a_slip(
    phone: Page, member: Member, till: Till
) -> None:
    phone.keyboard.press("Tab")
    expect(phone.get_by_role("link", name="Skip to the content")).to_be_focused()
    phone.keyboard.press("Enter")
    expect(phone.locator("main")).to_be_focused()
    till.sell(member, 1200)
    db.session.rollback()
    phone.locator("#live-receipt").wait_for()
    tab_to(phone, phone.get_by_role("button", name="Done"))
    phone.keyboard.press("Enter")
    expect(phone.locator("#live-receipt")).to_have_count(0)
