from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel, force_locale


@pytest.fixture(scope="session")
def plain_app() -> Iterator[Flask]:
    """English and nothing else; no database is asked."""
    app = Flask("words")
    Babel(app)
    with app.app_context(), force_locale("en"):
        yield app
