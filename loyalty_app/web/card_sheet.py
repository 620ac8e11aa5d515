"""Ten cards on a sheet of A4, of the size of a bank card, with marks to cut along. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import product

from PIL import Image, ImageDraw

from ..members.codes import STATIC_PREFIX
from .printing import DPI, GREY, INK, drawable, fitting, font_of, paint_code, panel_of, paste_logo
from .qr import qr_matrix

SHEET = (2480, 3508)
CARD = (1004, 638)
"""Pixels at 300 to the inch: 85 × 54 mm."""
COLUMNS, ROWS = 2, 5
LEFT, TOP = (SHEET[0] - COLUMNS * CARD[0]) // 2, (SHEET[1] - ROWS * CARD[1]) // 2
PANEL = (500, CARD[1] - 60)
MARK = 60
LOGO = 130
LARGEST, SMALLEST = 84, 26


@dataclass(frozen=True, slots=True)
class Printed:
    """What stands on one card."""

    number: str
    handle: str


def sheet_file(
    shop: str, promise: str, colour: str, cards: Sequence[Printed], logo: bytes | None = None
) -> bytes:
    """A PDF of one page; `promise`: what a card says below the shop's name. `logo`: a square
    picture."""
    sheet, file = Image.new("RGB", SHEET, "white"), BytesIO()
    places = product(range(ROWS), range(COLUMNS))
    face = _face(shop, promise, colour, logo)
    for printed, (row, column) in zip(cards, places, strict=False):
        corner = LEFT + column * CARD[0], TOP + row * CARD[1]
        sheet.paste(face, corner)
        _code(sheet, printed, corner)
    _marks(ImageDraw.Draw(sheet))
    sheet.save(file, "PDF", resolution=DPI, quality=92, title=shop)
    return file.getvalue()


def _face(shop: str, promise: str, colour: str, logo: bytes | None) -> Image.Image:
    """What all cards have alike."""
    face = Image.new("RGB", CARD, "white")
    panel, shape, ink = panel_of(colour, PANEL, PANEL[0])
    face.paste(panel, (30, 30), shape)
    draw, room = ImageDraw.Draw(face), PANEL[0] - 90
    top = 75
    if logo:
        paste_logo(face, logo, (75, top), LOGO)
        top += LOGO + 20
    below = _write(draw, shop, (75, top), room, LARGEST, ink, most=3)
    _write(draw, promise, (75, below + 24), room, 38, ink, most=4, bold=False)
    return face


def _write(
    draw: ImageDraw.ImageDraw,
    text: str,
    at: tuple[int, int],
    room: int,
    size: int,
    ink: str,
    *,
    most: int,
    bold: bool = True,
) -> int:
    """On at most so many lines, smaller where it would not fit; where it ends."""
    lines, pixels = fitting(drawable(text), size, room, bold=bold, most=most, smallest=SMALLEST)
    font = font_of(bold, round(pixels))
    for number, line in enumerate(lines):
        draw.text((at[0], at[1] + round(number * pixels * 1.15)), line, ink, font)
    return at[1] + round(len(lines) * pixels * 1.15)


def _code(sheet: Image.Image, printed: Printed, corner: tuple[int, int]) -> None:
    matrix = qr_matrix(STATIC_PREFIX + printed.handle)
    module = 400 // len(matrix)
    side = module * len(matrix)
    middle = corner[0] + (PANEL[0] + 30 + CARD[0]) // 2
    top = corner[1] + (CARD[1] - side) // 2 - 30
    paint_code(sheet, matrix, (middle - side // 2, top), module)
    draw = ImageDraw.Draw(sheet)
    draw.text((middle, top + side + 6), printed.number, INK, font_of(True, 44), anchor="ma")


def _marks(draw: ImageDraw.ImageDraw) -> None:
    """Short lines outside of the cards: nothing is printed where one cuts."""
    for column in range(COLUMNS + 1):
        x = LEFT + column * CARD[0]
        for y in (TOP - MARK - 12, TOP + ROWS * CARD[1] + 12):
            draw.line((x, y, x, y + MARK), GREY, 2)
    for row in range(ROWS + 1):
        y = TOP + row * CARD[1]
        for x in (LEFT - MARK - 12, LEFT + COLUMNS * CARD[0] + 12):
            draw.line((x, y, x + MARK, y), GREY, 2)
