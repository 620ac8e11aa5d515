"""Commands are run as from a console: each in a context of its own, in English."""

from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask

from loyalty_app.extensions import db

Console = Callable[..., Result]


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")


@pytest.fixture
def console(app: Flask, english: None) -> Console:
    """`console("tick", "--json")` runs a command; what it did not commit is gone afterwards."""

    def run(*arguments: object, input: str | None = None) -> Result:
        # The test must not hold a read open: SQLite's writer would wait for it.
        db.session.rollback()
        with app.app_context():
            return app.test_cli_runner().invoke(args=[*map(str, arguments)], input=input)

    return run
