"""From a code that was read to the member on the till's screen, in a real browser.

The code is handed to the form that cameras and USB scanners fill in; the time ends when the name
can be read, and holds the browser's own work and that of what drives it.
"""

from collections.abc import Iterator
from time import perf_counter

from flask import Flask
from playwright.sync_api import sync_playwright

from loyalty_app.extensions import db, in_transaction
from loyalty_app.sessions.operations import sign_in_staff
from loyalty_app.standing.operations import enrol
from tests.factories import hire
from tests.plugins.browser import FLAGS, chromium
from tests.sign_in import cookie_for

SEND = """code => {
  const form = document.getElementById("scan");
  form.elements.code.value = code;
  form.requestSubmit();
}"""


def scan_times(app: Flask, address: str, scans: int) -> Iterator[float]:
    """Milliseconds of each scan of one member, on a till that has its pages."""
    code = in_transaction(lambda: enrol("Member")).code
    cashier = hire()
    cookie = cookie_for(app, in_transaction(lambda: sign_in_staff(cashier)))
    db.session.remove()
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        page = browser.new_page()
        page.context.add_cookies([{"name": "session", "value": cookie, "url": address}])
        for _ in range(scans):
            page.goto(f"{address}/counter/")
            start = perf_counter()
            page.evaluate(SEND, code)
            page.locator(".guest-name").wait_for()
            yield 1000 * (perf_counter() - start)
        browser.close()
