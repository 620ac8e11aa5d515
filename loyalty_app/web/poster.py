"""The counter's poster, drawn for print: in the shop's colours, with the way to join as a QR code.

Pure. A4 and A6 have one shape, so they are one drawing in two sizes.
"""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from .palette import WHITE, card, parse
from .qr import qr_matrix

DPI = 300
WIDTHS = {"a4": 2480, "a6": 1240}
"""Pixels at 300 to the inch."""
HEIGHT = 2**0.5
GREY, INK = "#55555c", "#16161a"
SMALLEST = 0.01
LANCZOS = Image.Resampling.LANCZOS
FONTS = Path(__file__).parents[2] / "static" / "vendor"


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
        near, deep, ink = card(parse(poster.colour))
        self.ink = ink.hex
        self._panel(near.hex, deep.hex, light=ink is WHITE)
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

    def _panel(self, near: str, deep: str, *, light: bool) -> None:
        """The card as on the phone: from one colour into the deeper one, with faint rings."""
        size = self._at(0.9), self._at(1.19)
        fade = Image.linear_gradient("L").resize(size)
        panel = Image.composite(Image.new("RGB", size, deep), Image.new("RGB", size, near), fade)
        rings = Image.new("L", size)
        draw = ImageDraw.Draw(rings)
        for radius in range(self._at(0.06), self._at(0.9), self._at(0.045)):
            box = (size[0] - radius, -radius, size[0] + radius, radius)
            draw.ellipse(box, outline=26 if light else 16, width=max(2, self._at(0.0025)))
        panel.paste(self.ink, mask=rings)
        shape = Image.new("L", size)
        ImageDraw.Draw(shape).rounded_rectangle((0, 0, *size), self._at(0.06), fill=255)
        self.image.paste(panel, (self._at(0.05), self._at(0.05)), shape)

    def _sign(self, shop: str, logo: bytes, top: float, size: float) -> None:
        """The logo with the shop's name beside it, together in the middle."""
        side, gap = self._at(0.085), self._at(0.022)
        lines, size = self._fitting(_drawable(shop), size, self._at(0.78) - side - gap)
        name, font = " ".join(lines), _font(True, self._at(size))
        left = (self.width - side - gap - round(font.getlength(name))) // 2
        picture = Image.open(BytesIO(logo)).convert("RGB").resize((side, side), LANCZOS)
        shape = Image.new("L", (side, side))
        ImageDraw.Draw(shape).rounded_rectangle((0, 0, side, side), side // 5, fill=255)
        self.image.paste(picture, (left, self._at(top)), shape)
        middle = self._at(top) + side // 2
        write = ImageDraw.Draw(self.image).text
        write((left + side + gap, middle), name, self.ink, font, anchor="lm")

    def _code(self, text: str, top: float) -> float:
        """On a white tile; a module is whole pixels, so that each edge is sharp. Where it ends."""
        matrix = qr_matrix(text)
        module = self._at(0.58) // len(matrix)
        side = module * len(matrix)
        left, top_px = (self.width - side) // 2, self._at(top)
        draw = ImageDraw.Draw(self.image)
        tile = (left, top_px, left + side, top_px + side)
        draw.rounded_rectangle(tile, self._at(0.035), fill="white")
        for y, row in enumerate(matrix):
            for x, dark in enumerate(row):
                if dark:
                    corner = left + x * module, top_px + y * module
                    draw.rectangle((*corner, corner[0] + module - 1, corner[1] + module - 1), INK)
        return top + side / self.width

    def _write(
        self, text: str, top: float, size: float, ink: str, *, bold: bool = True, most: int = 1
    ) -> float:
        """Centred, on at most so many lines, smaller where it would not fit; where it ends."""
        draw, room = ImageDraw.Draw(self.image), self._at(0.78)
        text = _drawable(text)
        lines, size = self._fitting(text, size, room, bold=bold, most=most)
        font = _font(bold, self._at(size))
        while tighter := _lines(text, font, room := room - 10, len(lines)):
            lines = tighter  # of about the same length
        for number, line in enumerate(lines):
            y = self._at(top + number * size * 1.12)
            draw.text((self.width // 2, y), line, ink, font, anchor="ma")
        return top + len(lines) * size * 1.12 + size * 0.12

    def _fitting(
        self, text: str, size: float, room: int, *, bold: bool = True, most: int = 1
    ) -> tuple[list[str], float]:
        """The lines, and the size in which so many hold it."""
        while not (lines := _lines(text, _font(bold, self._at(size)), room, most)):
            if size <= SMALLEST:
                break
            size *= 0.94
        return lines, size


@lru_cache(maxsize=64)
def _font(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"figtree-{'bold' if bold else 'medium'}.ttf", size)


def _drawable(text: str) -> str:
    """Without what the font has no picture of; a box on a poster would look broken."""
    font = _font(True, 40)
    nothing = bytes(font.getmask("\uffff"))
    return "".join(c for c in text if c == " " or bytes(font.getmask(c)) != nothing).strip()


def _lines(text: str, font: ImageFont.FreeTypeFont, room: int, most: int) -> list[str]:
    """Empty where at most so many lines do not hold it."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    fits = len(lines) <= most and all(font.getlength(line) <= room for line in lines)
    return lines if fits else []


def _spoken(address: str) -> str:
    """An address as one would type it."""
    return address.partition("://")[2].partition("?")[0]
