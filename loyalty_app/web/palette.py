"""From the shop's one colour, a palette that everybody can read.

Pure functions. Whatever colour comes in, in light and in dark alike:
`--brand` (fills, rings, bars) stands out from the ground by 3 : 1 and `--on-brand` upon it
reads at 4.5 : 1; `--brand-strong` (links, text) reads at 4.5 : 1 on the ground, on a panel and
on `--brand-soft`; the card keeps the shop's own colour from one corner to the other, and
`--on-card` reads at 4.5 : 1 on both.

OKLCH: Björn Ottosson, "A perceptual color space for image processing". Contrast: WCAG 2.2, 1.4.3.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

TEXT, GRAPHICS = 4.5, 3.0
STEP = 0.004
WHITE_FROM = 3.5  # what reads less than this against white is bright: it takes dark ink
FAINT = 0.06  # less chroma than this: cream, sand, grey
# Lightness and chroma of page and panel; tokens.css says the same and a test compares them.
LIGHT_GROUND, LIGHT_PANEL = (0.975, 0.007), (1.0, 0.0)
DARK_GROUND, DARK_PANEL = (0.17, 0.014), (0.22, 0.016)
HEX = re.compile(r"#?([0-9a-fA-F]{6})")

Rgb = tuple[float, float, float]


@dataclass(frozen=True)
class Colour:
    """OKLCH: lightness 0 to 1, chroma from 0 (grey), hue in degrees."""

    lightness: float
    chroma: float
    hue: float

    def at(self, lightness: float, chroma: float | None = None) -> Colour:
        kept = self.chroma if chroma is None else min(chroma, self.chroma)
        return replace(self, lightness=min(1.0, max(0.0, lightness)), chroma=kept)

    @property
    def hex(self) -> str:
        red, green, blue = (round(255 * part) for part in self.rgb)
        return f"#{red:02x}{green:02x}{blue:02x}"

    @property
    def rgb(self) -> Rgb:
        """sRGB, 0 to 1; chroma gives way until the screen can show it."""
        chroma = self.chroma
        while True:
            linear = _linear(self.lightness, chroma, self.hue)
            if chroma <= 0 or all(-0.0005 <= part <= 1.0005 for part in linear):
                red, green, blue = (_encoded(min(1.0, max(0.0, part))) for part in linear)
                return red, green, blue
            chroma = max(0.0, chroma - STEP)


WHITE, INK = Colour(1, 0, 0), Colour(0.16, 0.02, 0)


def _linear(lightness: float, chroma: float, hue: float) -> Rgb:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _encoded(part: float) -> float:
    return 12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055


def _decoded(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _channels(text: str) -> Rgb:
    found = HEX.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"not a colour like #1e5bff: {text!r}")
    red, green, blue = (int(found[1][at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def parse(text: str) -> Colour:
    """`#1e5bff` or `1e5bff`; anything else is a ValueError."""
    red, green, blue = (_decoded(part) for part in _channels(text))
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    return Colour(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def contrast(one: Colour, other: Colour) -> float:
    """WCAG contrast of the two as a screen shows them, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: Colour) -> float:
    red, green, blue = (_decoded(part) for part in _channels(colour.hex))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _moved(colour: Colour, step: float, reads: Callable[[Colour], bool]) -> Colour:
    """The nearest lightness, going one way, at which it reads."""
    end = 1.0 if step > 0 else 0.0
    while not reads(colour) and colour.lightness != end:
        colour = colour.at(colour.lightness + step)
    return colour


@dataclass(frozen=True)
class Scheme:
    """One of the two appearances; `grounds` are the page and the panel."""

    grounds: tuple[Colour, Colour]
    brand: Colour
    strong: Colour
    soft: Colour
    on_brand: Colour


def _scheme(brand: Colour, grounds: tuple[Colour, Colour], *, dark: bool) -> Scheme:
    step = STEP if dark else -STEP
    soft = brand.at(0.27, 0.05) if dark else brand.at(0.945, 0.035)

    def apart(colour: Colour, least: float) -> bool:
        return all(contrast(colour, ground) >= least for ground in (*grounds, soft))

    start = brand
    if brand.chroma < FAINT and not apart(brand, GRAPHICS):
        start = brand.at(0.88 if dark else 0.38)  # halfway there it would only be a dull grey
    fill = _moved(start, step, lambda colour: apart(colour, GRAPHICS))
    on_brand = WHITE if _wears_white(fill, brand, dark=dark) else INK
    fill = _moved(fill, step, lambda colour: contrast(colour, on_brand) >= TEXT)
    strong = _moved(fill, step, lambda colour: apart(colour, TEXT))
    return Scheme(grounds, fill, strong, soft, on_brand)


def _wears_white(fill: Colour, brand: Colour, *, dark: bool) -> bool:
    """White upon the fill, unless that would cost a bright colour its character."""
    if dark:
        return contrast(fill, WHITE) >= TEXT
    return brand.chroma < FAINT or contrast(brand, WHITE) >= WHITE_FROM


def light(brand: Colour) -> Scheme:
    page, panel = brand.at(*LIGHT_GROUND), brand.at(*LIGHT_PANEL)
    return _scheme(brand, (page, panel), dark=False)


def dark(brand: Colour) -> Scheme:
    page, panel = brand.at(*DARK_GROUND), brand.at(*DARK_PANEL)
    return _scheme(brand, (page, panel), dark=True)


def card(brand: Colour) -> tuple[Colour, Colour, Colour]:
    """The card's two corners and the ink upon them."""
    ink = WHITE if contrast(brand, WHITE) >= WHITE_FROM else INK
    away = -STEP if ink is WHITE else STEP

    def reads(colour: Colour) -> bool:
        return contrast(colour, ink) >= TEXT

    near = _moved(brand, away, reads)
    deeper = near.at(near.lightness - 0.11)
    deep = deeper if reads(deeper) else near.at(near.lightness + 0.05)
    return near, deep, ink


def stylesheet(text: str) -> str:
    """The rules of `/assets/brand-….css` for a colour like `#1e5bff`."""
    brand = parse(text)
    day, night = light(brand), dark(brand)
    near, deep, ink = card(brand)
    pairs = {
        "--brand": (day.brand, night.brand),
        "--brand-strong": (day.strong, night.strong),
        "--brand-soft": (day.soft, night.soft),
        "--on-brand": (day.on_brand, night.on_brand),
    }
    lines = [f"{name}: light-dark({a.hex}, {b.hex});" for name, (a, b) in pairs.items()]
    lines += [f"--card: {near.hex};", f"--card-deep: {deep.hex};", f"--on-card: {ink.hex};"]
    lines += [f"--hue: {brand.hue:.1f};", f"--tint: {min(1.0, brand.chroma / 0.05):.2f};"]
    return "@layer brand {\n  :root {\n    " + "\n    ".join(lines) + "\n  }\n}\n"


@lru_cache(maxsize=16)  # every page asks, and a shop has one colour
def ground_colours(text: str) -> tuple[str, str]:
    """The page's own colour in light and in dark: what the browser's bar takes on."""
    brand = parse(text)
    return light(brand).grounds[0].hex, dark(brand).grounds[0].hex
