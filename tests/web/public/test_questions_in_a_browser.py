"""A link to one question opens its answer; the page is for everybody, full and empty."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, expect

from loyalty_app.extensions import db, in_transaction
from loyalty_app.questions.operations import add_question
from loyalty_app.questions.queries import questions

from ...factories import publish, publish_preset

pytestmark = pytest.mark.browser

BARE = "name: Bar\ncurrency: EUR\ntime_zone: Europe/Rome\n"
LONG = "Donaudampfschifffahrt" * 9
ALL_OPEN = "document.querySelectorAll('details').forEach((one) => (one.open = true))"
NARROW, PHONE, SCREEN = 320, 390, 1280


def ask(question: str, answer: str) -> int:
    in_transaction(lambda: add_question(question, {"it": question}, {"it": answer}))
    return max(one.id for one in questions())


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["it", "en"])
def test_it_is_for_everybody(
    app: Flask, browser: Browser, address: str, language: str, scheme: str
) -> None:
    publish(BARE)
    context = browser.new_context(
        color_scheme=scheme,  # type: ignore[arg-type]
        locale=language,
        reduced_motion="reduce",
        service_workers="block",
    )
    page = context.new_page()
    for full in (False, True):
        if full:
            publish_preset("cafe")
            number = ask(LONG, f"{LONG}\n\n{LONG}")
        db.session.rollback()
        page.goto(f"{address}/questions#q-{number}" if full else f"{address}/questions")
        expect(page.locator("html")).to_have_attribute("lang", language)
        page.evaluate(ALL_OPEN)
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
        for width in (NARROW, PHONE, SCREEN):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()


def test_a_link_opens_its_answer_and_no_other(app: Flask, browser: Browser, address: str) -> None:
    publish_preset("cafe")
    first, second = ask("Dove?", "In piazza."), ask("Quando?", "Sempre.")
    db.session.rollback()
    page = browser.new_page(service_workers="block")
    page.goto(f"{address}/questions#q-{second}")
    expect(page.get_by_text("Sempre.")).to_be_in_viewport()
    expect(page.get_by_text("In piazza.")).to_be_hidden()
    page.evaluate(f"location.hash = 'q-{first}'")
    expect(page.get_by_text("In piazza.")).to_be_visible()
    page.close()
