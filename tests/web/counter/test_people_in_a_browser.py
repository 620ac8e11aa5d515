"""On a device of the shop: people change places by PIN, it locks, and a manager approves on it."""

from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, ViewportSize, expect

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.programme.document import Programme
from loyalty_app.sessions.invitations import invite
from loyalty_app.sessions.operations import sign_in_staff
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.operations import hire
from loyalty_app.staff.passwords import PasswordHash

from ...factories import publish
from ...on_device import OTHER_PIN, PIN, enrolled, with_pin
from ...sign_in import cookie_for
from .conftest import CAFE, has

pytestmark = pytest.mark.browser

LIMITS = "counter: {limits: {cashier: {purchase: 100.00, points: 50}}}"
PHONE: ViewportSize = {"width": 390, "height": 844}


@dataclass
class Tablet:
    """A device of the shop where a cashier, Carlo, and a manager, Marta, have a PIN."""

    page: Page
    address: str
    carlo: int
    marta: int

    def opens(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def arrives(self, path: str) -> None:
        self.page.wait_for_url(lambda url: urlsplit(url).path == path)

    def enters(self, name: str, pin: str) -> None:
        """By the keys on the screen."""
        self.page.get_by_role("link", name=name).click()
        self.types(pin)

    def types(self, pin: str) -> None:
        for key in pin:
            self.page.locator(f"[data-pin] [data-key='{key}']").click()
        self.page.locator(".key-go").click()


@pytest.fixture
def programme(app: Flask) -> Programme:
    return publish(f"{CAFE}\n{LIMITS}")


@pytest.fixture
def tablet(page: Page, address: str, programme: Programme, shop: Shop) -> Tablet:
    nobody, place = PasswordHash("none"), shop.id
    carlo = in_transaction(lambda: hire("Carlo", "carlo", nobody, Role.CASHIER, place))
    marta = in_transaction(lambda: hire("Marta", "marta", nobody, Role.MANAGER, place))
    with_pin(carlo, OTHER_PIN)
    with_pin(marta, PIN)
    _, token = enrolled(marta)
    people = carlo.id, marta.id
    db.session.rollback()
    page.set_viewport_size(PHONE)
    page.context.add_cookies([{"name": "device", "value": token, "url": address}])
    return Tablet(page, address, *people)


def test_the_next_person_takes_over_by_a_tap_and_a_pin(tablet: Tablet) -> None:
    page = tablet.page
    tablet.opens("/counter/receipts")
    tablet.enters("Carlo", OTHER_PIN)
    tablet.arrives("/counter/receipts")
    expect(page.locator(".who-here")).to_contain_text("Carlo")
    page.get_by_role("button", name="Switch person").click()
    tablet.arrives("/staff/switch")
    tablet.enters("Marta", OTHER_PIN)
    expect(page.locator(".fault")).to_contain_text("4 tries are left")
    tablet.types(PIN)
    tablet.arrives("/counter/")
    expect(page.locator(".who-here")).to_contain_text("Marta")


def test_it_locks_over_the_page_and_what_was_typed_stays(tablet: Tablet, member: Member) -> None:
    page, number = tablet.page, member.number
    db.session.rollback()
    page.clock.install()
    tablet.opens("/counter/")
    tablet.enters("Carlo", OTHER_PIN)
    tablet.arrives("/counter/")
    tablet.opens(f"/counter/members/{number}")
    for key in "1250":
        page.locator(f".sale [data-key='{key}']").click()
    page.clock.fast_forward("04:50")
    expect(page.locator("#locked")).to_be_hidden()
    page.clock.fast_forward("00:15")
    expect(page.locator("#locked")).to_contain_text("Carlo")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#locked")).to_be_visible()
    tablet.types(OTHER_PIN)
    expect(page.locator("#locked")).to_be_hidden()
    expect(page.locator("[name=amount]")).to_have_value("12.50")
    page.get_by_role("button", name="Record").click()
    page.wait_for_url("**/receipts/*")
    assert has(member).available == 12


def test_where_the_server_was_first_the_page_asks_and_goes_on(
    tablet: Tablet, member: Member
) -> None:
    page, number = tablet.page, member.number
    db.session.rollback()
    tablet.opens("/counter/")
    tablet.enters("Carlo", OTHER_PIN)
    tablet.arrives("/counter/")
    tablet.opens(f"/counter/members/{number}")
    another = page.context.new_page()
    another.goto(f"{tablet.address}/counter/")
    another.get_by_role("button", name="Switch person").click()
    another.wait_for_url("**/staff/switch")
    page.locator("[name=amount]").fill("7")  # what it would bring is asked at once
    expect(page.locator("#locked")).to_contain_text("Carlo")
    tablet.types(OTHER_PIN)
    expect(page.locator("#locked")).to_be_hidden()
    page.get_by_role("button", name="Record").click()
    page.wait_for_url("**/receipts/*")
    assert has(member).available == 7


def test_another_person_opens_what_somebody_locked(tablet: Tablet) -> None:
    page = tablet.page
    tablet.opens("/counter/")
    tablet.enters("Carlo", OTHER_PIN)
    tablet.arrives("/counter/")
    page.evaluate("document.dispatchEvent(new Event('locked'))")
    page.locator("#locked [data-pin]").wait_for()
    page.locator("#locked").get_by_role("link", name="Somebody else").click()
    page.locator("#locked").get_by_role("link", name="Marta").click()
    tablet.types(PIN)
    expect(page.locator(".who-here")).to_contain_text("Marta")
    expect(page.locator("#locked")).to_be_hidden()


def test_a_manager_approves_on_the_spot(tablet: Tablet, member: Member) -> None:
    page, number = tablet.page, member.number
    db.session.rollback()
    tablet.opens(f"/counter/members/{number}")
    tablet.enters("Carlo", OTHER_PIN)
    tablet.arrives(f"/counter/members/{number}")
    page.locator("[name=amount]").fill("120")
    page.get_by_role("button", name="Record").click()
    expect(page.locator(".approval")).to_contain_text("up to €100.00 alone")
    expect(page.locator("[name=amount]")).to_have_value("120")
    expect(page.get_by_label("Marta")).to_be_checked()
    page.locator(".approval [name=pin]").fill(PIN)
    page.get_by_role("button", name="Approve and record").click()
    page.wait_for_url("**/receipts/*")
    expect(page.locator(".slip")).to_contain_text("approved by Marta")
    assert has(member).available == 120


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_its_pages_are_for_everybody(
    app: Flask,
    tablet: Tablet,
    member: Member,
    shop: Shop,
    language: str,
    scheme: Literal["light", "dark"],
) -> None:
    page, number, marta, shop_id = tablet.page, member.number, tablet.marta, shop.id
    db.session.rollback()
    speak(app, tablet, language)
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    tablet.opens("/staff/switch")
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert_is_for_everybody(page, "switch")
    page.get_by_role("link", name="Carlo").click()
    tablet.types(PIN)
    page.locator(".fault").wait_for()
    assert_is_for_everybody(page, "wrong PIN")
    tablet.types(OTHER_PIN)
    tablet.arrives("/counter/")
    assert_is_for_everybody(page, "scan")

    tablet.opens(f"/counter/members/{number}")
    page.locator("[name=amount]").fill("120")
    page.locator("form.sale > button.button-wide").click()
    page.locator(".approval").wait_for()
    assert_is_for_everybody(page, "approval")
    page.evaluate("document.dispatchEvent(new Event('locked'))")
    page.locator("#locked [data-pin]").wait_for()
    assert_is_for_everybody(page, "locked")

    token, _ = in_transaction(lambda: invite(marta, "Anna", Role.CASHIER, shop_id, None, language))
    db.session.rollback()
    tablet.opens(f"/staff/invited/{token}")
    assert_is_for_everybody(page, "invited")

    speak(app, tablet, language, marta)
    tablet.opens("/staff/pin")
    assert_is_for_everybody(page, "PIN")
    tablet.opens("/console/staff")
    assert_is_for_everybody(page, "staff")
    page.locator("[name=name]").fill("Bruno")
    page.locator("form.panel button[type=submit]").first.click()
    page.locator("#invitation").wait_for()
    assert_is_for_everybody(page, "invitation")


def speak(app: Flask, tablet: Tablet, language: str, staff_id: int | None = None) -> None:
    """A browser that reads a language, and where somebody may be signed in by password."""

    def verb() -> str:
        return sign_in_staff(db.session.get_one(Staff, staff_id)) if staff_id else "nobody"

    value = cookie_for(app, in_transaction(verb), language)
    db.session.rollback()
    tablet.page.context.add_cookies([{"name": "session", "value": value, "url": tablet.address}])


def assert_is_for_everybody(page: Page, what: str) -> None:
    found = Axe().run(page).response["violations"]
    assert not found, (what, [(v["id"], v["nodes"][0]["html"]) for v in found])
    for width in (320, 390, 820, 1280):
        page.set_viewport_size({"width": width, "height": 844})
        fits = "document.documentElement.scrollWidth <= innerWidth"
        assert page.evaluate(fits), (what, width)
    page.set_viewport_size(PHONE)
