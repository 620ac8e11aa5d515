"""What the owner chose becomes one square picture with nothing else in it, or is refused."""

from io import BytesIO

import pytest
from PIL import Image, ImageDraw, PngImagePlugin

from loyalty_app.errors import LoyaltyError
from loyalty_app.logo.drawing import (
    INK,
    LARGEST,
    MAX_BYTES,
    SIDE,
    WHITE,
    NoPictureChosen,
    NotAPicture,
    PictureTooLarge,
    PictureTooSmall,
    redrawn,
)

RED = (200, 20, 30)


def file_of(picture: Image.Image, kind: str = "PNG", **how: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def mark(colour: tuple[int, ...], size: tuple[int, int] = (300, 300)) -> Image.Image:
    """A disc upon nothing."""
    picture = Image.new("RGBA", size)
    ImageDraw.Draw(picture).ellipse((40, 40, size[0] - 40, size[1] - 40), fill=colour)
    return picture


def ours(file: bytes) -> Image.Image:
    picture = Image.open(BytesIO(redrawn(file)))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (SIDE, SIDE))
    return picture


def near(picture: Image.Image, at: tuple[int, int], colour: tuple[int, ...]) -> bool:
    found = picture.getpixel(at)
    assert isinstance(found, tuple)
    return all(abs(a - b) < 12 for a, b in zip(found, colour, strict=True))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("mode", ["RGB", "L", "P", "CMYK", "1"])
def test_every_picture_that_browsers_know_becomes_a_square(kind: str, mode: str) -> None:
    picture = Image.new("RGB", (200, 150), "white").convert(mode)
    try:
        file = file_of(picture, kind)
    except OSError:
        pytest.skip("this format has no such colours")
    assert near(ours(file), (SIDE // 2, SIDE // 2), WHITE)


def test_a_wide_one_is_whole_and_its_ground_goes_on_above_and_beneath() -> None:
    wide = Image.new("RGB", (800, 200), RED)
    ImageDraw.Draw(wide).rectangle((300, 60, 500, 140), fill="black")
    drawn = ours(file_of(wide))
    assert near(drawn, (2, 2), RED)
    assert near(drawn, (SIDE - 2, SIDE - 2), RED)
    assert near(drawn, (SIDE // 2, SIDE // 2), (0, 0, 0))


@pytest.mark.parametrize(
    ("colour", "ground"), [(RED, WHITE), ((0, 0, 0), WHITE), ((250, 250, 245), INK)]
)
def test_a_mark_upon_nothing_can_be_seen(
    colour: tuple[int, int, int], ground: tuple[int, int, int]
) -> None:
    drawn = ours(file_of(mark((*colour, 255))))
    assert near(drawn, (2, 2), ground)
    assert near(drawn, (SIDE // 2, SIDE // 2), colour)


def test_nothing_at_all_is_still_a_picture() -> None:
    assert near(ours(file_of(Image.new("RGBA", (200, 200)))), (9, 9), WHITE)


def test_a_photo_stands_upright() -> None:
    turned = Image.Exif()
    turned[0x0112] = 6  # the camera was held upright
    photo = Image.new("RGB", (400, 200), "white")
    photo.paste(RED, (0, 0, 200, 200))
    drawn = ours(file_of(photo, "JPEG", exif=turned, quality=95))
    assert near(drawn, (SIDE // 2, 60), RED)
    assert near(drawn, (SIDE // 2, SIDE - 60), WHITE)


def test_what_else_was_in_the_file_is_gone() -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Comment", "<script>alert(1)</script>")
    file = file_of(Image.new("RGB", (200, 200), RED), pnginfo=said) + b"<script>more</script>"
    assert b"script" in file
    assert b"script" not in redrawn(file)


PNG = file_of(Image.new("RGB", (200, 200), RED))
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="200"><script/></svg>'


@pytest.mark.parametrize(
    ("file", "refusal"),
    [
        (b"", NoPictureChosen),
        (SVG, NotAPicture),
        (b"<script>", NotAPicture),
        (PNG[: len(PNG) // 2], NotAPicture),
        (file_of(Image.new("RGB", (200, 200)), "GIF"), NotAPicture),
        (file_of(Image.new("RGB", (200, 200)), "TIFF"), NotAPicture),
        (PNG + bytes(MAX_BYTES), PictureTooLarge),
        (file_of(Image.new("1", (LARGEST + 1, 200))), PictureTooLarge),
        (file_of(Image.new("RGB", (500, 127))), PictureTooSmall),
    ],
    ids=["nothing", "svg", "script", "half", "gif", "tiff", "bytes", "pixels", "small"],
)
def test_anything_else_is_refused_with_what_to_do(
    file: bytes, refusal: type[LoyaltyError], database: str
) -> None:
    with pytest.raises(refusal) as refused:
        redrawn(file)
    assert "hoose" in str(refused.value)
