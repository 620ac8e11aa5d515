"""A shift on a phone: sign in, a code, an amount by keys, the preview, the receipt, an undo."""

import re

import pytest
from playwright.sync_api import Page, expect

from loyalty_app.extensions import db
from loyalty_app.members.models import Member
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role
from loyalty_app.standing.cards import stamps_on

from ...factories import PASSWORD, hire
from .conftest import has


@pytest.mark.browser
def test_a_customer_is_served_on_a_phone(
    page: Page, address: str, shop: Shop, member: Member
) -> None:
    cashier = hire(Role.CASHIER, shop)
    login, code = cashier.login, member.code
    db.session.rollback()
    page.set_viewport_size({"width": 390, "height": 844})  # a phone
    page.goto(f"{address}/counter/")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")

    page.locator("[name=code]").fill("no card")
    page.locator("[name=code]").press("Enter")
    expect(page.locator("[name=code]")).to_be_focused()
    expect(page.locator(".fault")).to_be_visible()
    page.locator("[name=code]").fill(code)
    page.locator("[name=code]").press("Enter")

    page.wait_for_url("**/members/*")
    assert nothing_to_scroll(page)
    for key in "260":
        page.locator(f"[data-key='{key}']").click()
    expect(page.locator("[name=amount]")).to_have_value("2.60")
    page.locator("[data-step='1']").click()
    page.locator("[data-step='1']").click()
    expect(page.locator("#preview")).to_contain_text("+2 points")
    expect(page.locator("#preview")).to_contain_text("2 stamps")
    page.locator(".deeds button").click()
    expect(page.locator(".guest-balance")).to_contain_text("5")
    expect(page.locator("[name=amount]")).to_have_value("2.60")
    page.get_by_role("button", name="Record").click()

    page.wait_for_url("**/receipts/*")
    expect(page.locator(".done")).to_contain_text("now has 7 points")
    assert stamps_on(has(member), "coffee") == 2
    db.session.rollback()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".slip-undone")).to_be_visible()
    assert has(member).available == 5
    db.session.rollback()

    page.locator("[name=code]").fill(code)
    page.locator("[name=code]").press("Enter")
    expect(page).to_have_url(re.compile("/members/"))


def nothing_to_scroll(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollHeight <= innerHeight"))
