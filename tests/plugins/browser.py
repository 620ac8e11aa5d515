"""Tests in a real browser: the system's chromium, or a skip that says why; in CI a failure."""

import os
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.serving import make_server

MISSING = "There is no chromium: apt-get install chromium, or set CHROMIUM to its path."
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No outgoing connection of the browser's own; and it may run as root in a container.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    found = (shutil.which(name) for name in NAMES)
    return os.environ.get("CHROMIUM") or next((path for path in found if path), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A browser cannot tell the databases apart: it looks at SQLite only, unless it is to look at
    `each_database`."""
    twins = [item for item in items if "[postgres" in item.name and _is_for_one(item)]
    if twins:
        config.hook.pytest_deselected(items=twins)
        items[:] = [item for item in items if item not in twins]


def _is_for_one(item: pytest.Item) -> bool:
    marker = item.get_closest_marker("browser")
    return bool(marker and not marker.kwargs.get("each_database"))


def pytest_runtest_setup(item: pytest.Item) -> None:
    if "browser" not in item.keywords:
        return
    item.user_properties.append(("ran_on", "browser"))
    if chromium() is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING, pytrace=False)
        pytest.skip(MISSING)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium(), "args": list(FLAGS)}


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the application under test listens, as `http://localhost:12345`.

    Before the browser writes, a test that has read rows itself calls `db.session.rollback()`.
    """
    server = make_server("localhost", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://localhost:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
