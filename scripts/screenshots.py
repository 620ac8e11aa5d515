"""Pictures of every page on a phone, in both languages, light and dark: test-results/screenshots.

The demo café in a database of its own, which is gone afterwards. Pages of the counter and of the
desk are taken as their owner sees them.
"""

import json
import logging
import os
import secrets
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from loyalty_app import create_app
from loyalty_app.extensions import alembic, db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.opening.demo import guest_address, open_demo
from loyalty_app.rewards.models import Voucher
from loyalty_app.sessions.operations import sign_in_member, sign_in_staff
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.passwords import hashed
from loyalty_app.standing.operations import enrol
from tests.plugins.browser import FLAGS, chromium
from tests.sign_in import cookie_for

FOLDER = Path("test-results/screenshots")
PHONE: Any = {"width": 390, "height": 844}
PUBLIC = ("/", "/join", "/login", "/staff", "/device", "/nowhere")
MEMBER = (
    *("/card", "/rewards", "/play", "/play/badges/green", "/tier", "/history", "/inbox", "/help"),
    *("/me", "/me/devices", "/me/leave"),
)
COUNTER = (
    *("/counter/", "/counter/members/{number}", "/counter/members/{number}/badge"),
    *("/counter/receipts", "/counter/offline"),
)
CONSOLE = (
    "/console/",
    "/console/programme",
    "/console/logo",
    "/console/members",
    "/console/staff",
    "/console/devices",
    "/console/quarantine",
    "/console/style",
)


@contextmanager
def demo() -> Iterator[Flask]:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["INSTANCE_DIR"] = folder
        app = create_app({"SECRET_KEY": secrets.token_urlsafe(40), "TESTING": True})
        with app.app_context():
            alembic.upgrade()
            hashes = {role: hashed(secrets.token_urlsafe()) for role in Role}
            in_transaction(lambda: open_demo(hashes))
            yield app
            db.session.remove()
            db.engine.dispose()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    server = make_server("localhost", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()


def guest() -> Member:
    return db.session.scalars(select(Member).where(Member.email == guest_address(1))).one()


def subject() -> dict[str, str]:
    """What the addresses name: a guest with a past, and a voucher of theirs."""
    vouchers = select(Voucher.code).where(Voucher.member_id == guest().id)
    return {"number": guest().number, "voucher": db.session.scalars(vouchers).first() or ""}


def visitors() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Who looks at which pages: the name of their folder, their token, the addresses."""
    own = (*MEMBER, "/vouchers/{voucher}")
    owner = db.session.scalars(select(Staff).where(Staff.role == Role.OWNER)).one()
    newcomer = in_transaction(lambda: enrol(""))
    return {
        "public": ("", PUBLIC),
        "member": (in_transaction(lambda: sign_in_member(guest())), own),
        "newcomer": (in_transaction(lambda: sign_in_member(newcomer)), MEMBER),
        "counter": (in_transaction(lambda: sign_in_staff(owner)), COUNTER),
        "console": (in_transaction(lambda: sign_in_staff(owner)), CONSOLE),
    }


def take(page: Page, address: str, path: str, folder: Path) -> None:
    answer = page.goto(f"{address}{path}")
    if answer is None or answer.status not in (200, 404):
        raise SystemExit(f"{path} answered {answer and answer.status}")
    name = path.split("?")[0].strip("/").replace("/", "-") or "home"
    page.screenshot(path=folder / f"{name}.png", full_page=True)


def take_slip(page: Page, address: str, folder: Path) -> None:
    """The card as it looks when something was recorded that this phone has not shown."""
    page.goto(f"{address}/card")
    while not page.evaluate("localStorage.seen"):
        page.wait_for_timeout(50)  # it keeps the newest number first
    card, number = json.loads(page.evaluate("localStorage.seen"))
    page.evaluate("seen => (localStorage.seen = seen)", json.dumps([card, number - 1]))
    page.reload()
    page.locator("#live-receipt").wait_for()
    page.wait_for_timeout(600)  # it has come to rest
    page.screenshot(path=folder / "card-receipt.png")


def look(browser: Browser, app: Flask, address: str) -> None:
    named = subject()
    for who, (token, paths) in visitors().items():
        db.session.rollback()
        for language in ("it", "en"):
            for scheme in ("light", "dark"):
                folder = FOLDER / who / f"{language}-{scheme}"
                folder.mkdir(parents=True)
                context = browser.new_context(
                    viewport=PHONE, color_scheme=scheme, locale=language, device_scale_factor=2
                )
                value = cookie_for(app, token, language)
                context.add_cookies([{"name": "session", "value": value, "url": address}])
                page = context.new_page()
                for path in paths:
                    take(page, address, path.format(**named), folder)
                if who == "member":
                    take_slip(page, address, folder)
                context.close()


def main() -> None:
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    shutil.rmtree(FOLDER, ignore_errors=True)
    with demo() as app, served(app) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        look(browser, app, address)
        browser.close()
    print(f"{len(list(FOLDER.rglob('*.png')))} pictures in {FOLDER}")


if __name__ == "__main__":
    main()
