"""What is drawn for print has in common: the card's panel, sharp codes, words that fit. Pure."""

from collections.abc import Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from .palette import WHITE, card, parse

DPI = 300
GREY, INK = "#55555c", "#16161a"
FONTS = Path(__file__).parents[2] / "static" / "vendor"


def panel_of(
    colour: str, size: tuple[int, int], width: int
) -> tuple[Image.Image, Image.Image, str]:
    """The card as on the phone: from one colour into the deeper one, with faint rings. With its
    rounded shape, and the ink that reads on it. `width`: what all lines are in proportion to."""
    near, deep, ink = card(parse(colour))

    def at(share: float) -> int:
        return round(share * width)

    fade = Image.linear_gradient("L").resize(size)
    panel = Image.composite(
        Image.new("RGB", size, deep.hex), Image.new("RGB", size, near.hex), fade
    )
    rings = Image.new("L", size)
    draw = ImageDraw.Draw(rings)
    for radius in range(at(0.06), at(0.9), at(0.045)):
        box = (size[0] - radius, -radius, size[0] + radius, radius)
        draw.ellipse(box, outline=26 if ink is WHITE else 16, width=max(2, at(0.0025)))
    panel.paste(ink.hex, mask=rings)
    shape = Image.new("L", size)
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, *size), at(0.06), fill=255)
    return panel, shape, ink.hex


def paste_logo(image: Image.Image, logo: bytes, corner: tuple[int, int], side: int) -> None:
    """A square picture with rounded corners."""
    picture = Image.open(BytesIO(logo)).convert("RGB")
    shape = Image.new("L", (side, side))
    ImageDraw.Draw(shape).rounded_rectangle((0, 0, side, side), side // 5, fill=255)
    image.paste(picture.resize((side, side), Image.Resampling.LANCZOS), corner, shape)


def paint_code(
    image: Image.Image, matrix: Sequence[Sequence[bool]], corner: tuple[int, int], module: int
) -> None:
    """A QR code whose modules are whole pixels, so that each edge is sharp."""
    draw = ImageDraw.Draw(image)
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                left, top = corner[0] + x * module, corner[1] + y * module
                draw.rectangle((left, top, left + module - 1, top + module - 1), INK)


def fitting(
    text: str, size: float, room: int, *, bold: bool, most: int, smallest: float
) -> tuple[list[str], float]:
    """The lines of a text, at most so many, and the size in which they fit; sizes in pixels."""
    while not (lines := lines_of(text, font_of(bold, round(size)), room, most)):
        if size <= smallest:
            break
        size *= 0.94
    return lines, size


@lru_cache(maxsize=64)
def font_of(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / f"figtree-{'bold' if bold else 'medium'}.ttf", size)


def drawable(text: str) -> str:
    """Without what the font has no picture of; a box on a poster would look broken."""
    font = font_of(True, 40)
    nothing = bytes(font.getmask("\uffff"))
    return "".join(c for c in text if c == " " or bytes(font.getmask(c)) != nothing).strip()


def lines_of(text: str, font: ImageFont.FreeTypeFont, room: int, most: int) -> list[str]:
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
