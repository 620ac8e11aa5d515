"""`standing`: what a member has."""

import json
from datetime import date

import pytest
from flask import Flask

from loyalty_app import create_app, engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import in_transaction

from ..conftest import SETTINGS
from ..factories import enrol_member, publish_preset
from .conftest import Console


@pytest.fixture
def number(app: Flask) -> str:
    publish_preset("shop")
    member = enrol_member()
    bought = Activity(member.id, Kind.PURCHASE, "t", "t1", date(2026, 3, 2), amount=1000)
    in_transaction(lambda: engine.record(bought))
    return member.number


def test_a_standing_is_told_in_sentences(number: str, console: Console) -> None:
    lines = console("standing", number).stdout.splitlines()
    assert lines[0] == f"Card {number}: 10 points"
    assert "Eight visits: 1/8" in lines


def test_a_standing_is_told_in_json(number: str, console: Console) -> None:
    shown = json.loads(console("standing", number, "--json").stdout)
    assert shown["number"] == number
    assert shown["available"] == 10
    assert shown["lots"] == [{"releases_on": None, "expires_on": "2028-03-31", "left": 10}]
    assert (shown["day"], shown["due_on"]) == ("2026-03-02", "2028-03-01")


def test_an_unknown_number_is_refused(number: str, console: Console) -> None:
    result = console("standing", "nobody")
    assert result.exit_code == 1
    assert "nobody" in result.stderr


def test_the_console_speaks_the_language_of_its_environment(
    number: str, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "it_IT.UTF-8")
    assert "Otto visite: 1/8" in console("standing", number).stdout


@pytest.mark.parametrize(
    "command",
    [
        ["import", "purchases"],
        ["try"],
        ["standing"],
        ["verify"],
        ["tick"],
        ["worker"],
        ["backup"],
        ["programme", "check"],
        ["programme", "publish"],
        ["programme", "export"],
    ],
    ids=" ".join,
)
def test_every_command_shows_an_example(command: list[str]) -> None:
    app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": "sqlite:///no/such/db.sqlite"})
    shown = app.test_cli_runner().invoke(args=[*command, "--help"])
    assert shown.exit_code == 0
    assert f"flask --app wsgi {' '.join(command)}" in shown.stdout
