"""`rehearse`: the draft beside what was given, as a table and as JSON."""

import json
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import in_transaction

from ..factories import enrol_member, preset_source, publish_preset
from .conftest import Console

DRAFT = preset_source("shop").replace("every: 1.00", "every: 2.00")
MONTHLY = "challenge:month-of-shopping"
COSTLY = DRAFT.replace("points:\n", "points:\n  cost: 0.05\n", 1)


@pytest.fixture
def number(app: Flask) -> str:
    publish_preset("shop")
    member = enrol_member()
    for day in (date(2026, 3, 2), date(2026, 3, 20)):
        bought = Activity(member.id, Kind.PURCHASE, "t", f"t{day}", day, amount=12_300)
        in_transaction(lambda bought=bought: engine.record(bought))  # type: ignore[misc]
    return member.number


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    path = tmp_path / "draft.yaml"
    path.write_text(COSTLY)
    return path


def test_both_sides_are_read_in_a_table(number: str, console: Console, draft: Path) -> None:
    result = console("rehearse", draft)
    assert result.exit_code == 0
    shown = [" ".join(line.split()) for line in result.stdout.splitlines()]
    assert shown[0] == (
        "Under the draft your members would have earned 41% less: 177 points instead of 301."
    )
    for line in (
        "Points earned 301 177 −124",
        "Cost of points earned €15.05 €8.85 −€6.20",
        "Large order 25 25 0",
        "The month's shopping 30 30 0",
        "Worse off 1",
        f"{number}: −124 points",
        "now 123 points earned (€123.00: 1 point for every €1.00)",
        "draft 61 points earned (€123.00: 1 point for every €2.00)",
    ):
        assert line in shown, line


def test_the_same_as_json_from_a_day_on(number: str, console: Console, draft: Path) -> None:
    result = console("rehearse", draft, "--since", "2026-03-10", "--json")
    shown = json.loads(result.stdout)
    assert (shown["since"], shown["activities"]) == ("2026-03-10", 1)
    assert shown["now"]["earned"] == {"base": 123, MONTHLY: 30}
    assert shown["draft"]["earned"] == {"base": 61, MONTHLY: 30}
    assert shown["liability"] == {"now": "15.05", "draft": "11.95"}
    (worse,) = shown["worse"]
    assert (worse["member"], worse["points"]) == (number, -62)
    assert worse["activities"][0]["draft"][0]["sentence"] == "61 points earned"


def test_a_draft_that_may_not_come_into_force_is_refused(
    number: str, console: Console, draft: Path
) -> None:
    draft.write_text(DRAFT.replace("stamps: 8", "stamps: 9"))
    result = console("rehearse", draft)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "stamp_cards › visits › stamps" in result.stderr


def test_where_nothing_was_recorded_it_says_so(app: Flask, console: Console, draft: Path) -> None:
    publish_preset("shop")
    result = console("rehearse", draft)
    assert (result.exit_code, result.stdout) == (
        0,
        "Nothing was recorded in this time; there is nothing to rehearse.\n",
    )


def test_a_day_that_is_none_is_wrong_usage(number: str, console: Console, draft: Path) -> None:
    assert console("rehearse", draft, "--since", "2026-02-30").exit_code == 2
