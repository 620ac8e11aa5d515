"""What one sees and does on a member's phone."""

import io

import zxingcpp
from PIL import Image
from playwright.sync_api import Locator, Page, ViewportSize

PHONE: ViewportSize = {"width": 390, "height": 844}


def join(page: Page, address: str) -> None:
    page.goto(f"{address}/")
    page.get_by_role("link", name="Join").click()
    join_here(page, address)


def join_here(page: Page, address: str) -> None:
    """On the page that asks who joins."""
    page.get_by_label("Your name").fill("Member")
    page.get_by_label("E-mail or phone").fill("me@example.org")
    page.get_by_label("I am at least 14").check()
    page.get_by_role("button", name="Get my card").click()
    page.wait_for_url(f"{address}/card")


def live_code(page: Page) -> str:
    """The rotating code that stands on the card, once it is there."""
    return _written(page, "LY1")


def static_code(page: Page) -> str:
    return _written(page, "LY0")


def _written(page: Page, kind: str) -> str:
    text = page.locator("#card .card-code").filter(has_text=kind).text_content()
    return "".join((text or "").split())


def read(place: Locator) -> str:
    """What a scanner reads off the screen."""
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(place.screenshot())))
    return found.text
