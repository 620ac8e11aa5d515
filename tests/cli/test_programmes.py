"""`programme`: what is published comes out as it went in."""

from pathlib import Path

import pytest
from flask import Flask

from loyalty_app import create_app
from loyalty_app.extensions import in_transaction
from loyalty_app.programme.operations import draft

from ..conftest import SETTINGS
from ..factories import PRESETS, preset_source
from .conftest import Console

CAFE = PRESETS / "cafe.yaml"


def test_checking_needs_no_database(english: None, tmp_path: Path) -> None:
    app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": "sqlite:///no/such/db.sqlite"})
    result = app.test_cli_runner().invoke(args=["programme", "check", str(CAFE)])
    assert (result.exit_code, result.stdout) == (0, "This programme is valid.\n")


def test_every_mistake_is_named(console: Console, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("name: X\ncurrency: XXQ\ntime_zone: Rome\nrewards: [{id: A!, kind: product}]\n")
    for command in ("check", "publish"):
        result = console("programme", command, bad)
        assert result.exit_code == 1
        for place in ("currency", "time_zone", "rewards"):
            assert place in result.stderr
    assert console("programme", "export", "-").exit_code == 1  # nothing was published


def test_what_was_published_comes_out_byte_for_byte(console: Console, tmp_path: Path) -> None:
    mine, out = tmp_path / "mine.yaml", tmp_path / "out.yaml"
    mine.write_bytes(b"\xef\xbb\xbf" + CAFE.read_bytes().replace(b"\n", b"\r\n"))
    assert console("programme", "publish", mine).stdout == "Version 1 is in force.\n"
    assert console("programme", "export", out).exit_code == 0
    assert out.read_bytes() == mine.read_bytes()
    assert console("programme", "export", "-").stdout_bytes == mine.read_bytes()


def test_an_export_overwrites_nothing(console: Console, tmp_path: Path) -> None:
    console("programme", "publish", CAFE)
    (tmp_path / "out.yaml").write_text("precious")
    result = console("programme", "export", tmp_path / "out.yaml")
    assert result.exit_code == 1
    assert (tmp_path / "out.yaml").read_text() == "precious"


def test_publishing_the_same_again_does_nothing(console: Console) -> None:
    console("programme", "publish", CAFE)
    again = console("programme", "publish", CAFE)
    assert (again.exit_code, again.stdout) == (0, "This version is in force already.\n")


def test_a_draft_that_is_replaced_is_mentioned(app: Flask, console: Console) -> None:
    in_transaction(lambda: draft(preset_source("shop"), "owner"))
    assert "draft" in console("programme", "publish", CAFE).stderr


@pytest.mark.parametrize("arguments", [(), ("publish",), ("publish", "no-such-file.yaml")])
def test_wrong_usage(console: Console, arguments: tuple[str, ...]) -> None:
    assert console("programme", *arguments).exit_code == 2
