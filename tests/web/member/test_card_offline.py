"""The shop's server is gone: the card opens all the same, and its code counts when it is back."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect
from sqlalchemy import select

from loyalty_app.extensions import db
from loyalty_app.members.models import Member
from loyalty_app.staff.models import Role

from ...factories import PASSWORD, hire, publish_preset
from ...plugins.server import Server
from ...plugins.wire import Wire
from .conftest import Till
from .screen import PHONE, join, live_code, read

pytestmark = pytest.mark.browser

KEPT = """async () => {
  const names = await caches.keys();
  const pages = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return pages.flat().map((request) => new URL(request.url).pathname);
}"""
FIRST_LOAD, LATER_LOAD = 45_000, 8_000
"""Bytes over the wire, compressed, with all headers, and with what the worker fetches."""


@pytest.fixture
def cashier(app: Flask) -> str:
    """The login of one."""
    publish_preset("cafe")
    return hire(Role.CASHIER).login


@pytest.fixture
def phone(cashier: str, server: Server, page: Page) -> Page:
    db.session.rollback()
    server.start()
    page.set_viewport_size(PHONE)
    return page


def until_kept(page: Page) -> None:
    """The worker is there, and the card is in its hands."""
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for _ in range(100):
        if "/card" in page.evaluate(KEPT):
            return
        page.wait_for_timeout(50)
    raise AssertionError("the card was not kept")


def scan(page: Page, server: Server, login: str, code: str) -> str:
    """What the counter answers, in a browser of its own."""
    counter = page.context.browser
    assert counter
    till = counter.new_page()
    till.goto(f"{server.address}/counter/")
    till.locator("[name=login]").fill(login)
    till.locator("[name=password]").fill(PASSWORD)
    till.locator("[name=password]").press("Enter")
    till.locator("[name=code]").fill(code)
    till.locator("[name=code]").press("Enter")
    found = till.locator(".guest, .fault").first
    found.wait_for()
    words = found.inner_text()
    till.close()
    return words


def test_without_a_server_the_card_opens_with_a_live_code_and_the_last_balance(
    phone: Page, server: Server, cashier: str, till: Till
) -> None:
    join(phone, server.address)
    till.sell(db.session.scalars(select(Member)).one(), 500)
    db.session.rollback()
    phone.reload()
    expect(phone.locator(".card-balance")).to_contain_text("35")
    before = live_code(phone)
    until_kept(phone)
    expect(phone.get_by_text("Offline")).to_be_hidden()
    server.stop()

    phone.reload()
    assert live_code(phone)[:13] == before[:13]
    expect(phone.locator(".card-balance")).to_contain_text("35")
    expect(phone.get_by_text("As of ")).to_be_visible()
    phone.get_by_role("link", name="Rewards").click()
    phone.wait_for_url(f"{server.address}/card")
    tab = phone.context.new_page()
    tab.goto(f"{server.address}/card")
    assert live_code(tab)[:13] == before[:13]

    server.start()
    code = read(phone.locator("#card .card-qr"))
    assert "Member" in scan(phone, server, cashier, code)
    phone.reload()
    expect(phone.get_by_text("Offline")).to_be_hidden()


def test_the_first_visit_is_enough(phone: Page, server: Server) -> None:
    join(phone, server.address)
    live_code(phone)
    until_kept(phone)
    server.stop()
    phone.reload()
    live_code(phone)


def test_a_proxy_that_answers_for_a_dead_server_is_no_answer(phone: Page, server: Server) -> None:
    join(phone, server.address)
    live_code(phone)
    until_kept(phone)
    phone.context.route("**/card", lambda route: route.fulfill(status=502, body="Bad gateway"))
    phone.reload()
    live_code(phone)
    expect(phone.get_by_text("Offline")).to_be_visible()


def test_nothing_of_a_member_is_kept_but_the_card(phone: Page, server: Server) -> None:
    join(phone, server.address)
    live_code(phone)
    until_kept(phone)
    for path in ("/rewards", "/history", "/me", "/me/devices", "/card"):
        phone.goto(f"{server.address}{path}")
    kept = phone.evaluate(KEPT)
    own = [path for path in kept if not path.startswith(("/static/", "/assets/"))]
    assert own == ["/card"]


def test_who_signs_out_leaves_nothing_on_the_phone(phone: Page, server: Server) -> None:
    join(phone, server.address)
    live_code(phone)
    until_kept(phone)
    phone.goto(f"{server.address}/me")
    phone.get_by_role("button", name="Sign out").click()
    phone.wait_for_url(f"{server.address}/")
    assert "/card" not in phone.evaluate(KEPT)
    assert phone.evaluate("indexedDB.databases()") == []
    assert phone.evaluate("localStorage.length") == 0
    phone.goto(f"{server.address}/card")
    expect(phone).to_have_url(f"{server.address}/login?next=/card")


def test_who_was_signed_out_elsewhere_keeps_no_card(
    phone: Page, server: Server, app: Flask, client: FlaskClient
) -> None:
    join(phone, server.address)
    live_code(phone)
    until_kept(phone)
    phone.context.clear_cookies()
    phone.goto(f"{server.address}/card")
    expect(phone).to_have_url(f"{server.address}/login?next=/card")
    assert "/card" not in phone.evaluate(KEPT)
    assert phone.evaluate("indexedDB.databases()") == []


def test_the_card_is_light(phone: Page, server: Server, wire: Wire) -> None:
    join(phone, server.address)
    browser = phone.context.browser
    assert browser
    state = phone.context.storage_state()
    first = browser.new_context(storage_state=state, viewport=PHONE).new_page()

    first.goto(f"{wire.address}/card")
    live_code(first)
    until_kept(first)
    first.wait_for_load_state("networkidle")
    before = wire.received
    assert before <= FIRST_LOAD

    first.reload()
    live_code(first)
    first.wait_for_load_state("networkidle")
    assert 0 < wire.received - before <= LATER_LOAD
