"""`import purchases`: real purchases, once; what cannot be taken is said with its line."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from loyalty_app.activities.models import ActivityRow
from loyalty_app.extensions import db
from loyalty_app.members.models import Member
from loyalty_app.standing.models import MonthRow, StandingRow

from ..factories import publish_preset
from .conftest import Console

PART = Path(__file__).parent.parent / "data/cdnow_part.csv"
HEADER = "reference,member,happened_at,amount"

Import = Callable[..., tuple[dict[str, int], list[str]]]


@pytest.fixture
def import_(app: Flask, console: Console, tmp_path: Path) -> Import:
    """Imports a text (or bytes): the summary, and the lines on stderr."""
    publish_preset("shop")

    def run(content: str | bytes, *options: str) -> tuple[dict[str, int], list[str]]:
        path = tmp_path / "purchases.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        result = console("import", "purchases", path, "--source", "test", *options)
        errors = [line for line in result.stderr.splitlines() if line and line != "Importing"]
        summary = json.loads(result.stdout.splitlines()[-1]) if result.stdout else {}
        assert result.exit_code == (0 if summary and not summary["refused"] else 1), result.output
        return summary, errors

    return run


def lines(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows, ""])


def kept() -> list[Any]:
    """Everything a second run could change."""
    standings = select(StandingRow.member_id, StandingRow.head, StandingRow.state)
    months = select(MonthRow.__table__)
    found = [tuple(row) for query in (standings, months) for row in db.session.execute(query)]
    db.session.rollback()
    return sorted(found, key=str)


def test_real_purchases_come_in_once(app: Flask, console: Console) -> None:
    publish_preset("shop")
    with PART.open() as file:
        rows = list(csv.DictReader(file))
    members = len({row["member"] for row in rows})
    counts = {"rows": len(rows), "refused": 0, "members": members}

    first = console("import", "purchases", PART, "--source", "cdnow")
    before = kept()
    again = console("import", "purchases", PART, "--source", "cdnow")

    assert (first.exit_code, again.exit_code) == (0, 0)
    summary = json.loads(first.stdout.splitlines()[-1])
    points = summary.pop("points")
    assert summary == {**counts, "imported": len(rows), "repeated": 0}
    assert points == db.session.scalar(select(func.sum(StandingRow.points)))
    summary = json.loads(again.stdout.splitlines()[-1])
    assert summary == {**counts, "imported": 0, "repeated": len(rows), "points": 0}
    assert kept() == before
    visits = db.session.scalar(select(func.sum(MonthRow.visits)))
    assert visits == len(rows)  # those of 0.00 count too


def test_rows_are_taken_by_member_and_time(import_: Import) -> None:
    import_(lines("c,2,2026-03-02,1", "b,1,2026-03-02T09:00,1", "a,1,2026-03-01,1"))
    order = select(ActivityRow.reference).order_by(ActivityRow.recorded_at, ActivityRow.sequence)
    assert set(db.session.scalars(order.where(ActivityRow.sequence == 1))) == {"a", "c"}


def test_the_known_are_not_enrolled_again(import_: Import) -> None:
    import_(lines("a,17,2026-03-01,5"))
    import_(lines("b,17,2026-03-02,5"))
    (member,) = db.session.scalars(select(Member))
    assert member.number == "17"


def test_a_dry_run_decides_everything_and_keeps_nothing(import_: Import) -> None:
    rows = lines("a,17,2026-03-01,5", "b,17,2026-03-02,7", "a,17,2026-03-01,5", "c,18,2026-03-01,x")
    summary, errors = import_(rows, "--dry-run")
    assert summary == {
        "rows": 4,
        "imported": 2,
        "repeated": 1,
        "refused": 1,
        "members": 1,
        "points": 12,
    }
    assert len([error for error in errors if error.startswith("Line 5:")]) == 1
    assert db.session.scalar(select(func.count()).select_from(Member)) == 0


def test_what_cannot_be_taken_is_listed_and_the_rest_is(import_: Import) -> None:
    summary, errors = import_(
        lines(
            "a,17,2026-03-01,5",
            "b,17,01/03/2026,5",
            "c,17,2026-03-01,-5",
            "d,17,2199-03-01,5",
            "e,17,2026-03-01",
            "a,17,2026-03-01,6",
            "f,,2026-03-01,6",
            "g,17,2026-03-01,999999999",
            "h,18,2199-03-01,5",
            ",17,2026-03-01,5",
            "i,17,2026-03-01,5",
        )
    )
    assert (summary["imported"], summary["refused"]) == (2, 9)
    said = dict(error.split(": ", 1) for error in errors)
    assert list(said) == [f"Line {n}" for n in (3, 6, 7, 8, 11, 4, 9, 5, 10)]
    assert said["Line 3"].startswith("happened_at: must be a day like 2026-11-22")
    assert said["Line 4"].startswith("The amount cannot be negative")
    assert said["Line 5"].startswith("The date lies in the future")
    assert said["Line 6"] == "has not as many fields as the first line"
    assert said["Line 7"].startswith("The reference “a” was already used")
    assert said["Line 8"].startswith("member:")
    assert said["Line 9"].startswith("The amount is too large")
    numbers = list(db.session.scalars(select(Member.number)))
    assert numbers == ["17"]  # whose only row was refused is not enrolled


def test_amounts_are_read_as_the_file_writes_them(import_: Import) -> None:
    rows = lines('a,17,2026-03-01,"1.234,56"', 'b,17,2026-03-01,"1,234.56"')
    summary, errors = import_(rows, "--decimal", "comma")
    assert (summary["imported"], summary["refused"]) == (1, 1)
    assert errors == ["Line 3: amount: “1,234.56” is not an amount like 1.234,56"]
    assert db.session.scalar(select(func.sum(MonthRow.spend))) == 123456


def test_a_file_that_cannot_be_used_is_refused_whole(import_: Import) -> None:
    good = "a,17,2026-03-01,5"
    summary, errors = import_(lines(good, 'b,"17,2026-03-01,5', good))
    assert summary == {}
    assert errors[-1].startswith("Line 3 opens a quote")
    assert db.session.scalar(select(func.count()).select_from(Member)) == 0


def test_text_in_another_encoding_spoils_its_row_alone(import_: Import) -> None:
    rows = lines("a,17,2026-03-01,5", "b,Niccolò,2026-03-01,5").encode("latin-1")
    summary, errors = import_(rows)
    assert (summary["imported"], summary["refused"]) == (1, 1)
    assert errors == ["Line 3: member: must be a text that can be read"]


def test_a_column_that_is_not_read_is_named(import_: Import) -> None:
    _, errors = import_(lines("a,17,2026-03-01,5,red", header=HEADER + ",colour"))
    assert errors == ["Not read: colour"]


def test_items_are_lines_of_the_order(import_: Import) -> None:
    header = HEADER + ",shop,items,channel,discounted"
    row = 'a,17,2026-03-01T10:30,4.00,centro,"coffee:2:2.40;pastry:1:1.60",web,0.50'
    summary, errors = import_(lines(row, header=header))
    assert (summary["imported"], errors) == (1, [])


def test_without_a_programme_the_owner_hears_what_to_do(console: Console) -> None:
    result = console("import", "purchases", PART, "--source", "cdnow")
    assert result.exit_code == 1
    assert "programme publish" in result.stderr


def test_wrong_usage_ends_with_2(console: Console) -> None:
    assert console("import", "purchases", "no-such-file.csv", "--source", "x").exit_code == 2
    assert console("import", "purchases", PART).exit_code == 2
    assert console("import", "purchases", PART, "--source", "x" * 41).exit_code == 2
    assert console("import", "purchases", PART, "--source", "card").exit_code == 2
    shown = console("import", "purchases", "--help").stdout
    assert "Examples:" in shown
