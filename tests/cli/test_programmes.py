"""`programme`: what is published comes out as it went in, at its time."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from loyalty_app import create_app
from loyalty_app.clock import now
from loyalty_app.extensions import in_transaction
from loyalty_app.programme.operations import draft
from loyalty_app.programme.queries import issues

from ..conftest import SETTINGS
from ..factories import PRESETS, preset_source
from .conftest import Console

CAFE = PRESETS / "cafe.yaml"
NOON = datetime(2027, 2, 1, 11, tzinfo=UTC)


@pytest.fixture
def dearer(tmp_path: Path) -> Path:
    """The café with another rate, and two rules of which one defeats the other."""
    file = tmp_path / "dearer.yaml"
    more = "  - {id: evening, multiply: 1.5}\n  - {id: always, multiply: 2}\nstamp_cards:"
    changed = preset_source("cafe").replace("every: 1.00", "every: 2.00")
    file.write_text(changed.replace("stamp_cards:", more))
    return file


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


def test_publishing_says_what_changes_and_keeps_why(console: Console, dearer: Path) -> None:
    console("programme", "publish", CAFE)
    result = console("programme", "publish", dearer, "--why", "Milk costs more.")
    assert result.stdout.splitlines() == [
        "Earning",
        "  ~ base",
        "      1 point for every €1.00 → 1 point for every €2.00",
        "  + evening: ×1.5 on the points of a purchase",
        "  + always: ×2 on the points of a purchase",
        "Version 2 is in force.",
    ]
    assert issues()[0].reason == "Milk costs more."


def test_going_back_is_told_the_other_way_round(console: Console, dearer: Path) -> None:
    console("programme", "publish", dearer)
    lines = console("programme", "publish", CAFE).stdout.splitlines()
    assert lines[1:3] == ["  ~ base", "      1 point for every €2.00 → 1 point for every €1.00"]
    assert lines[3] == "  - evening: ×1.5 on the points of a purchase"


@pytest.mark.parametrize("command", ["check", "publish"])
def test_rules_that_defeat_themselves_are_told_and_not_refused(
    console: Console, dearer: Path, command: str
) -> None:
    result = console("programme", command, dearer)
    assert result.exit_code == 0
    line = dearer.read_text().splitlines().index("  - {id: evening, multiply: 1.5}") + 1
    words = "never counts: “always” always holds and is higher"
    assert result.stderr == f"Warning: line {line}, earning › evening › multiply: {words}\n"


def test_a_version_waits_for_its_time_and_can_be_taken_back(console: Console, dearer: Path) -> None:
    console("programme", "publish", CAFE)
    day = now() + timedelta(days=7)  # the database goes by its own clock
    scheduled = console("programme", "publish", dearer, "--at", f"{day:%Y-%m-%dT12:00}")
    said = f"Version 2 comes into force on {day:%b} {day.day}, {day.year}, 12:00\u202fPM."
    assert scheduled.stdout.splitlines()[-1] == said
    assert console("programme", "export", "-").stdout_bytes == CAFE.read_bytes()
    other = console("programme", "publish", PRESETS / "shop.yaml")
    assert (other.exit_code, other.stderr.startswith(said)) == (1, True)
    assert console("programme", "take-back").stdout == "Version 2 is a draft again.\n"
    nothing = console("programme", "take-back")
    assert (nothing.exit_code, "nothing to take back" in nothing.stderr) == (1, True)


@pytest.mark.parametrize(
    ("at", "words"),
    [("2027-01-01T00:00", "is past"), ("2027-03-28T02:30", "no clock"), ("noon", "match")],
)
def test_a_time_that_cannot_be_meant_is_refused(
    console: Console, dearer: Path, at: str, words: str
) -> None:
    with time_machine.travel(NOON):
        console("programme", "publish", CAFE)
        result = console("programme", "publish", dearer, "--at", at)
    assert result.exit_code != 0
    assert words in result.stderr
    assert len(issues()) == 1


def test_the_first_version_cannot_wait(console: Console) -> None:
    with time_machine.travel(NOON):
        result = console("programme", "publish", CAFE, "--at", "2027-03-01T06:00")
    assert (result.exit_code, "Publish one first" in result.stderr) == (1, True)
