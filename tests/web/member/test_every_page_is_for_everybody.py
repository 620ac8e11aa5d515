"""Every member page, full and empty, in both languages, light and dark: axe is content, it fits."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from loyalty_app.activities.values import OWN_PHONE, Activity, Kind
from loyalty_app.engine import join, record
from loyalty_app.extensions import db, in_transaction
from loyalty_app.invitations.operations import Came, make_link
from loyalty_app.invitations.queries import link_of
from loyalty_app.members.models import Member
from loyalty_app.rewards.queries import ticket_of_claim
from loyalty_app.sessions.operations import sign_in_member

from ...factories import enrol_member
from ...sign_in import cookie_for
from .conftest import Till

pytestmark = pytest.mark.browser

PAGES = (
    "/card",
    "/rewards",
    "/tier",
    "/history",
    "/inbox",
    "/invite",
    "/help",
    "/me",
    "/me/devices",
    "/me/leave",
)
NARROW, PHONE = 320, 390
LONG_NAME = "Maximiliane Bartholomea von und zu Hohenstaufen-Wolkenstein 🦩 <b>محمد</b>"


@pytest.fixture
def guest(member: Member, till: Till) -> Member:
    """A long name, a full card, an open voucher, something undone, another phone."""
    guest = enrol_member(LONG_NAME)
    in_transaction(lambda: sign_in_member(guest, label="Android · Samsung Internet"))
    till.sell(guest, 123456, coffees=10)
    undone = till.sell(guest, 500)
    till.record(guest, Kind.UNDO, refers_to=undone.activity.id)
    in_transaction(lambda: make_link(guest.id))
    friend = in_transaction(lambda: join("Friend", came=Came(guest.id)))
    till.sell(friend, 500)
    return guest


@pytest.fixture
def ticket(guest: Member) -> str:
    claim = Activity(guest.id, Kind.CLAIM, OWN_PHONE, "c1", reward="breakfast")
    claimed = in_transaction(lambda: record(claim)).activity
    return ticket_of_claim(claimed).code


def look(page: Page, app: Flask, address: str, member: Member, language: str) -> None:
    token = in_transaction(lambda: sign_in_member(member))
    value = cookie_for(app, token, language)
    page.context.add_cookies([{"name": "session", "value": value, "url": address}])
    db.session.rollback()


def assert_is_for_everybody(page: Page, what: str) -> None:
    found = Axe().run(page).response["violations"]
    assert not found, (what, [(v["id"], v["nodes"][0]["html"]) for v in found])
    for width in (NARROW, PHONE):
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (what, width)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_with_a_past(
    app: Flask,
    page: Page,
    address: str,
    guest: Member,
    till: Till,
    ticket: str,
    language: str,
    scheme: str,
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size({"width": PHONE, "height": 844})
    look(page, app, address, guest, language)
    link = link_of(guest.id)
    assert link
    invitation = f"/i/{link.code}"
    db.session.rollback()
    for path in (*PAGES, f"/vouchers/{ticket}", "/history?choice=spent", invitation):
        page.goto(f"{address}{path}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        assert_is_for_everybody(page, path)
    with page.expect_response("**/live?**"):
        page.goto(f"{address}/card")
    till.sell(guest, 1200, coffees=10)
    db.session.rollback()
    page.locator("#live-receipt[data-celebrate]").wait_for()
    assert_is_for_everybody(page, "the slip")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_with_nothing_yet(
    app: Flask, page: Page, address: str, member: Member, language: str, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.set_viewport_size({"width": PHONE, "height": 844})
    look(page, app, address, enrol_member(""), language)
    for path in ("/card", "/history", "/inbox", "/rewards", "/invite"):
        page.goto(f"{address}{path}")
        assert_is_for_everybody(page, path)
