"""A question on the member's phone, its answer at the desk, and a complaint: axe is content."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, expect

from loyalty_app.extensions import db, in_transaction
from loyalty_app.sessions.operations import sign_in_member, sign_in_staff
from loyalty_app.staff.models import Staff

from ...factories import enrol_member
from ...sign_in import cookie_for
from .screens import Scheme, assert_is_for_everybody, opened

WORDS = {
    "en": {"write": "Write to us", "message": "Your message", "send": "Send"}
    | {"wrong": "Something went wrong", "waits": "You will hear from us by"}
    | {"take": "I see to it", "to": "To the member", "complains": "complains"},
    "it": {"write": "Scrivici", "message": "Il tuo messaggio", "send": "Invia"}
    | {"wrong": "Qualcosa non è andato bene", "waits": "Avrai nostre notizie entro"}
    | {"take": "Me ne occupo", "to": "Al cliente", "complains": "Reclamo di"},
}


@pytest.mark.browser
@pytest.mark.parametrize(("language", "scheme"), [("it", "dark"), ("en", "light")])
def test_from_a_question_to_its_answer(
    browser: Browser, app: Flask, address: str, owner: Staff, language: str, scheme: Scheme
) -> None:
    member, words = enrol_member("Regular Guest"), WORDS[language]
    tokens = (
        in_transaction(lambda: sign_in_member(member)),
        in_transaction(lambda: sign_in_staff(owner)),
    )
    number = member.number
    db.session.rollback()
    phone, desk = (
        opened(browser, address, cookie_for(app, token, language), scheme) for token in tokens
    )

    phone.clock.install()
    phone.goto(f"{address}/inbox")
    phone.get_by_role("link", name=words["write"]).click()
    assert_is_for_everybody(phone)
    phone.get_by_label(words["message"]).fill("Is it open on Sunday?")
    phone.get_by_role("button", name=words["send"]).click()
    expect(phone.get_by_text(words["waits"])).to_be_visible()

    desk.goto(f"{address}/console/desk")
    assert_is_for_everybody(desk)
    desk.get_by_role("link", name="Is it open on Sunday?").click()
    assert_is_for_everybody(desk)
    desk.get_by_role("button", name=words["take"]).click()
    desk.get_by_label(words["to"]).fill("Yes, until two.")
    desk.get_by_role("button", name=words["send"], exact=True).click()
    expect(desk.locator(".bubble-own")).to_contain_text("Yes, until two.")

    phone.get_by_label(words["message"]).fill("And on Mon")
    asked: list[str] = []
    phone.on("request", lambda request: asked.append(request.url))
    phone.evaluate("Object.defineProperty(document, 'hidden', {value: true, writable: true})")
    phone.clock.fast_forward("00:16")
    phone.evaluate("document.hidden = false")
    assert not asked  # what comes while nobody looks must not count as read
    phone.clock.fast_forward("00:16")
    expect(phone.locator(".bubble")).to_have_count(2)
    expect(phone.get_by_label(words["message"])).to_have_value("And on Mon")
    for path in ("notes", "talk"):
        desk.goto(f"{address}/console/members/{number}/{path}")
        assert_is_for_everybody(desk)

    phone.goto(f"{address}/inbox")
    expect(phone.get_by_text("Yes, until two.")).to_be_visible()
    phone.get_by_role("link", name=words["write"]).click()
    expect(phone.locator(".bubble")).to_have_count(2)
    assert_is_for_everybody(phone)
    phone.get_by_label(words["message"]).fill("The coffee was cold.")
    phone.get_by_label(words["wrong"]).check()
    phone.get_by_role("button", name=words["send"]).click()
    expect(phone.locator(".bubble")).to_have_count(3)

    desk.goto(f"{address}/console/cases")
    desk.get_by_role("link", name="Regular Guest").click()
    expect(desk.get_by_role("heading", level=1)).to_contain_text(words["complains"])
    assert_is_for_everybody(desk)
    for page in (phone, desk):
        page.context.close()
