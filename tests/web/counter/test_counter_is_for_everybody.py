"""The counter's pages in both languages, light and dark: axe is content, and nothing is cut off."""

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.sessions.operations import sign_in_staff
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role

from ...factories import hire
from ...sign_in import cookie_for

pytestmark = pytest.mark.browser

SIZES: tuple[Any, ...] = (
    {"width": 390, "height": 844},
    {"width": 820, "height": 1180},
    {"width": 1280, "height": 900},
)
ALL_NOTES = "document.querySelectorAll('[data-note]').forEach((note) => (note.hidden = false))"


def assert_is_for_everybody(page: Page, what: str) -> None:
    found = Axe().run(page).response["violations"]
    assert not found, (what, [(v["id"], v["nodes"][0]["html"]) for v in found])
    for size in SIZES:
        page.set_viewport_size(size)
        fits = "document.documentElement.scrollWidth <= innerWidth"
        assert page.evaluate(fits), (what, size)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_a_customer_from_the_first_page_to_the_question(
    app: Flask,
    page: Page,
    address: str,
    shop: Shop,
    member: Member,
    language: str,
    scheme: Literal["light", "dark"],
) -> None:
    manager = hire(Role.MANAGER, shop)
    value = cookie_for(app, in_transaction(lambda: sign_in_staff(manager)), language)
    number = member.number
    db.session.rollback()
    page.context.add_cookies([{"name": "session", "value": value, "url": address}])
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    page.goto(f"{address}/counter/")
    expect(page.locator("html")).to_have_attribute("lang", language)
    page.evaluate(ALL_NOTES)
    assert_is_for_everybody(page, "scan")
    page.locator("[name=code]").fill("guest")
    page.locator("[name=code]").press("Enter")
    page.locator("#scan .list").wait_for()
    assert_is_for_everybody(page, "named")

    page.goto(f"{address}/counter/members/{number}")
    page.locator(".chip-more").click()
    expect(page.locator("#later")).to_be_visible()
    assert_is_for_everybody(page, "not yet")
    page.keyboard.press("Escape")
    take_nine_euros(page)
    page.locator(".done").wait_for()
    assert_is_for_everybody(page, "receipt")
    page.locator("[name=code]").fill(number)
    page.locator("[name=code]").press("Enter")
    page.locator(".last-one").wait_for()
    assert_is_for_everybody(page, "who was served before")
    take_nine_euros(page)
    page.locator(".question").wait_for()
    assert_is_for_everybody(page, "the question")


def take_nine_euros(page: Page) -> None:
    for key in ("9", "00"):
        page.locator(f"[data-key='{key}']").click()
    page.locator("form.sale > button[type=submit]").click()
