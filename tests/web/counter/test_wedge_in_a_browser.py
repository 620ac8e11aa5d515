"""A USB scanner is a keyboard that types fast: every page hears it, and people lose nothing."""

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.sessions.operations import sign_in_staff
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role
from loyalty_app.standing.operations import enrol

from ...factories import hire
from ...sign_in import cookie_for
from .conftest import has

pytestmark = pytest.mark.browser

PERSON = 90
"""Milliseconds between the keys of somebody who types fast."""
AHEAD, SILENCE = 10_000, 300
"""Milliseconds: more than it takes to stop a clock; longer than a scanner pauses."""
ENDS = {"Enter": "Enter", "Tab": "Tab", "nothing": None}


@pytest.fixture
def till(app: Flask, page: Page, address: str, shop: Shop, member: Member) -> Page:
    cashier = hire(Role.CASHIER, shop)
    value = cookie_for(app, in_transaction(lambda: sign_in_staff(cashier)))
    db.session.rollback()
    page.context.add_cookies([{"name": "session", "value": value, "url": address}])
    page.set_viewport_size({"width": 1280, "height": 900})
    page.clock.install()
    return page


@pytest.fixture
def other(member: Member) -> str:
    """The code of somebody else's card."""
    code = in_transaction(lambda: enrol("Next Guest", number="7654321094")).code
    db.session.rollback()
    return code


def scan(page: Page, text: str, end: str | None) -> None:
    """As fast as a scanner, however busy the machine is: the page's clock stands still."""
    page.clock.pause_at(page.evaluate("Date.now()") + AHEAD)
    page.keyboard.type(text)
    if end:
        page.keyboard.press(end)
    page.clock.run_for(SILENCE)
    page.clock.resume()


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("path", ["/counter/", "/counter/receipts", "/counter/members/1234567897"])
def test_a_scanner_is_heard_everywhere_however_it_ends(
    till: Page, address: str, other: str, path: str, end: str
) -> None:
    till.goto(f"{address}{path}")
    till.evaluate("document.activeElement.blur()")
    scan(till, f"]Q3{other}", ENDS[end])
    expect(till.locator(".guest-name")).to_have_text("Next Guest")


@pytest.mark.parametrize("end", ENDS)
def test_the_field_for_codes_takes_any_number(till: Page, address: str, end: str) -> None:
    in_transaction(lambda: enrol("From elsewhere", number="C-00017"))
    till.goto(f"{address}/counter/")
    expect(till.locator("[name=code]")).to_be_focused()
    scan(till, "C-00017", ENDS[end])
    expect(till.locator(".guest-name")).to_have_text("From elsewhere")


def test_an_amount_that_was_typed_is_not_changed_by_a_scan(
    till: Page, address: str, other: str
) -> None:
    till.goto(f"{address}/counter/members/1234567897")
    till.locator("[name=amount]").focus()
    till.keyboard.type("450", delay=PERSON)
    expect(till.locator("[name=amount]")).to_have_value("4.50")
    till.evaluate("HTMLFormElement.prototype.requestSubmit = () => {}")
    scan(till, other, "Enter")
    expect(till.locator("[name=amount]")).to_have_value("4.50")


def test_what_a_person_types_stays_where_they_type_it(till: Page, address: str, other: str) -> None:
    till.goto(f"{address}/counter/enrol")
    till.locator("[name=name]").focus()
    till.keyboard.type("Lyra 0123456789", delay=PERSON)
    till.keyboard.press("Tab")
    till.keyboard.type("393471234599")
    expect(till.locator("[name=name]")).to_have_value("Lyra 0123456789")
    expect(till.locator("[name=contact]")).to_have_value("393471234599")
    scan(till, other, "Enter")
    expect(till.locator(".guest-name")).to_have_text("Next Guest")


def test_a_key_that_is_held_down_is_no_scanner(till: Page, address: str) -> None:
    till.goto(f"{address}/counter/")
    for _ in range(12):
        till.keyboard.down("7")
    till.wait_for_timeout(250)
    assert till.url == f"{address}/counter/"


def test_a_purchase_by_hardware_keys_alone(till: Page, address: str, member: Member) -> None:
    till.goto(f"{address}/counter/")
    type_slowly(till, "1234567897")
    till.keyboard.press("Enter")
    expect_guest(till)
    type_slowly(till, "1299")
    till.keyboard.press("Backspace")
    expect(till.locator("[name=amount]")).to_have_value("1.29")
    till.keyboard.press("Backspace")
    type_slowly(till, ".5")
    expect(till.locator("[name=amount]")).to_have_value("12.5")
    till.keyboard.press("Enter")
    expect(till.locator(".done")).to_contain_text("now has 12 points")
    assert has(member).available == 12
    db.session.rollback()

    # The same again is asked about, and the answer is one key.
    type_slowly(till, "1234567897")
    till.keyboard.press("Enter")
    expect_guest(till)
    expect(till.locator(".last-one")).to_contain_text("Regular Guest · €12.50 · +12 points")
    type_slowly(till, "1250")
    till.keyboard.press("Enter")
    expect(till.get_by_role("alert").filter(has_text="Record it again?")).to_be_visible()
    expect(till.get_by_role("button", name="Record it again")).to_be_focused()
    assert has(member).available == 12
    db.session.rollback()
    till.keyboard.press("Enter")
    expect(till.locator(".done")).to_contain_text("now has 24 points")


def expect_guest(page: Page) -> None:
    expect(page.locator(".guest-name")).to_have_text("Regular Guest")
    expect(page.locator("[data-key='1']")).to_be_visible()  # its script is there


def type_slowly(page: Page, text: str) -> None:
    page.keyboard.type(text, delay=PERSON)
