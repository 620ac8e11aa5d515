"""What every answer carries, and how static files are addressed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask, url_for
from flask.testing import FlaskClient

from loyalty_app.clock import now
from loyalty_app.extensions.answers import compress_into, fingerprint
from loyalty_app.staff.models import Role
from loyalty_app.web.assets import stylesheet_url

from ..factories import hire, publish_preset
from ..sign_in import as_staff

MODES = {"navigate": True, "cors": False, "same-origin": False}

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_even_an_error_carries_the_policies(client: FlaskClient) -> None:
    response = client.get("/nothing-here")
    assert response.status_code == 404
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'; script-src")
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_host_that_is_not_ours_is_refused(client: FlaskClient) -> None:
    assert client.get("/", base_url="http://evil.example").status_code == 400


def test_static_addresses_carry_the_fingerprint(app: Flask) -> None:
    assert app.static_folder
    with app.test_request_context():
        url = url_for("static", filename="css/tokens.css")
    assert fingerprint(Path(app.static_folder)) in url


def test_the_fingerprint_follows_content_and_name(tmp_path: Path, database: str) -> None:
    for number, (path, content) in enumerate((("a", "1"), ("a", "2"), ("b", "2"))):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / path).write_text(content)
    assert len({fingerprint(tmp_path / str(number)) for number in range(3)}) == 3


def test_what_is_kept_for_good_does_not_vary_with_who_asks(client: FlaskClient) -> None:
    publish_preset("cafe")
    as_staff(client, hire(Role.OWNER))
    with client.application.test_request_context():
        style = stylesheet_url()
    with client.session_transaction() as session:
        session.permanent = True  # as after signing in: a page renews the cookie
    answer = client.get(style)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.vary
    assert "Set-Cookie" in client.get("/console/").headers


def test_only_a_page_that_is_opened_renews_the_cookie(client: FlaskClient) -> None:
    """A script's answer that comes late would put back what another one has written meanwhile."""
    publish_preset("cafe")
    as_staff(client, hire(Role.OWNER))
    with client.session_transaction() as session:
        session.permanent = True
    client.get("/console/")  # what is only written once is there
    found = {}
    for days, mode in enumerate(MODES, 1):
        with time_machine.travel(now() + timedelta(days=days), tick=False):
            answer = client.get("/console/", headers={"Sec-Fetch-Mode": mode})
            found[mode] = "Set-Cookie" in answer.headers
    assert found == MODES


def test_it_is_renewed_once_a_day(client: FlaskClient) -> None:
    """A browser forgets it 400 days after the last time; each page need not carry it."""
    publish_preset("cafe")
    renewed: list[bool] = []
    for hours in (0, 1, 23, 25, 26):
        with time_machine.travel(datetime(2026, 3, 2, tzinfo=UTC) + timedelta(hours=hours)):
            if not renewed:
                as_staff(client, hire(Role.OWNER))
                with client.session_transaction() as session:
                    session.permanent = True
            renewed.append("Set-Cookie" in client.get("/console/").headers)
    assert renewed == [True, False, False, True, False]


def test_static_files_lie_compressed_beside_themselves(tmp_path: Path, database: str) -> None:
    folder, copy = tmp_path / "static", tmp_path / "copy"
    folder.mkdir()
    (folder / "long.js").write_text("again and " * 100)
    (folder / "short.js").write_text("once")
    compress_into(copy, folder)
    assert {path.name for path in copy.iterdir()} == {"long.js", "long.js.gz", "short.js"}
    assert {path.name for path in folder.iterdir()} == {"long.js", "short.js"}


def test_no_answer_is_kept_by_anybody_unless_it_says_so(client: FlaskClient) -> None:
    publish_preset("cafe")
    as_staff(client, hire(Role.OWNER))
    for path in ("/", "/console/members.csv", "/console/programme/1.yaml", "/nothing-here"):
        assert client.get(path).headers["Cache-Control"] == "no-store", path
    with client.application.test_request_context():
        style = stylesheet_url()
    assert "immutable" in client.get(style).headers["Cache-Control"]
