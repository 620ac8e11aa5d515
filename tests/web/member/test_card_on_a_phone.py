"""On a real screen: a stranger joins, and the code that then shines is the member's own."""

import io

import pytest
import zxingcpp
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from loyalty_app.extensions import db
from loyalty_app.members.models import Member

from ...factories import publish_preset

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def phone(app: Flask, page: Page) -> Page:
    publish_preset("cafe")
    db.session.rollback()
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    return page


def join(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.get_by_role("link", name="Join").click()
    page.get_by_label("Your name").fill("Member")
    page.get_by_label("E-mail or phone").fill("me@example.org")
    page.get_by_role("button", name="Get my card").click()
    page.wait_for_url(f"{address}/card")


def test_whoever_joins_can_be_scanned_at_once(phone: Page, address: str) -> None:
    join(phone, address)
    code = phone.locator(".card-qr")
    box = code.bounding_box()
    assert box
    assert box["y"] + box["height"] < PHONE["height"]
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(code.screenshot())))
    member = db.session.scalars(select(Member)).one()
    assert found.text == member.code


def test_a_mistake_takes_the_focus_to_the_field(phone: Page, address: str) -> None:
    phone.goto(f"{address}/join")
    phone.get_by_label("Your name").fill("Member")
    phone.get_by_role("button", name="Get my card").click()
    contact = phone.get_by_label("E-mail or phone")
    contact.and_(phone.locator("[aria-invalid=true]")).wait_for()
    assert phone.get_by_label("Your name").input_value() == "Member"
    assert contact.evaluate("field => field === document.activeElement")


def test_everything_works_without_javascript(app: Flask, address: str, browser: Browser) -> None:
    publish_preset("cafe")
    db.session.rollback()
    context = browser.new_context(java_script_enabled=False, viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    join(page, address)
    page.get_by_role("link", name="Me", exact=True).click()
    page.get_by_role("switch").first.click()
    assert page.get_by_role("switch").first.get_attribute("aria-checked") == "true"
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{address}/")
    context.close()
