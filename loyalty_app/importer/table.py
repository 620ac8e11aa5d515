"""A CSV file as rows with their line numbers; what is wrong with the file as a whole is refused.

UTF-8 with or without a byte order mark, any line ends, and the delimiter (comma, semicolon or tab)
that its first line uses.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from flask_babel import lazy_gettext as _l

from ..errors import LoyaltyError

DELIMITERS = (",", ";", "\t")
_ENDLESS = ("unexpected end", "field larger")
"""How the csv module begins to say that a field does not end."""


class BrokenLine(LoyaltyError):
    words = _l("Line %(line)d cannot be read: %(problem)s. Nothing was imported.")
    code = "broken_line"


class NotText(LoyaltyError):
    words = _l("The file is not text in UTF-8. Save it as “CSV UTF-8” and import it again.")
    code = "not_text"


class EmptyFile(LoyaltyError):
    words = _l("The file is empty. Its first line must name the columns: %(columns)s")
    code = "empty_file"


class MissingColumn(LoyaltyError):
    words = _l("The column %(missing)s is missing. The first line must name %(columns)s.")
    code = "missing_column"


class RepeatedColumn(LoyaltyError):
    words = _l("The column %(column)s is there twice. Remove or rename one of them.")
    code = "repeated_column"


class OpenQuote(LoyaltyError):
    words = _l(
        'Line %(line)d opens a quote (") that is never closed. Close it, or double a quote that '
        "belongs to the text. Nothing was imported."
    )
    code = "open_quote"


@dataclass(frozen=True, slots=True)
class Row:
    """One record; `line` is where it begins (1 is the header's). None: not as many fields."""

    line: int
    values: dict[str, str] | None


class Table:
    """The rows of a file. Raises LoyaltyError for a header that cannot be used."""

    def __init__(self, path: Path, needed: Sequence[str], known: Sequence[str]) -> None:
        self.path = path
        with _opened(path) as file:
            header = file.readline()
        if "\0" in header or "\udcff" in header:
            raise NotText
        if not header.strip():
            raise EmptyFile(columns=", ".join(needed))
        self.delimiter = max(DELIMITERS, key=header.count)
        names = next(csv.reader([header.strip("\r\n")], delimiter=self.delimiter))
        self.columns = [name.strip().lower() for name in names]
        self.unknown = [name for name in self.columns if name not in known]
        _refuse_columns(self.columns, needed)

    def __iter__(self) -> Iterator[Row]:
        """Row after row, in the file's order. Raises OpenQuote or BrokenLine."""
        with _opened(self.path) as file:
            reader = csv.reader(file, delimiter=self.delimiter, strict=True)
            next(reader)
            while True:
                line = reader.line_num + 1
                try:
                    fields = next(reader, None)
                except csv.Error as error:
                    if reader.line_num > line or str(error).startswith(_ENDLESS):
                        raise OpenQuote(line=line) from error
                    raise BrokenLine(line=line, problem=error) from error
                if fields is None:
                    return
                if fields:
                    yield Row(line, self._values(fields))

    def _values(self, fields: list[str]) -> dict[str, str] | None:
        if len(fields) != len(self.columns):
            return None
        return {name: field.strip() for name, field in zip(self.columns, fields, strict=True)}


def _opened(path: Path) -> TextIO:
    # What is not UTF-8 comes through as something no field accepts, so that its row is refused.
    return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


def _refuse_columns(columns: Sequence[str], needed: Sequence[str]) -> None:
    if missing := [name for name in needed if name not in columns]:
        raise MissingColumn(missing=", ".join(missing), columns=", ".join(needed))
    for name in columns:
        if columns.count(name) > 1:
            raise RepeatedColumn(column=name)
