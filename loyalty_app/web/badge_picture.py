"""A badge as a picture to share: upon the shop's card, with its name and who earned it. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from PIL import Image, ImageColor, ImageDraw

from ..programme.sections.badges import Rarity, Shape
from .palette import Colour, card, parse
from .printing import drawable, fitting, font_of, panel_of
from .strokes import Line, lines_of_icon, lines_of_path

SIDE = 1080
"""Pixels: the square that messengers and networks show whole."""
FINER = 3
"""Shapes are drawn so many times as large, so that their edges are smooth."""

SHAPES = {
    Shape.CIRCLE: "M3 32a29 29 0 1 1 58 0a29 29 0 1 1-58 0z",
    Shape.SHIELD: "M32 3 57 11v20c0 15-11 25-25 30C18 56 7 46 7 31V11z",
    Shape.HEXAGON: "M32 2 58 17v30L32 62 6 47V17z",
    Shape.FLOWER: (
        "M32.0 8.0A8.4 8.4 0 0 1 46.1 12.6A8.4 8.4 0 0 1 54.8 24.6A8.4 8.4 0 0 1 54.8 39.4"
        "A8.4 8.4 0 0 1 46.1 51.4A8.4 8.4 0 0 1 32.0 56.0A8.4 8.4 0 0 1 17.9 51.4"
        "A8.4 8.4 0 0 1 9.2 39.4A8.4 8.4 0 0 1 9.2 24.6A8.4 8.4 0 0 1 17.9 12.6"
        "A8.4 8.4 0 0 1 32.0 8.0z"
    ),
}
"""As paths, in a box of 64; pages draw the same ones."""
_BODIES = {Rarity.RARE: Colour(0.5, 0.1, 240), Rarity.PRECIOUS: Colour(0.82, 0.14, 85)}
_ICONS = {Rarity.RARE: "#ffffff", Rarity.PRECIOUS: Colour(0.3, 0.06, 70).hex}


Ink = str | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Shared:
    """What the picture shows. `earned`: who has it where, in words; nothing else of a person."""

    name: str
    earned: str
    colour: str
    shape: Shape
    rarity: Rarity
    icon: str


@lru_cache(maxsize=32)
def badge_picture(shared: Shared) -> bytes:
    """A PNG of SIDE × SIDE."""
    picture, _, ink = panel_of(shared.colour, (SIDE, SIDE), SIDE)
    _badge(picture, shared, centre=(SIDE // 2, 440))
    below = _write(picture, shared.name, 800, 84, ink, most=2)
    _write(picture, shared.earned, below + 10, 40, ink, bold=False)
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return out.getvalue()


def _badge(picture: Image.Image, shared: Shared, centre: tuple[int, int]) -> None:
    near, _, on_card = card(parse(shared.colour))
    body = _BODIES.get(shared.rarity, near).hex
    ink = _ICONS.get(shared.rarity, on_card.hex)
    disc, size = 620, 460
    layer = Image.new("RGBA", (disc * FINER, disc * FINER))
    draw = ImageDraw.Draw(layer)
    draw.ellipse((0, 0, disc * FINER - 1, disc * FINER - 1), fill="#ffffff")
    scale, edge = size * FINER / 64, (disc - size) * FINER / 2

    def placed(lines: Iterable[Line], by: float, shift: float) -> list[Line]:
        """From a box of 64, or what lies in it, onto the disc."""
        return [
            [((x * by + shift) * scale + edge, (y * by + shift) * scale + edge) for x, y in line]
            for line in lines
        ]

    outline = lines_of_path(SHAPES[shared.shape])
    for line in placed(outline, 1, 0):
        draw.polygon(line, fill=body)
    _stroke(draw, placed(outline, 0.86, 4.5), 1.2 * scale, _between(ink, body))
    _stroke(draw, placed(lines_of_icon(shared.icon), 1, 20), 2 * scale, ink)
    layer = layer.resize((disc, disc), Image.Resampling.LANCZOS)
    corner = centre[0] - disc // 2, centre[1] - disc // 2
    picture.paste(layer, corner, layer)


def _stroke(draw: ImageDraw.ImageDraw, lines: list[Line], width: float, ink: Ink) -> None:
    """With round joins and ends."""
    for line in lines:
        draw.line(line, ink, round(width), joint="curve")
        for x, y in (line[0], line[-1]):
            r = width / 2
            draw.ellipse((x - r, y - r, x + r, y + r), fill=ink)


def _between(one: str, other: str) -> tuple[int, ...]:
    pairs = zip(ImageColor.getrgb(one), ImageColor.getrgb(other), strict=True)
    return tuple((a + b) // 2 for a, b in pairs)


def _write(
    picture: Image.Image,
    text: str,
    top: int,
    size: int,
    ink: str,
    *,
    bold: bool = True,
    most: int = 1,
) -> int:
    """Centred, smaller where it would not fit; where it ends."""
    lines, pixels = fitting(
        drawable(text), size, round(SIDE * 0.86), bold=bold, most=most, smallest=24
    )
    font = font_of(bold, round(pixels))
    write = ImageDraw.Draw(picture).text
    for number, line in enumerate(lines):
        write((SIDE // 2, top + number * pixels * 1.1), line, ink, font, anchor="ma")
    return round(top + len(lines) * pixels * 1.1)
