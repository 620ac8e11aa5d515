"""On real screens: a card is opened again by a passkey, by the counter's code, by a mail."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Locator, Page
from sqlalchemy import select

from loyalty_app.extensions import db
from loyalty_app.members.models import Member
from loyalty_app.outreach.models import OutboxMail
from loyalty_app.web.public import login

from ...factories import PASSWORD, hire, publish_preset
from ..member.screen import live_code, read

pytestmark = pytest.mark.browser

SCREEN = {"width": 390, "height": 844}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
NewPhone = Callable[[], Page]


@pytest.fixture
def new_phone(
    app: Flask, address: str, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> Iterator[NewPhone]:
    """Each has its own cookies and its own keys."""
    monkeypatch.setattr(login, "ANSWER_AFTER", 0.0)
    app.config["PUBLIC_URL"] = address
    publish_preset("cafe")
    db.session.rollback()
    contexts = []

    def phone() -> Page:
        context = browser.new_context(viewport=SCREEN, locale="en")  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        keys = context.new_cdp_session(page)
        keys.send("WebAuthn.enable")
        keys.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        return page

    yield phone
    for context in contexts:
        context.close()


def join(page: Page, address: str, contact: str = "") -> None:
    page.goto(f"{address}/join")
    page.get_by_label("E-mail or phone").fill(contact)
    page.get_by_label("I am at least 14").check()
    page.get_by_role("button", name="Get my card").click()
    page.wait_for_url("**/card")


def go_on_shift(page: Page, address: str) -> None:
    staff = hire()
    page.goto(f"{address}/staff")
    page.get_by_label("Login").fill(staff.login)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/counter/")


def decoded(picture: Locator) -> str:
    [code] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture.screenshot())))
    return code.text


def only(column: Any) -> Any:  # noqa: ANN401
    """What the one row says; nothing of it is held, or no browser could write."""
    db.session.rollback()
    value = db.session.scalars(select(column)).one()
    db.session.rollback()
    return value


def test_a_passkey_saved_after_joining_opens_the_card_again(
    new_phone: NewPhone, address: str
) -> None:
    phone = new_phone()
    join(phone, address)
    phone.get_by_role("button", name="Save a passkey").click()
    phone.get_by_text("Saved. From now on").wait_for()
    phone.goto(f"{address}/me")
    phone.get_by_role("button", name="Sign out").click()
    phone.goto(f"{address}/login?next=/rewards")
    phone.get_by_role("button", name="Use my passkey").click()
    phone.wait_for_url(f"{address}/rewards")
    phone.goto(f"{address}/card")
    assert only(Member.number) in phone.locator(".card").inner_text()


def test_a_phone_that_has_one_is_not_asked_for_another(new_phone: NewPhone, address: str) -> None:
    phone = new_phone()
    join(phone, address)
    for words in ("Save a passkey", "Save another passkey"):
        phone.goto(f"{address}/me/devices")
        phone.get_by_role("button", name=words).click()
        phone.locator(".notice-good, #passkey-fault:not([hidden])").first.wait_for()
    assert "has a passkey for your card already" in phone.locator("#passkey-fault").inner_text()


def test_a_passkey_that_was_removed_says_what_else_helps(new_phone: NewPhone, address: str) -> None:
    phone = new_phone()
    join(phone, address)
    phone.get_by_role("button", name="Save a passkey").click()
    phone.get_by_text("Saved. From now on").wait_for()
    phone.goto(f"{address}/me/devices")
    phone.get_by_role("button", name="Remove").click()
    phone.get_by_text("It opens nothing any more").wait_for()
    phone.goto(f"{address}/me")
    phone.get_by_role("button", name="Sign out").click()
    phone.goto(f"{address}/login")
    phone.get_by_role("button", name="Use my passkey").click()
    phone.get_by_text("This passkey does not open a card here.").wait_for()


def test_a_card_without_any_contact_moves_to_a_new_phone_at_the_counter(
    new_phone: NewPhone, address: str
) -> None:
    old, new, till = new_phone(), new_phone(), new_phone()
    join(old, address)
    go_on_shift(till, address)
    till.get_by_label("Card, phone number or voucher").fill(decoded(old.locator("#card .card-qr")))
    till.get_by_role("button", name="Go on").click()
    till.get_by_role("link", name="New phone").click()
    till.get_by_role("button", name="Show the code").click()
    new.goto(decoded(till.locator(".code-to-scan")))
    new.get_by_role("button", name="This is my card").click()
    new.wait_for_url("**/card")
    assert live_code(new) == read(new.locator("#card .card-qr"))
    till.get_by_text("The card is on the new phone").wait_for()
    old.goto(f"{address}/card")
    assert old.url.startswith(f"{address}/login")


def test_a_mail_read_elsewhere_opens_the_card_where_it_was_asked_for(
    new_phone: NewPhone, address: str
) -> None:
    first, second, reader = new_phone(), new_phone(), new_phone()
    join(first, address, "me@example.org")
    second.goto(f"{address}/login")
    second.get_by_label("Your e-mail address").fill("me@example.org")
    second.get_by_role("button", name="Mail me the code").click()
    second.wait_for_url("**/login/sent")
    mailed = only(OutboxMail.facts)
    reader.goto(mailed["link"])
    reader.get_by_text("Go back there and type the six digits").wait_for()
    second.get_by_label("The six digits").fill(mailed["code"])
    second.get_by_role("button", name="Open my card").click()
    second.wait_for_url("**/card")
    assert live_code(second) == read(second.locator("#card .card-qr"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 320])
def test_every_way_in_is_readable_and_fits(
    new_phone: NewPhone, address: str, scheme: str, width: int
) -> None:
    phone, till = new_phone(), new_phone()
    for page in (phone, till):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 844})
    for path in ("/join", "/login", "/login/over", "/phone/over"):
        phone.goto(address + path)
        check(phone, width)
    phone.goto(f"{address}/login")
    phone.get_by_label("Your e-mail address").fill("a-rather-long-address@a-long-host.example.org")
    phone.get_by_role("button", name="Mail me the code").click()
    phone.wait_for_url("**/login/sent")
    check(phone, width)
    join(phone, address)
    go_on_shift(till, address)
    for path in ("/poster", f"/counter/members/{only(Member.number)}/phone"):
        till.goto(address + path)
        check(till, width)
    till.get_by_role("button", name="Show the code").click()
    till.locator(".code-to-scan").wait_for()
    check(till, width)
    phone.goto(decoded(till.locator(".code-to-scan")))
    check(phone, width)


def check(page: Page, width: int) -> None:
    found = Axe().run(page).response["violations"]
    assert not found, (page.url, [(v["id"], v["nodes"][0]["html"]) for v in found])
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url
