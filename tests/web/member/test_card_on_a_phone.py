"""On a real screen: a stranger joins, and the code that then shines is their own, and live."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from loyalty_app.extensions import db
from loyalty_app.members.models import Member
from loyalty_app.staff.models import Role

from ...factories import hire, publish_preset
from ...sign_in import as_staff
from .screen import PHONE, join, live_code, read, static_code

pytestmark = pytest.mark.browser

CLOCK_AN_HOUR_FAST = """
  const now = Date.now.bind(Date);
  Date.now = () => now() + 3600e3;
"""
STORAGE_IS_FULL = """
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
"""


@pytest.fixture
def phone(app: Flask, page: Page) -> Page:
    publish_preset("cafe")
    db.session.rollback()
    page.set_viewport_size(PHONE)
    return page


@pytest.fixture
def till(client: FlaskClient) -> FlaskClient:
    return as_staff(client, hire(Role.CASHIER))


def scan(till: FlaskClient, code: str) -> tuple[int, str]:
    answer = till.post("/counter/", data={"code": code})
    return answer.status_code, answer.location or answer.text


def the_member() -> Member:
    db.session.rollback()
    return db.session.scalars(select(Member)).one()


def test_whoever_joins_shows_a_live_code_that_counts_once(
    phone: Page, address: str, till: FlaskClient
) -> None:
    db.session.rollback()
    join(phone, address)
    written, picture = live_code(phone), phone.locator("#card .card-qr")
    box = picture.bounding_box()
    assert box
    assert box["y"] + box["height"] < PHONE["height"]
    code = read(picture)
    assert (len(code), code[:13]) == (29, written[:13])
    assert scan(till, code) == (303, f"/counter/members/{the_member().number}")
    status, words = scan(till, code)
    assert status == 422
    assert "This code was scanned already." in words
    other = code[:-1] + ("7" if code[-1] != "7" else "8")
    assert "No phone shows this code." in scan(till, other)[1]


def test_no_script_can_read_the_key_out(phone: Page, address: str) -> None:
    join(phone, address)
    live_code(phone)
    answer = phone.evaluate(
        """async () => {
          const { keptKey } = await import(document.querySelector("script[src*='card.js']").src
            .replace("card.js", "card/key.js"));
          const { key } = await keptKey();
          return crypto.subtle.exportKey("raw", key).catch((error) => error.name);
        }"""
    )
    assert answer == "InvalidAccessError"


def test_a_clock_that_is_an_hour_fast_is_said_and_the_code_is_right(
    phone: Page, address: str, till: FlaskClient
) -> None:
    db.session.rollback()
    phone.add_init_script(CLOCK_AN_HOUR_FAST)
    join(phone, address)
    code = live_code(phone)
    expect(phone.get_by_text("The clock of this phone is wrong")).to_be_visible()
    assert scan(till, code)[0] == 303


def test_a_right_clock_is_not_mentioned(phone: Page, address: str) -> None:
    join(phone, address)
    live_code(phone)
    expect(phone.get_by_text("The clock of this phone is wrong")).to_be_hidden()
    expect(phone.get_by_text("Offline")).to_be_hidden()


def test_a_full_storage_leaves_the_fixed_code_and_says_why(
    phone: Page, address: str, till: FlaskClient
) -> None:
    db.session.rollback()
    phone.add_init_script(STORAGE_IS_FULL)
    join(phone, address)
    expect(phone.get_by_text("This phone has no room to keep a key")).to_be_visible()
    code = static_code(phone)
    assert read(phone.locator("#card .card-qr")) == code
    assert scan(till, code)[0] == 303


def test_a_phone_whose_storage_was_wiped_enrols_again(
    phone: Page, address: str, till: FlaskClient
) -> None:
    db.session.rollback()
    join(phone, address)
    before = live_code(phone)
    phone.goto(f"{address}/me/devices")
    phone.evaluate("indexedDB.deleteDatabase('card')")
    phone.goto(f"{address}/card")
    after = live_code(phone)
    assert after[3:13] != before[3:13]
    assert scan(till, after)[0] == 303
    phone.goto(f"{address}/me/devices")
    expect(phone.get_by_text("This one")).to_have_count(1)
    expect(phone.get_by_role("button", name="Sign out")).to_have_count(0)


def test_two_tabs_show_the_same_code(phone: Page, address: str) -> None:
    join(phone, address)
    code = live_code(phone)
    tab = phone.context.new_page()
    tab.goto(f"{address}/card")
    assert live_code(tab)[:13] == code[:13]
    phone.reload()
    assert live_code(phone)[:13] == code[:13]


def test_a_tap_fills_the_screen_and_esc_gives_the_focus_back(phone: Page, address: str) -> None:
    join(phone, address)
    code = live_code(phone)
    phone.get_by_role("button", name="Show the code large").click()
    large = phone.get_by_role("dialog", name="Your code, large")
    expect(large).to_be_visible()
    assert large.bounding_box() == {"x": 0, "y": 0, **PHONE}
    assert large.evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(255, 255, 255)"
    assert read(large)[:13] == code[:13]
    assert not Axe().run(phone).response["violations"]
    phone.keyboard.press("Escape")
    expect(large).to_be_hidden()
    expect(phone.get_by_role("button", name="Show the code large")).to_be_focused()
    phone.keyboard.press("Enter")
    large.get_by_role("button", name="Close").click()
    expect(large).to_be_hidden()


def test_the_tile_stays_white_in_the_dark(phone: Page, address: str) -> None:
    phone.emulate_media(color_scheme="dark")
    join(phone, address)
    live_code(phone)
    tile = phone.locator("#card-tile")
    assert tile.evaluate("it => getComputedStyle(it).backgroundColor") == "rgb(255, 255, 255)"


def test_an_iphone_is_told_how_until_it_says_not_now(phone: Page, address: str) -> None:
    phone.add_init_script("Object.defineProperty(navigator, 'standalone', { value: false })")
    join(phone, address)
    steps = phone.get_by_role("heading", name="Keep the card on the home screen")
    expect(steps).to_be_visible()
    assert not Axe().run(phone).response["violations"]
    phone.get_by_role("region", name="Keep the card").get_by_role("button").click()
    expect(steps).to_be_hidden()
    phone.reload()
    live_code(phone)
    expect(steps).to_be_hidden()


def test_a_browser_that_installs_has_a_button_for_it(phone: Page, address: str) -> None:
    join(phone, address)
    live_code(phone)
    button = phone.get_by_role("button", name="Put the card on the home screen")
    expect(button).to_be_hidden()
    phone.evaluate(
        """() => {
          const offer = new Event("beforeinstallprompt", { cancelable: true });
          offer.prompt = () => (document.title = offer.defaultPrevented ? "asked" : "twice");
          dispatchEvent(offer);
        }"""
    )
    button.click()
    expect(phone).to_have_title("asked")
    expect(button).to_be_hidden()


def test_a_mistake_takes_the_focus_to_the_field(phone: Page, address: str) -> None:
    phone.goto(f"{address}/join")
    phone.get_by_label("Your name").fill("Member")
    phone.get_by_role("button", name="Get my card").click()
    of_age = phone.get_by_label("I am at least 14")
    of_age.and_(phone.locator("[aria-invalid=true]")).wait_for()
    assert phone.get_by_label("Your name").input_value() == "Member"
    assert of_age.evaluate("field => field === document.activeElement")


def test_everything_works_without_javascript(app: Flask, address: str, browser: Browser) -> None:
    publish_preset("cafe")
    db.session.rollback()
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)
    page = context.new_page()
    join(page, address)
    assert read(page.locator("#card .card-qr")) == static_code(page)
    page.get_by_role("link", name="Me", exact=True).click()
    page.get_by_role("switch").first.click()
    assert page.get_by_role("switch").first.get_attribute("aria-checked") == "true"
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{address}/")
    context.close()
