import csv
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from flask import Flask

from loyalty_app.activities.models import ActivityRow, DetailRow, OutcomeRow
from loyalty_app.extensions import Model
from loyalty_app.members.models import Member
from loyalty_app.rewards.models import Voucher
from loyalty_app.standing.models import MonthRow, StandingRow

from .driver import Statement, bare_connection, send
from .figures import Figure, Work, side_by_side
from .shops import Shops, note, opened

PART = Path(__file__).parent.parent / "tests/data/cdnow_part.csv"
ROUNDS = 4
GOALS = {"sqlite": "3,000/s", "postgres": "2,000/s"}
TABLES: tuple[type[Model], ...] = (
    Member,
    StandingRow,
    ActivityRow,
    DetailRow,
    OutcomeRow,
    MonthRow,
    Voucher,
)
"""What an import fills, in the order in which the rows need one another."""


def importing(shops: Shops, kind: str, n: int, file: Path | None = None) -> Figure:
    """Purchases imported a second, beside inserting the very same rows by the driver."""
    path = file or repeated_part(shops.folder, n)
    shop = shops.with_members(kind, 0)
    kept = shops.databases(kind).copy(shop)
    with opened(kept) as app:
        rows = bring(app, path)
    with opened(kept):
        inserts = insertions(kind)
    ours, floor, ratio = side_by_side(_rounds(shops, kind, shop, path, inserts))
    said = "the file given" if file else f"{PART.name}, repeated"
    return Figure(
        f"import, {kind}",
        rows / ours,
        "1/s",
        rows,
        rows / floor,
        ratio,
        GOALS[kind],
        f"{note(kind)}; {said}",
    )


def _rounds(
    shops: Shops, kind: str, shop: str, path: Path, inserts: list[Statement]
) -> Iterator[tuple[Work, Work]]:
    copy = shops.databases(kind).copy
    for _ in range(ROUNDS):
        with opened(copy(shop)):
            connection = bare_connection()
            with opened(copy(shop)) as app:
                yield partial(bring, app, path), partial(send, connection, [inserts])


def bring(app: Flask, path: Path) -> int:
    """Import a file as the command does; how many rows came in."""
    command = ["import", "purchases", str(path), "--source", "bench"]
    done = app.test_cli_runner().invoke(args=command)
    assert done.exit_code == 0, done.output
    with path.open() as file:
        return sum(1 for _ in file) - 1


def repeated_part(folder: Path, n: int) -> Path:
    """About n purchases: those of the test data, again and again, by other members."""
    with PART.open() as file:
        header, *rows = csv.reader(file)
    path = folder / "purchases.csv"
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        for round_ in range(max(1, round(n / len(rows)))):
            for reference, member, *rest in rows:
                writer.writerow([f"{reference}-{round_}", f"{member}-{round_}", *rest])
    return path


def insertions(kind: str) -> list[Statement]:
    """All rows an import has left in the open shop, as one insertion per table."""
    connection = bare_connection()
    # Ours to SQLite begins nothing by itself, and would commit each row alone.
    found: list[Statement] = [("BEGIN", (), False)] if kind == "sqlite" else []
    for table in TABLES:
        columns = [column.name for column in table.__table__.columns]
        places = ", ".join(["?" if kind == "sqlite" else "%s"] * len(columns))
        names = ", ".join(f'"{column}"' for column in columns)
        rows = connection.execute(f"SELECT {names} FROM {table.__tablename__}").fetchall()
        if rows:
            sql = f"INSERT INTO {table.__tablename__} ({names}) VALUES ({places})"
            found.append((sql, rows, True))
    connection.rollback()
    return found
