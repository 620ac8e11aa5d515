"""The camera finds a member: a film of their own card, the worker that reads it, three taps."""

import base64
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import qrcode
from flask import Flask
from PIL import Image
from playwright.sync_api import BrowserType, Page, expect

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.sessions.operations import sign_in_member, sign_in_staff
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role, Staff

from ...factories import PASSWORD, hire
from ...plugins.server import Server
from ...plugins.wire import Wire
from ...sign_in import cookie_for
from .camera import KINDS, Picture, code_on, film, scene
from .conftest import has

pytestmark = pytest.mark.browser

PHONE: Any = {"width": 390, "height": 844}
FIRST_LOAD, WITH_WORKER = 60_000, 75_000
"""Bytes over the wire, compressed, with all headers; the reader comes with the camera. Afterwards
the worker fetches what the counter needs to go on without a server."""
NO_CARD = Image.new("L", (640, 480), 150)
READ = """async ([reader, pictures]) => {
  const { openReader } = await import(reader);
  const { read } = await openReader();
  const texts = [];
  for (const source of pictures) {
    const image = new Image();
    image.src = source;
    await image.decode();
    texts.push(await read(image));
  }
  return texts;
}"""
BLIND_DETECTOR = """window.BarcodeDetector = class { async detect() { return []; } }"""


@pytest.fixture
def cashier(shop: Shop, member: Member) -> Staff:
    return hire(Role.CASHIER, shop)


def enter(page: Page, app: Flask, address: str, token: str, language: str = "en") -> None:
    value = cookie_for(app, token, language)
    page.context.add_cookies([{"name": "session", "value": value, "url": address}])
    db.session.rollback()


@pytest.fixture
def card(page: Page, app: Flask, address: str, member: Member) -> Page:
    """The member's phone."""
    enter(page, app, address, in_transaction(lambda: sign_in_member(member)))
    page.set_viewport_size(PHONE)
    return page


def code_of(card: Page, address: str) -> Picture:
    """What the phone shows now."""
    card.goto(f"{address}/card")
    card.locator("#card .card-code").filter(has_text="LY1").wait_for()
    return code_on(card.locator("#card .card-qr"))


class Till:
    """A phone of the shop whose camera sees a film."""

    def __init__(self, page: Page, sees: Path) -> None:
        self.page = page
        self._sees = sees
        self.taps = 0

    def is_shown(self, *pictures: Picture) -> None:
        film(self._sees, *pictures)

    def tap(self, name: str) -> None:
        self.taps += 1
        self.page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def till(
    app: Flask,
    address: str,
    cashier: Staff,
    browser_type: BrowserType,
    browser_type_launch_args: dict[str, Any],
    tmp_path: Path,
) -> Iterator[Till]:
    sees = tmp_path / "camera.y4m"
    film(sees, NO_CARD)
    camera = ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={sees}"]
    args = [*browser_type_launch_args["args"], *camera]
    browser = browser_type.launch(**{**browser_type_launch_args, "args": args})
    page = browser.new_context(viewport=PHONE, permissions=["camera"]).new_page()
    enter(page, app, address, in_transaction(lambda: sign_in_staff(cashier)))
    yield Till(page, sees)
    browser.close()


def test_one_scan_and_three_taps(till: Till, card: Page, address: str, member: Member) -> None:
    page = till.page
    page.goto(f"{address}/counter/")
    till.is_shown(scene(code_of(card, address)))
    till.tap("Scan with the camera")
    page.wait_for_url("**/members/*")
    expect(page.locator(".guest-name")).to_have_text("Regular Guest")
    for digit in "450":
        page.locator(f"[data-key='{digit}']").click()
    till.tap("Record")
    expect(page.locator(".done")).to_contain_text("now has 4 points")
    assert till.taps <= 3
    assert has(member).available == 4
    db.session.rollback()

    # The camera came back by itself; the code on the film was taken, and this is said.
    expect(page.locator("#scan .fault")).to_contain_text("scanned already")
    expect(page.locator("[data-part=view]")).to_be_visible()


def test_a_detector_that_finds_nothing_is_not_believed(
    till: Till, card: Page, address: str
) -> None:
    till.page.add_init_script(BLIND_DETECTOR)
    till.is_shown(scene(code_of(card, address)))
    till.page.goto(f"{address}/counter/")
    till.tap("Scan with the camera")
    till.page.wait_for_url("**/members/*")


def test_what_is_no_card_is_not_sent(till: Till, address: str, member: Member) -> None:
    poster = qrcode.make("https://shop.example/join?from=here", border=4).get_image()
    till.is_shown(scene(poster.convert("L")))
    till.page.goto(f"{address}/counter/")
    till.tap("Scan with the camera")
    expect(till.page.get_by_text("This code is not a card.")).to_be_visible()
    assert till.page.url.endswith("/counter/")


def test_who_looks_away_lets_go_of_the_camera(till: Till, address: str) -> None:
    page = till.page
    page.goto(f"{address}/counter/")
    till.tap("Scan with the camera")
    until_camera_is(page, on=True)
    hide(page, True)
    until_camera_is(page, on=False)
    hide(page, False)
    until_camera_is(page, on=True)
    till.tap("Close the camera")
    expect(page.get_by_role("button", name="Scan with the camera")).to_be_focused()
    page.reload()
    expect(page.get_by_role("button", name="Scan with the camera")).to_be_visible()


def until_camera_is(page: Page, *, on: bool) -> None:
    for _ in range(100):
        if page.evaluate("document.querySelector('video').srcObject?.active === true") is on:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"the camera is not {'on' if on else 'off'}")


def hide(page: Page, hidden: bool) -> None:
    page.evaluate(
        """hidden => {
          Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
          document.dispatchEvent(new Event("visibilitychange"));
        }""",
        hidden,
    )


def test_without_permission_the_other_ways_are_said(till: Till, address: str) -> None:
    page = till.page
    page.context.clear_permissions()
    page.add_init_script(
        "navigator.mediaDevices.getUserMedia = async () => {"
        " throw new DOMException('', 'NotAllowedError'); }"
    )
    page.goto(f"{address}/counter/")
    till.tap("Scan with the camera")
    expect(page.get_by_text("The camera was not allowed.")).to_be_visible()
    expect(page.get_by_role("button", name="Scan with the camera")).to_be_visible()


def test_on_plain_http_it_is_said_what_is_missing(till: Till, address: str) -> None:
    page = till.page
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.goto(f"{address}/counter/")
    expect(page.get_by_text("The camera needs https.")).to_be_visible()
    expect(page.get_by_role("button", name="Scan with the camera")).to_be_hidden()


def test_ten_kinds_of_pictures_are_read(till: Till, card: Page, address: str) -> None:
    code = code_of(card, address)
    shown = "".join((card.locator("#card .card-code").text_content() or "").split())
    till.page.goto(f"{address}/counter/")
    script = till.page.locator("script[src$='/js/counter.js']").get_attribute("src") or ""
    reader = script.replace("counter.js", "counter/reader.js")
    pictures = [as_address(draw(code)) for draw in KINDS.values()]
    texts = till.page.evaluate(READ, [reader, pictures])
    table = dict(zip(KINDS, texts, strict=True))
    assert len(table) == 10
    assert {kind for kind, text in table.items() if text != shown} == set(), table


def as_address(picture: Picture) -> str:
    kept = io.BytesIO()
    picture.save(kept, "PNG")
    return f"data:image/png;base64,{base64.b64encode(kept.getvalue()).decode()}"


def test_the_first_load_is_small_and_only_the_reader_may_compile(
    server: Server, wire: Wire, page: Page, cashier: Staff
) -> None:
    login = cashier.login
    db.session.rollback()
    server.start()
    page.goto(f"{server.address}/staff?next=/counter/")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.locator("#scan").wait_for()
    assert page.context.browser
    fresh = page.context.browser.new_context(storage_state=page.context.storage_state())
    page = fresh.new_page()
    page.goto(f"{wire.address}/counter/")
    page.locator("#scan").wait_for()
    page.wait_for_load_state("networkidle")
    assert wire.received <= FIRST_LOAD
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.wait_for_load_state("networkidle")
    assert FIRST_LOAD / 2 < wire.received <= WITH_WORKER

    script = page.locator("script[src$='/js/counter.js']").get_attribute("src") or ""
    worker = f"{wire.address}{script.replace('counter.js', 'counter/reading.js')}"
    headers = page.request.get(worker).headers
    assert "'wasm-unsafe-eval'" in headers["content-security-policy"]
    assert "immutable" in headers["cache-control"]
    page_headers = page.request.get(f"{wire.address}/counter/").headers
    assert "wasm" not in page_headers["content-security-policy"]
    fresh.close()
