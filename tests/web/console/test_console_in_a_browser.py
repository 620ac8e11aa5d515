"""The desk on a phone and on a screen, light and dark: readable, reachable, nothing cut off."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from loyalty_app import jobs
from loyalty_app.clock import now
from loyalty_app.devices.models import QueuedScan, ScanState
from loyalty_app.devices.operations import enrol_device, offer_device
from loyalty_app.devices.queries import devices
from loyalty_app.engine import join
from loyalty_app.extensions import db, in_transaction
from loyalty_app.invitations.operations import Came
from loyalty_app.programme.operations import draft
from loyalty_app.questions.operations import add_question
from loyalty_app.questions.queries import questions
from loyalty_app.rehearsal.operations import ask
from loyalty_app.staff.models import Staff

from ...factories import PASSWORD, enrol_member, preset_source, publish
from .conftest import buy

WIDTHS = (320, 390, 1280)
DEARER = preset_source("cafe").replace("every: 1.00", "every: 2.00")


@pytest.fixture(params=["light", "dark"])
def desk(
    browser: Browser, address: str, owner: Staff, request: pytest.FixtureRequest
) -> Iterator[Page]:
    """Signed in as the owner."""
    login = owner.login
    db.session.rollback()
    context = browser.new_context(color_scheme=request.param, locale="en", reduced_motion="reduce")
    page = context.new_page()
    page.goto(f"{address}/staff")
    page.locator("[name=login]").fill(login)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/console/")
    yield page
    context.close()


@pytest.mark.browser
def test_every_page_can_be_read_by_everybody(desk: Page, address: str, owner: Staff) -> None:
    member = enrol_member("Prima Persona")
    buy(member.id, "1", coffees=3)
    came = Came(member.id, cards_here=(enrol_member("Another").id,))
    buy(in_transaction(lambda: join("Friend", came=came)).id, "2")
    publish(DEARER.replace("stock: 40", "stock: 4").replace("id: own-cup", "id: own-mug"))
    sha256 = in_transaction(lambda: draft(DEARER, "test").sha256)
    in_transaction(lambda: ask(sha256, DEARER, None, "Ada"))
    jobs.rehearse()
    person, colleague = f"/console/members/{member.number}", f"/console/staff/{owner.id}"
    db.session.rollback()
    paths = (
        "/console/",
        "/console/invitations",
        "/console/programme",
        "/console/programme/draft",
        "/console/members",
    )
    versions = ("/console/programme/versions/1", "/console/programme/versions/2")
    rehearsal = "/console/programme/rehearsal"
    pictures = ("/console/logo", "/console/rewards")
    people = (person, f"{person}/erase", "/console/staff", colleague)
    for path in (*paths, *versions, rehearsal, *pictures, *people):
        assert_is_for_everybody(desk, address, path)


def assert_is_for_everybody(desk: Page, address: str, path: str) -> None:
    desk.goto(f"{address}{path}")
    found = Axe().run(desk)
    assert found.violations_count == 0, f"{path}: {found.generate_report()}"
    for width in WIDTHS:
        desk.set_viewport_size({"width": width, "height": 844})
        reach = desk.evaluate("document.documentElement.scrollWidth")
        assert reach <= width, f"{path} is {reach} wide at {width}"


@pytest.mark.browser
def test_devices_and_what_they_bring_can_be_read_by_everybody(
    desk: Page, address: str, owner: Staff
) -> None:
    name, shop_id, by = "The tablet with a long name beside the door", owner.shop_id, owner.id
    in_transaction(lambda: enrol_device(offer_device(name, shop_id, by)))
    code = in_transaction(lambda: offer_device(name, shop_id, by))
    device = devices()[0].device.id
    waits = {"shop": "x", "tail": "7897", "at": now(), "said": "{}", "state": ScanState.WAITING}
    for number, amount in enumerate((999_999_999, None)):
        scan = QueuedScan(id=str(number), device_id=device, staff_id=by, amount=amount, **waits)
        in_transaction(lambda scan=scan: db.session.add(scan))  # type: ignore[misc]
    db.session.rollback()
    console = (f"/console/devices{path}" for path in ("", f"/{device}", f"/new/{code}"))
    for path in (*console, "/console/quarantine", "/device", f"/device/{code}", "/device/over"):
        assert_is_for_everybody(desk, address, path)


@pytest.mark.browser
def test_questions_can_be_read_and_written_by_everybody(desk: Page, address: str) -> None:
    assert_is_for_everybody(desk, address, "/console/questions")
    for number, text in enumerate(("Donaudampfschifffahrt" * 9, "Aperti?"), start=1):
        said = {"it": f"{text} {number}"}
        in_transaction(lambda said=said: add_question(said["it"], said, said))  # type: ignore[misc]
    first = questions()[0].id
    db.session.rollback()
    for path in ("/questions", f"/questions/{first}"):
        assert_is_for_everybody(desk, address, f"/console{path}")
    desk.locator("summary").click()
    assert Axe().run(desk).violations_count == 0
    desk.goto(f"{address}/console/questions")
    desk.locator("[name=en-question]").fill("Half of it")
    desk.get_by_role("button", name="Add the question").click()
    expect(desk.locator(".fault")).to_contain_text("Write the answer too")
    expect(desk.locator("[name=en-question]")).to_have_value("Half of it")
    expect(desk.locator("[name=en-answer]")).to_be_focused()
    assert Axe().run(desk).violations_count == 0
    desk.locator("[name=en-answer]").fill("The other half")
    desk.get_by_role("button", name="Add the question").click()
    desk.get_by_role("link", name="Half of it").wait_for()
    desk.get_by_role("button", name="Move “Half of it” up").click()
    desk.wait_for_url("**/console/questions#q-*")
    expect(desk.locator("#questions ol li").nth(1)).to_contain_text("Half of it")


@pytest.mark.browser
def test_a_document_with_mistakes_is_mended_in_place(desk: Page, address: str) -> None:
    desk.goto(f"{address}/console/programme")
    wrong = preset_source("cafe").replace("currency: EUR", "currency: EURO")
    file = {"name": "rules.yaml", "mimeType": "text/yaml", "buffer": wrong.encode()}
    desk.locator("[name=file]").set_input_files(file)  # type: ignore[arg-type]
    desk.get_by_role("button", name="Save as draft").click()
    expect(desk.locator(".problems")).to_contain_text("must be an ISO 4217 code such as EUR")
    assert Axe().run(desk).violations_count == 0
    mended = wrong.replace("currency: EURO", "currency: EUR").replace("every: 1.00", "every: 2.00")
    desk.locator("[name=source]").fill(mended)
    desk.locator("#mend").get_by_role("button").click()
    desk.wait_for_url("**/programme/draft")
    expect(desk.locator(".wording-after")).to_contain_text("1 point for every €2.00")
    desk.get_by_role("button", name="Publish these rules").click()
    desk.wait_for_url("**/console/programme")
    expect(desk.locator("#flashes")).to_contain_text("The new rules are in force.")


@pytest.mark.browser
def test_a_rehearsal_is_shown_as_soon_as_it_is_done(desk: Page, address: str) -> None:
    member = enrol_member("Prima Persona")
    buy(member.id, "1")
    in_transaction(lambda: draft(DEARER, "test"))
    db.session.rollback()
    desk.goto(f"{address}/console/programme/draft")
    desk.get_by_role("button", name="Rehearse the draft").click()
    expect(desk.locator("#rehearsal [role=status]")).to_contain_text("Waiting for the worker")
    jobs.rehearse()
    expect(desk.locator(".verdict")).to_contain_text("19% less: 26 points instead of 32")


@pytest.mark.browser
def test_every_component_fits_a_narrow_phone(desk: Page, address: str) -> None:
    for width in WIDTHS:
        desk.set_viewport_size({"width": width, "height": 844})
        desk.goto(f"{address}/console/style")
        assert desk.evaluate("document.documentElement.scrollWidth") <= width
