"""On a phone at the counter: points and a discount pay, the amount that is left stands there, and
an undo takes it all back."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from loyalty_app.extensions import db
from loyalty_app.members.models import Member
from loyalty_app.programme.document import Programme
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role
from loyalty_app.web.counter import scan

from ...factories import PASSWORD, hire, publish
from .conftest import has
from .test_counter_in_a_browser import nothing_to_scroll
from .test_paying import RULES, claimed, with_points


@pytest.fixture
def programme(app: object) -> Programme:
    return publish(RULES)


@pytest.mark.browser
def test_points_and_a_discount_pay_a_part(
    page: Page, address: str, shop: Shop, member: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "shown_in", lambda text: text)  # every code is the phone's own
    with_points(member)
    claimed(member, "tenth")
    cashier = hire(Role.CASHIER, shop)
    login, code = cashier.login, member.code
    db.session.rollback()
    page.set_viewport_size({"width": 390, "height": 844})  # a phone
    page.goto(f"{address}/counter/")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    page.locator("[name=code]").fill(code)
    page.locator("[name=code]").press("Enter")

    page.wait_for_url("**/members/*")
    for key in "2000":
        page.locator(f"[data-key='{key}']").click()
    more = page.locator(".less [data-step='1']")
    more.click()
    expect(page.locator("[name=points]")).to_have_value("200")
    more.click()
    expect(page.locator("[name=points]")).to_have_value("300")
    page.locator(".less .chip-choice").last.click()
    expect(page.locator("#preview")).to_contain_text("To pay: €15.00")
    for fewer in ("200", ""):
        page.locator(".less [data-step='-1']").click()
        expect(page.locator("[name=points]")).to_have_value(fewer)
    expect(page.locator("#preview")).to_contain_text("To pay: €18.00")
    more.click()
    expect(page.locator("#preview")).to_contain_text("To pay: €16.00")
    assert nothing_to_scroll(page)
    assert not Axe().run(page).response["violations"]
    page.get_by_role("button", name="Record").click()

    page.wait_for_url("**/receipts/*")
    expect(page.locator(".slip")).to_contain_text("€2.00 paid with 200 points")
    expect(page.locator(".slip")).to_contain_text("€2.00 off: A tenth")
    assert has(member).available == 1000 - 50 - 200 + 16
    db.session.rollback()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".slip-undone")).to_be_visible()
    standing = has(member)
    assert (standing.available, len(standing.vouchers)) == (950, 1)
    db.session.rollback()
