"""Spreadsheets write many kinds of CSV; each is read, or refused as a whole in a clear sentence."""

from pathlib import Path

import pytest

from loyalty_app.errors import LoyaltyError
from loyalty_app.importer.purchases import KNOWN, NEEDED
from loyalty_app.importer.table import Row, Table

HEADER = "reference,member,happened_at,amount"
GOOD = {"reference": "a", "member": "17", "happened_at": "2026-03-01", "amount": "5.00"}


def lines(*rows: str, header: str = HEADER) -> str:
    return "\n".join([header, *rows, ""])


def read(folder: Path, content: str | bytes) -> list[Row]:
    path = folder / "table.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(Table(path, NEEDED, KNOWN))


@pytest.mark.parametrize(
    "content",
    [
        lines("a,17,2026-03-01,5.00"),
        lines("a,17,2026-03-01,5.00").rstrip(),
        b"\xef\xbb\xbf" + lines("a,17,2026-03-01,5.00").encode(),
        lines("a;17;2026-03-01;5.00", header=HEADER.replace(",", ";")),
        lines("a\t17\t2026-03-01\t5.00", header=HEADER.replace(",", "\t")),
        lines("a,17,2026-03-01,5.00").replace("\n", "\r\n"),
        lines("a,17,2026-03-01,5.00").replace("\n", "\r"),
        "Member , AMOUNT,Reference,Happened_At\n17,5.00,a,2026-03-01",
        lines('"a","17","2026-03-01","5.00"', header='"reference","member","happened_at","amount"'),
    ],
    ids=["plain", "end", "mark", "semicolons", "tabs", "windows", "mac", "columns", "quotes"],
)
def test_a_row_is_read_however_it_is_written(tmp_path: Path, content: str | bytes) -> None:
    assert read(tmp_path, content) == [Row(2, GOOD)]


def test_a_row_is_known_by_the_line_where_it_begins(tmp_path: Path) -> None:
    rows = read(tmp_path, lines("", 'a,"1\n7",2026-03-01,5', "", "b,18"))
    assert [row.line for row in rows] == [3, 6]
    assert rows[1].values is None


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "empty_file"),
        ("\n\n", "empty_file"),
        (lines("a,17,5", header="reference,member,amount"), "missing_column"),
        (lines(header="id"), "missing_column"),
        (lines(header=HEADER + ",member"), "repeated_column"),
        (lines("a,17,2026-03-01,5", 'b,"17,2026-03-01,5', "c,17,2026-03-01,5"), "open_quote"),
        (lines('b,"17,2026-03-01,5', 'c,"17",2026-03-01,5'), "open_quote"),
        (lines('b,"17' + ",1" * 200_000), "open_quote"),
        (lines('b,"17"x,2026-03-01,5'), "broken_line"),
        (HEADER.encode("utf-16"), "not_text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "missing_column"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole(
    tmp_path: Path, content: str | bytes, code: str
) -> None:
    with pytest.raises(LoyaltyError) as refused:
        read(tmp_path, content)
    assert refused.value.code == code


def test_a_quote_left_open_is_found_where_it_opens(tmp_path: Path) -> None:
    rows = [f"{n},17,2026-03-01,5" for n in range(1000)]
    rows[500] = '500,"17,2026-03-01,5'
    with pytest.raises(LoyaltyError, match="Line 502 opens a quote"):
        read(tmp_path, lines(*rows))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(LoyaltyError, match="The column happened_at is missing"):
        read(tmp_path, lines(header="reference,member,amount"))
