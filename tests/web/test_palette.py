"""Whatever colour a shop chooses, everybody can read what stands in it."""

import re
from pathlib import Path

import pytest

from loyalty_app.web import palette
from loyalty_app.web.palette import GRAPHICS, TEXT, Colour, contrast, parse

CIRCLE = [Colour(bright, 0.16, hue).hex for hue in range(0, 360, 10) for bright in (0.45, 0.7)]
NAMED = ["#000000", "#ffffff", "#ffff00", "#808080", "#ff0000", "#00ff00", "#0000ff", "#00ffff"]
COLOURS = [*CIRCLE, *NAMED, "#c0392b", "#123524", "#f5e6d3"]
TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"


@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_gives_a_readable_palette_in_light_and_dark(colour: str) -> None:
    brand = parse(colour)
    for scheme in (palette.light(brand), palette.dark(brand)):
        grounds = (*scheme.grounds, scheme.soft)
        assert contrast(scheme.on_brand, scheme.brand) >= TEXT
        assert all(contrast(scheme.brand, ground) >= GRAPHICS for ground in grounds)
        assert all(contrast(scheme.strong, ground) >= TEXT for ground in grounds)


@pytest.mark.parametrize("colour", COLOURS)
def test_the_card_reads_from_corner_to_corner(colour: str) -> None:
    near, deep, ink = palette.card(parse(colour))
    assert min(contrast(near, ink), contrast(deep, ink)) >= TEXT


def test_a_colour_that_already_reads_is_left_as_it_is() -> None:
    assert palette.light(parse("#1d4ed8")).brand.hex == "#1d4ed8"
    assert palette.card(parse("#1d4ed8"))[0].hex == "#1d4ed8"


def test_a_yellow_card_stays_yellow_with_dark_ink() -> None:
    near, _, ink = palette.card(parse("#ffd400"))
    assert near.hex == "#ffd400"
    assert ink == palette.INK


@pytest.mark.parametrize("colour", COLOURS)
def test_a_colour_survives_the_way_to_oklch_and_back(colour: str) -> None:
    there_and_back = parse(colour).hex
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(there_and_back[1:]), strict=True)
    assert all(abs(before - after) <= 1 for before, after in pairs)


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast(parse("#000000"), parse("#ffffff")) == pytest.approx(21)
    assert contrast(parse("#777777"), parse("#ffffff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("text", ["", "red", "#12345", "#12345g", "url(x)", "#123456;}"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a colour"):
        palette.stylesheet(text)


def test_grey_shops_get_grey_neutrals() -> None:
    assert "--tint: 0.00;" in palette.stylesheet("#808080")
    assert "--tint: 1.00;" in palette.stylesheet("#1d4ed8")


def test_tokens_and_palette_agree_on_the_grounds() -> None:
    css = TOKENS.read_text()
    for name, pair in {
        "--ground": (palette.LIGHT_GROUND, palette.DARK_GROUND),
        "--panel": (palette.LIGHT_PANEL, palette.DARK_PANEL),
    }.items():
        line = re.search(rf"{name}: (.*);", css)
        assert line
        found = [float(n) for n in re.findall(r"oklch\(([\d.]+) ", line[1])]
        chroma = [float(n) for n in re.findall(r"calc\(([\d.]+) \* var\(--tint\)", line[1])]
        assert found == [lightness for lightness, _ in pair]
        assert chroma == [value for _, value in pair]
