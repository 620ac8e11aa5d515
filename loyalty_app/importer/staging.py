"""Rows on their way: checked as they are read, then given back by member and time.

They wait in a temporary file, so that a million of them fit. A second row with the same reference
and another content is refused here.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any, Self
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from ..activities.reading import Flaw, SaidActivity, Unreadable, read_activity
from ..activities.values import moment_of
from ..clock import now
from ..errors import LoyaltyError, ReferenceTaken
from ..texts import minor_digits
from .purchases import said_in
from .table import Row

_TABLES = """
CREATE TABLE row (member TEXT, moment REAL, line INTEGER, said TEXT);
CREATE TABLE reference (name TEXT PRIMARY KEY, said TEXT) WITHOUT ROWID;
"""


_COLUMNS = {"at": "happened_at"}
"""Fields of an activity that the file calls otherwise."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that is not taken, with its line in the file and why, in words."""

    line: int
    words: str


class Staging:
    """All good rows of one file. A context: what it kept is gone at its end."""

    def __init__(self, zone: ZoneInfo, currency: str, decimal: str) -> None:
        self.zone, self.decimal = zone, decimal
        self.digits = minor_digits(currency)
        self.database = sqlite3.connect("", isolation_level=None)  # a temporary file of its own
        self.database.executescript(_TABLES)
        self.rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.database.close()

    def stage(self, rows: Iterable[Row]) -> Iterator[Refused]:
        """Check and keep row after row; yields those that cannot be."""
        self.database.execute("BEGIN")
        for row in rows:
            self.rows += 1
            try:
                self._keep(row)
            except LoyaltyError as error:
                yield Refused(row.line, str(error))
        self.database.execute("CREATE INDEX by_member_and_time ON row (member, moment, line)")
        self.database.execute("COMMIT")

    def _keep(self, row: Row) -> None:
        if row.values is None:
            raise Unreadable([Flaw("", _("has not as many fields as the first line"))])
        said = said_in(row.values, self.decimal)
        read = self._read(said)
        moment = moment_of(read.said_at(self.zone), self.zone) or now()
        text = json.dumps(said, sort_keys=True)
        known = self.database.execute(
            "INSERT INTO reference VALUES (?, ?) ON CONFLICT DO UPDATE SET name = name "
            "RETURNING said",
            (read.reference, text),
        ).fetchone()
        if known[0] != text:
            raise ReferenceTaken(reference=read.reference)
        self.database.execute(
            "INSERT INTO row VALUES (?, ?, ?, ?)",
            (read.member, moment.timestamp(), row.line, text),
        )

    def _read(self, said: Mapping[str, Any]) -> SaidActivity:
        try:
            return read_activity(said, self.digits)
        except Unreadable as error:
            flaws = [replace(f, place=_COLUMNS.get(f.place, f.place)) for f in error.flaws]
            raise Unreadable(flaws) from error

    def __iter__(self) -> Iterator[tuple[int, SaidActivity]]:
        """Line and content, by member and time; the file's order among equals."""
        query = "SELECT line, said FROM row ORDER BY member, moment, line"
        with closing(self.database.execute(query)) as rows:
            for line, text in rows:
                yield line, self._read(json.loads(text))

    def __len__(self) -> int:
        return int(self.database.execute("SELECT count(*) FROM row").fetchone()[0])
