"""From a file somebody chose to a picture of ours. Pure."""

from io import BytesIO

from flask_babel import lazy_gettext as _l
from PIL import Image, ImageOps, ImageStat

from ..errors import LoyaltyError

MAX_MEGABYTES, LARGEST, SMALLEST = 5, 6000, 128
MAX_BYTES = MAX_MEGABYTES * 2**20
SIDE = 512
"""Pixels of ours: the largest icon a phone asks for."""
FORMATS = ("PNG", "JPEG", "WEBP")
WHITE, INK = (255, 255, 255), (22, 22, 26)
PALE = 200
"""Of 255: a mark lighter than that would be lost on white."""


class NoPictureChosen(LoyaltyError):
    words = _l("No file was chosen. Choose a picture first.")
    code = "no_picture_chosen"


class NotAPicture(LoyaltyError):
    words = _l(
        "This file is not a PNG, JPEG or WebP picture, or it is damaged. "
        "Save it as one of these and choose that file."
    )
    code = "not_a_picture"


class PictureTooLarge(LoyaltyError):
    words = _l(
        "The picture is too large: it may have %(megabytes)s MB and %(side)s × %(side)s pixels. "
        "Save a smaller copy and choose that."
    )
    code = "picture_too_large"


class PictureTooSmall(LoyaltyError):
    words = _l(
        "The picture has only %(wide)s × %(high)s pixels and would look blurred. "
        "Choose one of at least %(side)s × %(side)s."
    )
    code = "picture_too_small"


def redrawn(file: bytes) -> bytes:
    """A square PNG of SIDE pixels. Raises NoPictureChosen, NotAPicture, PictureTooLarge or
    PictureTooSmall."""
    picture = ImageOps.contain(pixels_of(file), (SIDE, SIDE), Image.Resampling.LANCZOS)
    square = Image.new("RGB", (SIDE, SIDE), corner_of(picture))
    square.paste(picture, ((SIDE - picture.width) // 2, (SIDE - picture.height) // 2))
    out = BytesIO()
    square.save(out, "PNG", optimize=True)
    return out.getvalue()


def pixels_of(file: bytes) -> Image.Image:
    """What it shows, on a ground where it is transparent. Raises the same."""
    return _on_ground(_opened(file))


def corner_of(picture: Image.Image) -> tuple[int, ...]:
    """The colour that goes on beyond its edges."""
    colour = picture.getpixel((0, 0))
    assert isinstance(colour, tuple)
    return colour


def _opened(file: bytes) -> Image.Image:
    if not file:
        raise NoPictureChosen
    if len(file) > MAX_BYTES:
        raise PictureTooLarge(megabytes=MAX_MEGABYTES, side=LARGEST)
    try:
        picture = Image.open(BytesIO(file), formats=FORMATS)
        _check_size(*picture.size)  # before a pixel is unpacked
        return ImageOps.exif_transpose(picture).convert("RGBA")
    except Image.DecompressionBombError as bomb:
        raise PictureTooLarge(megabytes=MAX_MEGABYTES, side=LARGEST) from bomb
    except (OSError, SyntaxError, ValueError, EOFError) as broken:
        raise NotAPicture from broken


def _check_size(wide: int, high: int) -> None:
    if max(wide, high) > LARGEST:
        raise PictureTooLarge(megabytes=MAX_MEGABYTES, side=LARGEST)
    if min(wide, high) < SMALLEST:
        raise PictureTooSmall(wide=wide, high=high, side=SMALLEST)


def _on_ground(picture: Image.Image) -> Image.Image:
    """Where it is transparent: white as paper, or dark under a mark that is nearly white."""
    mark = picture.getchannel("A")
    seen = ImageStat.Stat(picture.convert("L"), mark.point(lambda much: 255 if much > 127 else 0))
    all_opaque = mark.getextrema() == (255, 255)
    pale = not all_opaque and seen.count[0] and seen.mean[0] > PALE
    ground = Image.new("RGB", picture.size, INK if pale else WHITE)
    ground.paste(picture, mask=mark)
    return ground
