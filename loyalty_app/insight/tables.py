"""Tables for other programs: CSV that a spreadsheet opens as text, never as a formula. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet reads UTF-8 as something older."""
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_of(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow([harmless(title) for title in titles])
    writer.writerows([harmless(value) for value in row] for row in rows)
    return text.getvalue()


def harmless(value: object) -> object:
    """A text that would begin a formula gets an apostrophe in front (OWASP, CSV Injection)."""
    if isinstance(value, str) and value.lstrip(" ").startswith(STARTS_A_FORMULA):
        return f"'{value}"
    return "" if value is None else value
