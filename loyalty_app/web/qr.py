"""QR codes drawn on the server: for pages as SVG in their own ink, for print as modules."""

from collections.abc import Sequence
from functools import lru_cache

from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode

QUIET = 4
"""Empty modules around the code; the standard asks for four (ISO/IEC 18004)."""


def qr_matrix(text: str) -> list[list[bool]]:
    """Dark and light modules, row by row, with the quiet ones around them."""
    code = QRCode(error_correction=ERROR_CORRECT_Q, border=QUIET)
    code.add_data(text)
    return [[bool(module) for module in row] for row in code.get_matrix()]


@lru_cache(maxsize=512)
def qr_svg(text: str) -> Markup:
    """An `<svg>` of the text, level Q: it still reads with a quarter of it gone."""
    matrix = qr_matrix(text)
    path = "".join(_row(row, y) for y, row in enumerate(matrix))
    size = len(matrix)
    return Markup(
        f'<svg viewBox="0 0 {size} {size}" fill="currentColor" aria-hidden="true">'
        f'<path d="{path}"></path></svg>'
    )


def _row(row: Sequence[bool], y: int) -> str:
    """Each run of dark modules as one rectangle of the path."""
    runs, start = [], None
    for x, dark in enumerate([*row, False]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            start = None
    return "".join(runs)
