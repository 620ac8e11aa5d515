"""The picture on a phone's home screen: the shop's logo, or its initial upon its card's colours.

Pure: a logo, or colour and letter in, PNG out.
"""

import unicodedata
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from ..logo.drawing import corner_of
from .palette import card, parse

SIZES = (192, 512)
SAFE = 0.8
"""Of a maskable icon the phone shows at least the circle of this diameter (W3C App Manifest)."""
CORNER = 0.22
UNKNOWN = "\uffff"


def initial(name: str) -> str:
    """The first letter or digit, large and without an accent; empty where there is none."""
    letter = next((c for c in name if c.isalnum()), "")
    return unicodedata.normalize("NFD", letter)[:1].upper()


@lru_cache(maxsize=16)
def app_icon(colour: str, letter: str, size: int, *, maskable: bool) -> bytes:
    """A square of `size` pixels; a maskable one fills it, the other has round corners."""
    near, deep, ink = (tone.hex for tone in card(parse(colour)))
    slope = Image.linear_gradient("L").rotate(35, resample=Image.Resampling.BICUBIC)
    middle = slope.crop((48, 48, 208, 208)).resize((size, size), Image.Resampling.BICUBIC)
    picture = Image.composite(
        Image.new("RGB", (size, size), deep), Image.new("RGB", (size, size), near), middle
    )
    _draw(ImageDraw.Draw(picture), letter, size * (SAFE if maskable else 1), ink)
    return _saved(picture, maskable=maskable)


@lru_cache(maxsize=8)
def icon_of_logo(logo: bytes, size: int, *, maskable: bool) -> bytes:
    """The same of a square picture; where the phone cuts a circle, all of it is within."""
    whole = Image.open(BytesIO(logo)).convert("RGB")
    side = round(size * SAFE / 2**0.5) if maskable else size
    picture = Image.new("RGB", (size, size), corner_of(whole))
    edge = (size - side) // 2
    picture.paste(whole.resize((side, side), Image.Resampling.LANCZOS), (edge, edge))
    return _saved(picture, maskable=maskable)


def _saved(picture: Image.Image, *, maskable: bool) -> bytes:
    if not maskable:
        picture.putalpha(_round(picture.width))
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _draw(pen: ImageDraw.ImageDraw, letter: str, span: float, ink: str) -> None:
    """The letter in the middle; a card where the font does not know it."""
    middle = pen.im.size[0] / 2
    font = ImageFont.load_default(span * 0.7)
    if _knows(font, letter):
        weight = span * 0.012
        pen.text(
            (middle, middle), letter, ink, font, anchor="mm", stroke_width=weight, stroke_fill=ink
        )
        return
    wide, high, line = span * 0.32, span * 0.21, round(span * 0.045)
    box = (middle - wide, middle - high, middle + wide, middle + high)
    pen.rounded_rectangle(box, span * 0.07, outline=ink, width=line)
    stripe = middle - high * 0.3
    pen.line((middle - wide, stripe, middle + wide, stripe), ink, line * 2)


def _knows(font: ImageFont.FreeTypeFont | ImageFont.ImageFont, letter: str) -> bool:
    unknown, known = font.getmask(UNKNOWN), font.getmask(letter)
    return bool(letter) and (known.size, bytes(known)) != (unknown.size, bytes(unknown))


def _round(size: int) -> Image.Image:
    """Drawn four times as large, so that the corners are smooth."""
    large = Image.new("L", (size * 4, size * 4), 0)
    end = size * 4 - 1
    ImageDraw.Draw(large).rounded_rectangle((0, 0, end, end), size * 4 * CORNER, fill=255)
    return large.resize((size, size), Image.Resampling.LANCZOS)
