"""The picture on the home screen: in the shop's colours, readable, whole where phones cut it."""

from io import BytesIO

import pytest
from PIL import Image, ImageChops

from loyalty_app.web.app_icon import SAFE, SIZES, app_icon, initial
from loyalty_app.web.palette import card, contrast, parse

VIOLET, YELLOW = "#6b3fa0", "#ffd35c"


def drawn(
    letter: str = "C", colour: str = VIOLET, size: int = 192, *, maskable: bool
) -> Image.Image:
    picture = Image.open(BytesIO(app_icon(colour, letter, size, maskable=maskable)))
    assert picture.format == "PNG"
    return picture.convert("RGBA")


def pixel(picture: Image.Image, at: tuple[int, int]) -> tuple[int, ...]:
    found = picture.getpixel(at)
    assert isinstance(found, tuple)
    return found


def written(picture: Image.Image, colour: str) -> Image.Image:
    """Where the ink is."""
    plain = Image.new("RGB", picture.size, card(parse(colour))[2].hex)
    other = ImageChops.difference(picture.convert("RGB"), plain).convert("L")
    return other.point(lambda difference: 0 if difference else 255)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("maskable", [False, True])
def test_it_has_the_size_that_was_asked_for(size: int, maskable: bool) -> None:
    assert drawn(size=size, maskable=maskable).size == (size, size)


def test_corners_are_round_or_left_to_the_phone() -> None:
    assert pixel(drawn(maskable=False), (0, 0))[3] == 0
    assert pixel(drawn(maskable=True), (0, 0))[3] == 255


@pytest.mark.parametrize("letter", ["C", "W", "Ж", "咖", ""])
def test_what_is_drawn_is_in_the_circle_that_every_phone_shows(letter: str) -> None:
    size = 512
    box = written(drawn(letter, size=size, maskable=True), VIOLET).getbbox()
    assert box
    corners = [(x, y) for x in (box[0], box[2]) for y in (box[1], box[3])]
    far = max(((x - size / 2) ** 2 + (y - size / 2) ** 2) ** 0.5 for x, y in corners)
    assert far <= SAFE * size / 2
    assert far > size / 5


@pytest.mark.parametrize("colour", [VIOLET, YELLOW, "#000000", "#ffffff"])
def test_ground_and_ink_are_the_cards(colour: str) -> None:
    picture = drawn(colour=colour, maskable=True)
    red, green, blue, _ = pixel(picture, (4, 96))
    ground = parse(f"#{red:02x}{green:02x}{blue:02x}")
    assert contrast(ground, card(parse(colour))[2]) >= 4.5


@pytest.mark.parametrize(
    ("name", "letter"),
    [("Caffè Aurora", "C"), ("“Élite”", "E"), ("  9 Bar", "9"), ("caffè", "C"), ("☕ !", "")],
)
def test_the_initial_of_a_name(name: str, letter: str) -> None:
    assert initial(name) == letter
