from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel


@pytest.fixture(scope="module", autouse=True)
def english() -> Iterator[None]:
    """Words and days need an application that says in which language; no database."""
    app = Flask(__name__)
    Babel(app, default_locale="en")
    with app.app_context():
        yield
