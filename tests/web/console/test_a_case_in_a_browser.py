"""A case's whole life, on the member's phone and at the desk, in both languages: axe is content."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.clock import now
from loyalty_app.extensions import db, in_transaction
from loyalty_app.jobs import ask_members
from loyalty_app.sessions.operations import sign_in_member, sign_in_staff
from loyalty_app.staff.models import Staff
from loyalty_app.surveys.models import Case

from ...factories import enrol_member, preset_source, publish
from ...sign_in import cookie_for
from .screens import Scheme, assert_is_for_everybody, opened

WORDS = {
    "en": {"score": "2 out of 10", "send": "Send", "call": "Please get in touch with me"}
    | {"take": "I see to it", "sorry": "We are sorry", "close": "Close the case"}
    | {"action": "What was done", "cause": "The cause", "again": "Opened again"},
    "it": {"score": "2 su 10", "send": "Invia", "call": "Contattatemi, per favore"}
    | {"take": "Me ne occupo", "sorry": "Ci dispiace", "close": "Chiudi il caso"}
    | {"action": "Che cosa è stato fatto", "cause": "La causa", "again": "Riaperto"},
}


@pytest.mark.browser
@pytest.mark.parametrize(("language", "scheme"), [("it", "light"), ("en", "dark")])
def test_from_a_bad_answer_to_its_end_and_back(
    browser: Browser, app: Flask, address: str, owner: Staff, language: str, scheme: Scheme
) -> None:
    publish(preset_source("cafe").replace("one_in: 3", "one_in: 1"))
    member, words = enrol_member("Regular Guest"), WORDS[language]
    at = now() - timedelta(hours=3)
    bought = Activity(member.id, Kind.PURCHASE, "till", "1", at, amount=500)
    in_transaction(lambda: engine.record(bought))
    assert ask_members() == 1
    tokens = (
        in_transaction(lambda: sign_in_member(member)),
        in_transaction(lambda: sign_in_staff(owner)),
    )
    db.session.rollback()

    phone, desk = (
        opened(browser, address, cookie_for(app, token, language), scheme) for token in tokens
    )
    answer_by_keyboard(phone, address, words)

    for path in ("/console/surveys", "/console/surveys/visit", "/console/surveys/visit/preview"):
        desk.goto(address + path)
        assert_is_for_everybody(desk)
    desk.goto(f"{address}/console/cases")
    assert_is_for_everybody(desk)
    case = f"/console/cases/{db.session.query(Case).one().id}"
    db.session.rollback()
    desk.goto(address + case)
    assert_is_for_everybody(desk)
    desk.get_by_role("button", name=words["take"]).click()
    desk.get_by_role("link", name=words["sorry"]).click()
    desk.get_by_role("button", name=words["send"], exact=True).click()
    desk.get_by_label(words["cause"]).select_option("waiting")
    desk.get_by_label(words["action"]).fill("One more at noon.")
    desk.get_by_role("button", name=words["close"]).click()
    desk.get_by_text("One more at noon.").first.wait_for()
    assert_is_for_everybody(desk)

    with time_machine.travel(now() + timedelta(days=8)):
        assert ask_members() == 1
    phone.goto(f"{address}/inbox")
    phone.get_by_text("Ci dispiace che non sia andata bene").wait_for()
    assert_is_for_everybody(phone)
    phone.get_by_role("button", name=words["score"]).click()
    phone.wait_for_url("**/said/**")
    desk.goto(address + case)
    desk.get_by_text(words["again"]).wait_for()
    for page in (phone, desk):
        page.context.close()


def answer_by_keyboard(phone: Page, address: str, words: dict[str, str]) -> None:
    phone.goto(f"{address}/card")
    assert_is_for_everybody(phone)
    phone.get_by_role("button", name=words["score"]).focus()
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/said/**")
    phone.get_by_role("button", name=words["send"]).click()
    expect(phone.locator("#words-fault")).to_have_css("display", "flex")  # it looks like a fault
    assert_is_for_everybody(phone)
    phone.locator("textarea").fill("Twenty minutes in the queue")
    phone.get_by_label(words["call"]).focus()
    phone.keyboard.press("Space")
    phone.get_by_role("button", name=words["send"]).focus()
    phone.keyboard.press("Enter")
    phone.wait_for_load_state()
