"""Tables for other programs: CSV that a spreadsheet opens as text, never as a formula. Pure."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"
"""Without it a spreadsheet reads UTF-8 as something older."""
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# A spreadsheet set to Italian also splits at semicolons: what follows one is a field of its own.
_AFTER_A_SEMICOLON = re.compile(r"(;\s*)(?=[=+\-@＝＋－＠])")


def csv_of(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text)
    writer.writerow([harmless(title) for title in titles])
    writer.writerows([harmless(value) for value in row] for row in rows)
    return text.getvalue()


def harmless(value: object) -> object:
    """A text that would begin a formula gets an apostrophe in front (OWASP, CSV Injection)."""
    if not isinstance(value, str):
        return "" if value is None else value
    text = _AFTER_A_SEMICOLON.sub(r"\1'", value)
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_A_FORMULA) else text
