"""Every test that touches the database runs on SQLite and on Postgres; see tests/plugins."""

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from loyalty_app import create_app
from loyalty_app.extensions import db
from loyalty_app.live.hub import hub

pytest_plugins = [
    "tests.plugins.databases",
    "tests.plugins.browser",
    "tests.plugins.server",
    "tests.plugins.servers",
    "tests.plugins.statements",
    "tests.plugins.summary",
    "tests.plugins.wire",
]

SETTINGS = {
    "TESTING": True,
    "SECRET_KEY": secrets.token_urlsafe(40),
    "WTF_CSRF_ENABLED": False,
    "RATELIMIT_ENABLED": False,
    "MAIL_BACKEND": "locmem",
    "PUBLIC_URL": "http://localhost",
}


class Client(FlaskClient):
    """Each request has a session of its own, as in production: what a view does not commit is gone.

    The test's own rows are read afresh afterwards. Do not use it as a context manager. It reads
    English, unless a test says otherwise.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:  # noqa: ANN401
        # The test must not hold a read open: SQLite's writer would wait for it.
        db.session.rollback()
        with self.application.app_context():
            return super().open(*args, **kwargs)


@pytest.fixture
def app(database_url: str) -> Iterator[Flask]:
    app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": database_url})
    app.test_client_class = Client
    with app.app_context():
        yield app
        hub().close()
        hub().wait()
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()
