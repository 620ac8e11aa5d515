"""The counter's poster, drawn for print: in the shop's colours, with the way to join as a QR code.

Pure. A4 and A6 have one shape, so they are one drawing in two sizes.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw

from .printing import (
    DPI,
    GREY,
    INK,
    drawable,
    fitting,
    font_of,
    lines_of,
    paint_code,
    panel_of,
    paste_logo,
)
from .qr import qr_matrix

WIDTHS = {"a4": 2480, "a6": 1240}
"""Pixels at 300 to the inch."""
HEIGHT = 2**0.5
SMALLEST = 0.01


@dataclass(frozen=True, slots=True)
class Words:
    """What the poster says in one language."""

    headline: str
    invitation: str
    promise: str


@dataclass(frozen=True, slots=True)
class Poster:
    """`said`: the same in each of the shop's languages, its own first. `logo`: a square picture."""

    shop: str
    colour: str
    address: str
    said: tuple[Words, ...]
    logo: bytes | None = None


@lru_cache(maxsize=8)
def poster_file(poster: Poster, size: str, kind: str) -> bytes:
    """A file to print; `size` is one of WIDTHS, `kind` `pdf` or `png`."""
    page, file = _Page(poster, WIDTHS[size]).image, BytesIO()
    if kind == "pdf":
        page.save(file, "PDF", resolution=DPI, quality=92, title=poster.shop)
    else:
        page.save(file, "PNG", dpi=(DPI, DPI))
    return file.getvalue()


class _Page:
    """Everything is measured in widths of the page, and placed from its top."""

    def __init__(self, poster: Poster, width: int) -> None:
        self.width = width
        self.image = Image.new("RGB", (width, round(width * HEIGHT)), "white")
        panel, shape, self.ink = panel_of(poster.colour, (self._at(0.9), self._at(1.19)), width)
        self.image.paste(panel, (self._at(0.05), self._at(0.05)), shape)
        if poster.logo:
            self._sign(poster.shop, poster.logo, 0.077, 0.042)
        else:
            self._write(poster.shop, 0.105, 0.042, self.ink)
        first, *others = poster.said
        below = self._write(first.headline, 0.165, 0.098, self.ink, most=2)
        for words in others:
            below = self._write(words.headline, below + 0.012, 0.046, self.ink, bold=False)
        below = self._code(poster.address, 0.5) + 0.035
        for words in poster.said:
            bold = words is first
            below = self._write(words.invitation, below, 0.042, self.ink, bold=bold) + 0.004
        below = 1.275
        for words in poster.said:
            below = self._write(words.promise, below, 0.029, GREY, bold=False) + 0.004
        self._write(_spoken(poster.address), below + 0.01, 0.026, INK)

    def _at(self, share: float) -> int:
        return round(share * self.width)

    def _sign(self, shop: str, logo: bytes, top: float, size: float) -> None:
        """The logo with the shop's name beside it, together in the middle."""
        side, gap = self._at(0.085), self._at(0.022)
        room, least = self._at(0.78) - side - gap, self._at(SMALLEST)
        lines, pixels = fitting(
            drawable(shop), size * self.width, room, bold=True, most=1, smallest=least
        )
        name, font = " ".join(lines), font_of(True, round(pixels))
        left = (self.width - side - gap - round(font.getlength(name))) // 2
        paste_logo(self.image, logo, (left, self._at(top)), side)
        middle = self._at(top) + side // 2
        write = ImageDraw.Draw(self.image).text
        write((left + side + gap, middle), name, self.ink, font, anchor="lm")

    def _code(self, text: str, top: float) -> float:
        """On a white tile; a module is whole pixels, so that each edge is sharp. Where it ends."""
        matrix = qr_matrix(text)
        module = self._at(0.58) // len(matrix)
        side = module * len(matrix)
        left, top_px = (self.width - side) // 2, self._at(top)
        tile = (left, top_px, left + side, top_px + side)
        ImageDraw.Draw(self.image).rounded_rectangle(tile, self._at(0.035), fill="white")
        paint_code(self.image, matrix, (left, top_px), module)
        return top + side / self.width

    def _write(
        self, text: str, top: float, size: float, ink: str, *, bold: bool = True, most: int = 1
    ) -> float:
        """Centred, on at most so many lines, smaller where it would not fit; where it ends."""
        draw, room = ImageDraw.Draw(self.image), self._at(0.78)
        text = drawable(text)
        lines, pixels = fitting(
            text, size * self.width, room, bold=bold, most=most, smallest=self._at(SMALLEST)
        )
        size, font = pixels / self.width, font_of(bold, round(pixels))
        while tighter := lines_of(text, font, room := room - 10, len(lines)):
            lines = tighter  # of about the same length
        for number, line in enumerate(lines):
            y = self._at(top + number * size * 1.12)
            draw.text((self.width // 2, y), line, ink, font, anchor="ma")
        return top + len(lines) * size * 1.12 + size * 0.12


def _spoken(address: str) -> str:
    """An address as one would type it."""
    return address.partition("://")[2].partition("?")[0]
