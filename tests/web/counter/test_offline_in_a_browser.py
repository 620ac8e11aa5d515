"""The shop's server is gone: the counter opens, sells, and what it kept arrives once."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import pytest
import qrcode
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from PIL import Image
from playwright.sync_api import BrowserType, Locator, Page, Route, expect
from sqlalchemy import func, select

from loyalty_app import engine
from loyalty_app.activities.models import ActivityRow
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.clock import now
from loyalty_app.devices.operations import offer_device, revoke_device
from loyalty_app.devices.queries import devices
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.sessions.operations import sign_out_staff_everywhere
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role, Staff

from ...factories import PASSWORD, hire, publish
from ...phones import Phone, phone_of
from ...plugins.server import Server
from ...plugins.wire import Wire
from ..member.screen import join_here
from .camera import film, scene
from .conftest import CAFE, give, has

pytestmark = pytest.mark.browser

PHONE: Any = {"width": 390, "height": 844}
KEPT = """async () => {
  const names = await caches.keys();
  const pages = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
  return pages.flat().map((request) => new URL(request.url).pathname);
}"""

SEEN_AGAIN = """(code) => {
  const form = document.getElementById("scan");
  form.elements.code.value = code;
  form.requestSubmit();
}"""
STORED = """() => new Promise((done) => {
  const opening = indexedDB.open("counter");
  opening.onsuccess = () => {
    const all = [...opening.result.objectStoreNames].map((name) => new Promise((read) => {
      const asked = opening.result.transaction(name).objectStore(name).getAll();
      asked.onsuccess = () => read(asked.result);
    }));
    Promise.all(all).then((rows) => { opening.result.close(); done(JSON.stringify(rows)); });
  };
})"""


@pytest.fixture
def cashier(shop: Shop, member: Member) -> Staff:
    return hire(Role.CASHIER, shop)


@pytest.fixture
def phone(app: Flask, server: Server, member: Member) -> Phone:
    """The member's, whose code says the time."""
    app.config["SECRET_KEY"] = server.secret_key
    return phone_of(member)[0]


@pytest.fixture
def till(page: Page, server: Server, cashier: Staff) -> Page:
    """A phone of the shop on which somebody has signed in, and which could do without a server."""
    login = cashier.login
    db.session.rollback()
    server.start()
    page.set_viewport_size(PHONE)
    page.goto(f"{server.address}/counter/")
    fill_in(page, login)
    until_kept(page)
    return page


def fill_in(page: Page, login: str) -> None:
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")


def until_kept(page: Page) -> None:
    page.locator("#scan").wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    for _ in range(200):
        kept = page.evaluate(KEPT)
        if "/counter/offline" in kept and any(path.endswith("/keypad.js") for path in kept):
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


def queue(page: Page) -> Locator:
    """What the page says of each scan on this device, the newest first."""
    return page.locator("[data-part=queue] li")


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
    expect(queue(till)).to_have_count(1)
    sell(till, number, "700")
    expect(queue(till)).to_have_count(2)
    expect(queue(till).first).to_contain_text("€7.00")
    expect(queue(till).first).to_contain_text("waits for the connection")
    # Another page, and another start of it, lose nothing.
    till.goto(f"{server.address}/counter/receipts")
    expect(queue(till)).to_have_count(2)

    server.start()
    until(till, lambda: purchases() == 2)
    expect(till.get_by_text("The connection is back", exact=True)).to_be_visible()
    expect(queue(till).first).to_contain_text("recorded")
    assert has(member).available == 11
    db.session.rollback()
    till.reload()
    till.get_by_role("link", name="Scan").click()
    till.locator("#scan").wait_for()
    assert purchases() == 2


def test_an_answer_that_gets_lost_and_a_server_that_is_killed_then(
    till: Page, wire: Wire, server: Server, member: Member
) -> None:
    """The purchase was recorded; the device cannot know, and sends it again."""
    number = member.number
    move(till, wire)
    till.goto(f"{wire.address}/counter/offline")
    expect(till.get_by_text("The connection is back", exact=True)).to_be_visible()
    wire.answers = False
    sell(till, number, "450")
    until(till, lambda: purchases() == 1)
    server.stop()
    expect(queue(till)).to_contain_text(["waits for the connection"])
    server.start()
    wire.answers = True
    till.reload()
    expect(queue(till)).to_contain_text(["recorded"])
    assert purchases() == 1


def test_a_page_whose_answer_gets_lost_hands_its_purchase_on(
    till: Page, wire: Wire, server: Server, member: Member
) -> None:
    number = member.number
    move(till, wire)
    till.goto(f"{wire.address}/counter/members/{number}")
    for digit in "450":
        till.locator(f"[data-key='{digit}']").click()
    expect(till.locator("#preview")).to_contain_text("+4 points")
    wire.answers = False
    till.get_by_role("button", name="Record").dblclick()
    until(till, lambda: purchases() == 1)
    till.wait_for_url("**/counter/offline")
    expect(queue(till)).to_contain_text([f"Card …{number[-4:]}"])
    wire.answers = True
    till.reload()
    expect(queue(till)).to_contain_text(["recorded"])
    assert purchases() == 1


def test_a_sale_with_a_discount_waits_on_its_page_for_the_server(
    till: Page, server: Server, member: Member
) -> None:
    """Only the server knows that the voucher is not spent twice."""
    publish(CAFE + "  - {id: tenth, name: A tenth, kind: discount, percent: 10, points: 10}\n")
    give(member, 10)
    claim = Activity(member.id, Kind.CLAIM, "card", "claim", reward="tenth")
    in_transaction(lambda: engine.record(claim))
    till.goto(f"{server.address}/counter/members/{member.number}")
    db.session.rollback()
    till.get_by_text("A tenth").last.click()
    for digit in "500":
        till.locator(f"[data-key='{digit}']").click()
    expect(till.locator("#preview")).to_contain_text("€4.50")
    server.stop()
    till.get_by_role("button", name="Record").click()
    expect(till.locator("#connection")).to_be_visible()
    expect(till.locator("[name=amount]")).to_have_value("5.00")
    assert "500" not in till.evaluate(STORED)
    server.start()
    till.get_by_role("button", name="Record").click()
    till.wait_for_url("**/counter/receipts/**")
    assert purchases() == 1
    assert not has(member).vouchers
    db.session.rollback()


def test_two_taps_and_two_tabs_are_one_purchase(till: Page, server: Server, member: Member) -> None:
    number = member.number
    server.stop()
    till.reload()
    scan(till, number)
    till.locator("[data-key='5']").click()
    till.get_by_role("button", name="Keep and go on").dblclick()
    expect(queue(till)).to_have_count(1)
    other = till.context.new_page()
    other.goto(f"{server.address}/counter/")
    expect(queue(other)).to_have_count(1)
    server.start()
    for page in (till, other):
        page.evaluate("dispatchEvent(new Event('online'))")
    for page in (till, other):
        expect(queue(page)).to_contain_text(["recorded"])
    assert purchases() == 1


def test_who_was_signed_out_meanwhile_loses_nothing(
    till: Page, server: Server, member: Member, cashier: Staff
) -> None:
    number, login = member.number, cashier.login
    server.stop()
    till.reload()
    sell(till, number, "450")
    in_transaction(lambda: sign_out_staff_everywhere(cashier))
    db.session.rollback()
    server.start()
    expect(till.get_by_text("Nobody is signed in")).to_be_visible(timeout=20_000)
    expect(queue(till)).to_contain_text(["waits for the connection"])
    assert purchases() == 0
    till.get_by_role("link", name="Sign in").click()
    fill_in(till, login)
    till.wait_for_url("**/counter/offline")
    expect(queue(till)).to_contain_text(["recorded"])
    assert purchases() == 1


def test_a_device_that_was_shut_out_sends_to_the_owner(
    till: Page, server: Server, member: Member, cashier: Staff
) -> None:
    number, cashier_id = member.number, cashier.id
    code = in_transaction(lambda: offer_device("Tablet", cashier.shop_id, cashier_id))
    db.session.rollback()
    till.goto(f"{server.address}/device/{code}")
    till.get_by_role("button", name="This is the device").click()
    till.wait_for_url("**/counter/**")
    server.stop()
    till.reload()
    sell(till, number, "450")
    device_id = devices()[0].device.id
    in_transaction(lambda: revoke_device(device_id, cashier_id))
    db.session.rollback()
    server.start()
    till.evaluate("dispatchEvent(new Event('online'))")
    expect(queue(till)).to_contain_text(["waits for the owner"])
    assert purchases() == 0
    till.goto(f"{server.address}/counter/")
    till.wait_for_url("**/staff?next=/counter/")


def test_nothing_of_a_member_is_kept(till: Page, server: Server, member: Member) -> None:
    name, number = member.name, member.number
    for path in (f"members/{number}", "receipts", f"members/{number}/phone", ""):
        till.goto(f"{server.address}/counter/{path}")
        till.locator("#main").wait_for()
    pages = {path for path in till.evaluate(KEPT) if not path.startswith(("/static/", "/assets/"))}
    assert pages == {"/counter/offline"}
    server.stop()
    till.reload()
    sell(till, number, "450")
    expect(queue(till)).to_have_count(1)
    stored = till.evaluate(STORED)
    assert number in stored  # the code that was typed, until it is sent
    assert name not in stored
    server.start()
    till.evaluate("dispatchEvent(new Event('online'))")
    expect(queue(till)).to_contain_text(["recorded"])
    assert number not in till.evaluate(STORED)


def test_a_live_code_counts_though_the_devices_clock_is_wrong(
    till: Page, server: Server, member: Member, phone: Phone
) -> None:
    till.clock.install(time=now() + timedelta(hours=3))
    till.goto(f"{server.address}/counter/")
    till.locator("#scan").wait_for()
    server.stop()
    till.goto(f"{server.address}/counter/offline")
    scan(till, phone.shows(now() - timedelta(minutes=5)))
    expect(till.locator("#code-fault")).to_contain_text("This code is not of now.")
    shown = phone.shows(now())
    scan(till, shown)
    till.locator("[data-key='4']").click()
    # The camera is still on, and sees the same phone with its next code.
    till.evaluate(SEEN_AGAIN, phone.shows(now() + timedelta(seconds=30)))
    for digit in "50":
        till.locator(f"[data-key='{digit}']").click()
    till.get_by_role("button", name="Keep and go on").click()
    expect(queue(till)).to_contain_text(["€4.50"])
    scan(till, shown)
    expect(till.locator("#code-fault")).to_contain_text("in the queue already")
    server.start()
    till.evaluate("dispatchEvent(new Event('online'))")
    expect(queue(till)).to_contain_text(["recorded"])
    assert purchases() == 1


def test_what_needs_the_server_says_so(till: Page, server: Server, member: Member) -> None:
    number, other = member.number, "1234567890123"
    server.stop()
    # On the page that takes any code: what was typed goes on where it can be kept.
    scan(till, number)
    till.wait_for_url("**/counter/offline")
    expect(till.locator("#sale")).to_contain_text(f"Card …{number[-4:]}")
    till.get_by_role("button", name="Keep and go on").click()
    expect(till.locator("#sale-fault")).to_contain_text("Write the amount.")
    till.get_by_role("button", name="Other card").click()
    for text, words in (
        ("A1B2C3D4E5", "A voucher is used only with a connection"),
        ("Regular", "Names cannot be searched without a connection"),
        ("", "Scan a card, or type its number."),
    ):
        scan(till, text)
        expect(till.locator("#code-fault")).to_contain_text(words)
    # What the server refuses is shown with its reason, until it is put away.
    sell(till, other, "100")
    server.start()
    till.evaluate("dispatchEvent(new Event('online'))")
    expect(queue(till)).to_contain_text([f"refused: No member has “…{other[-4:]}”"])
    till.goto(f"{server.address}/counter/")
    till.locator("[data-waiting]").click()
    till.get_by_role("button", name="Put away").click()
    expect(queue(till)).to_have_count(0)
    till.reload()
    expect(till.get_by_text("Nothing waits here.")).to_be_visible()


def test_one_that_makes_the_server_stumble_keeps_no_other(
    till: Page, server: Server, member: Member
) -> None:
    number = member.number
    server.stop()
    till.reload()
    for digits in ("100", "666", "200"):
        sell(till, number, digits)
    expect(queue(till)).to_have_count(3)

    def stumble(route: Route) -> None:
        stumbles = '"amount":666' in (route.request.post_data or "")
        route.fulfill(status=500, body="") if stumbles else route.continue_()

    till.context.route("**/counter/queue", stumble)
    server.start()
    till.evaluate("dispatchEvent(new Event('online'))")
    expect(queue(till)).to_contain_text(["recorded", "waits for the connection", "recorded"])
    till.context.unroute_all()
    till.evaluate("dispatchEvent(new Event('online'))")
    expect(queue(till)).to_contain_text(["recorded", "recorded", "recorded"])
    assert purchases() == 3


def test_a_member_who_signs_out_here_leaves_the_counters_queue(
    till: Page, server: Server, member: Member
) -> None:
    number = member.number
    till.goto(f"{server.address}/join")
    join_here(till, server.address)
    server.stop()
    till.goto(f"{server.address}/counter/")
    sell(till, number, "450")
    expect(queue(till)).to_have_count(1)
    till.goto("about:blank")
    server.start()
    till.goto(f"{server.address}/me")
    till.get_by_role("button", name="Sign out").click()
    till.wait_for_url(lambda url: not url.endswith("/me"))
    till.goto(f"{server.address}/counter/offline")
    expect(queue(till)).to_contain_text(["recorded"])
    assert purchases() == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_for_everybody(
    till: Page, server: Server, member: Member, scheme: Literal["light", "dark"]
) -> None:
    number = member.number
    till.emulate_media(color_scheme=scheme)
    server.stop()
    till.reload()
    sell(till, number, "450")
    expect(queue(till)).to_have_count(1)
    check(till)
    scan(till, number)
    till.locator("#sale").wait_for()
    check(till)
    assert till.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # By keyboard alone.
    till.keyboard.press("7")
    till.keyboard.press("Enter")
    expect(queue(till)).to_have_count(2)
    expect(till.locator("[name=code]")).to_be_focused()


def test_the_camera_reads_without_a_server_once_it_was_open(
    server: Server,
    cashier: Staff,
    phone: Phone,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    tmp_path: Path,
) -> None:
    login = cashier.login
    db.session.rollback()
    server.start()
    sees = tmp_path / "camera.y4m"
    film(sees, scene(drawn("https://shop.example/")))
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={sees}"]
    args = [*browser_type_launch_args["args"], *camera]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": args})
    page = browser.new_context(viewport=PHONE, permissions=["camera"]).new_page()
    page.goto(f"{server.address}/counter/")
    fill_in(page, login)
    until_kept(page)
    page.get_by_role("button", name="Scan with the camera").click()
    expect(page.get_by_text("This code is not a card.")).to_be_visible(timeout=20_000)
    server.stop()
    film(sees, scene(drawn(phone.shows(now()))))
    page.reload()
    expect(page.locator("#sale")).to_contain_text("Card …", timeout=20_000)
    page.locator("[data-key='9']").click()
    page.get_by_role("button", name="Keep and go on").click()
    expect(queue(page)).to_contain_text(["€0.09"])
    browser.close()


def drawn(text: str) -> Image.Image:
    return qrcode.make(text, border=4).get_image().convert("L")


def check(page: Page) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def move(page: Page, wire: Wire) -> None:
    """The same person at the other end of the wire, where the counter is kept as well."""
    page.goto(f"{wire.address}/counter/")
    until_kept(page)


def until(page: Page, holds: Callable[[], bool]) -> None:
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(100)
    raise AssertionError("it did not happen")
