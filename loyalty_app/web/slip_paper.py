"""A claim slip as wide as a receipt: 72 mm, which any printer takes. Pure."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageDraw

from .printing import DPI, INK, drawable, fitting, font_of, paint_code
from .qr import qr_matrix

WIDTH, MARGIN = 850, 50
"""Pixels at 300 to the inch."""
SMALLEST = 26


def slip_file(shop: str, address: str, code: str, words: Sequence[str]) -> bytes:
    """A PDF of one page; `words`: what it is for, what to do, until when."""
    matrix = qr_matrix(address)
    module = (WIDTH - 2 * MARGIN) // len(matrix)
    side = module * len(matrix)
    paper = Image.new("RGB", (WIDTH, side + 700), "white")
    first, *others = words
    below = _write(paper, shop, MARGIN, 56, bold=True)
    below = _write(paper, first, below + 10, 44, bold=False)
    paint_code(paper, matrix, ((WIDTH - side) // 2, below), module)
    below = _write(paper, f"{code[:5]} {code[5:]}", below + side, 60, bold=True)
    for text in others:
        below = _write(paper, text, below + 14, 36, bold=False)
    file = BytesIO()
    end = (0, 0, WIDTH, below + MARGIN)
    paper.crop(end).save(file, "PDF", resolution=DPI, quality=92, title=shop)
    return file.getvalue()


def _write(paper: Image.Image, text: str, top: int, size: int, *, bold: bool) -> int:
    """Centred, on at most three lines; where it ends."""
    lines, pixels = fitting(
        drawable(text), size, WIDTH - 2 * MARGIN, bold=bold, most=3, smallest=SMALLEST
    )
    font, draw = font_of(bold, round(pixels)), ImageDraw.Draw(paper)
    for number, line in enumerate(lines):
        at = (WIDTH // 2, top + round(number * pixels * 1.2))
        draw.text(at, line, INK, font, anchor="ma")
    return top + round(len(lines) * pixels * 1.2) + 10
