"""What every answer carries, and how static files are addressed."""

from pathlib import Path

import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

from loyalty_app.extensions.answers import fingerprint

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
