"""The shop's server is gone: the counter opens, sells, and what it kept arrives once."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from loyalty_app.activities.models import ActivityRow
from loyalty_app.extensions import db
from loyalty_app.members.models import Member
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role, Staff

from ...factories import PASSWORD, hire
from ...phones import Phone, phone_of
from ...plugins.server import Server
from .conftest import has

pytestmark = pytest.mark.browser

PHONE: Any = {"width": 390, "height": 844}
KEPT = """async () => {
  const names = await caches.keys();
  const pages = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return pages.flat().map((request) => new URL(request.url).pathname);
}"""


@pytest.fixture
def cashier(shop: Shop, member: Member) -> Staff:
    return hire(Role.CASHIER, shop)


@pytest.fixture
def phone(member: Member) -> Phone:
    """The member's, whose code says the time."""
    return phone_of(member)[0]


@pytest.fixture
def till(page: Page, server: Server, cashier: Staff) -> Page:
    """A phone of the shop on which somebody has signed in, and which could do without a server."""
    login = cashier.login
    db.session.rollback()
    server.start()
    page.set_viewport_size(PHONE)
    sign_in(page, f"{server.address}/counter/", login)
    until_kept(page)
    return page


def sign_in(page: Page, address: str, login: str) -> None:
    page.goto(address)
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")


def until_kept(page: Page) -> None:
    page.locator("#scan").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for _ in range(200):
        if "/counter/offline" in page.evaluate(KEPT):
            return
        page.wait_for_timeout(50)
    raise AssertionError("the counter was not kept")


def scan(page: Page, code: str) -> None:
    page.locator("[name=code]").fill(code)
    page.locator("[name=code]").press("Enter")


def sell(page: Page, code: str, digits: str) -> None:
    """Scan a card and keep an amount."""
    scan(page, code)
    for digit in digits:
        page.locator(f"[data-key='{digit}']").click()
    page.get_by_role("button", name="Keep and go on").click()


def queue(page: Page) -> list[str]:
    """What the page says of each scan on this device."""
    expect(page.locator("#waiting-title")).to_be_visible()
    return page.locator("[data-part=queue] li").all_inner_texts()


def purchases() -> int:
    db.session.rollback()
    count = select(func.count()).select_from(ActivityRow).where(ActivityRow.kind == "purchase")
    found = db.session.scalar(count) or 0
    db.session.rollback()
    return found


def test_without_a_server_two_purchases_are_kept_and_arrive_once(
    till: Page, server: Server, member: Member
) -> None:
    number = member.number
    server.stop()
    till.reload()
    expect(till.get_by_text("No connection")).to_be_visible()
    sell(till, number, "450")
    expect(till.locator("[data-part=queue] li")).to_have_count(1)
    sell(till, number, "700")
    expect(till.locator("[data-part=queue] li")).to_have_count(2)
    assert [re.sub(r"\s+", " ", text)[:21] for text in queue(till)] == [
        "€7.00 · Card …7897 11",
        "€4.50 · Card …7897 11",
    ] or all("waits for the connection" in text for text in queue(till))
    # A restart of the browser's page loses nothing.
    till.goto(f"{server.address}/counter/receipts")
    expect(till.locator("[data-part=queue] li")).to_have_count(2)

    server.start()
    till.reload()
    until(till, lambda: purchases() == 2)
    assert has(member).available == 11
    db.session.rollback()
    till.goto(f"{server.address}/counter/offline")
    expect(till.locator("[data-part=queue] li").first).to_contain_text("recorded")
    assert purchases() == 2


def until(page: Page, holds: Any) -> None:  # noqa: ANN401
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not happen")
