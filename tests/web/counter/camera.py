"""What a camera at the counter sees: pictures of codes, as good and as bad as life makes them."""

import io
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageChops, ImageDraw, ImageFilter
from playwright.sync_api import Locator

SIZE = (640, 480)
GROUND = 150
Picture = Image.Image


def code_on(place: Locator) -> Picture:
    """The code as it stands on a screen, with its quiet zone."""
    return Image.open(io.BytesIO(place.screenshot())).convert("L")


def scene(code: Picture, width: int = 260, turn: float = 0) -> Picture:
    """In front of the camera, so many pixels wide."""
    held = code.resize((width, width), Image.Resampling.LANCZOS)
    if turn:
        held = held.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=GROUND)
    seen = Image.new("L", SIZE, GROUND)
    seen.paste(held, ((SIZE[0] - held.width) // 2, (SIZE[1] - held.height) // 2))
    return seen


def from_the_side(code: Picture) -> Picture:
    """Seen slantwise: the far edge is three quarters as long as the near one."""
    seen = scene(code, 300)
    w, h = SIZE
    far = (0, -0.125 * h, 0, h * 1.125, w, h, w, 0)
    return seen.transform(SIZE, Image.Transform.QUAD, far, Image.Resampling.BICUBIC)


def noisy(seen: Picture, share: float) -> Picture:
    return Image.blend(seen, Image.effect_noise(SIZE, 90), share)


def glaring(code: Picture) -> Picture:
    """A lamp mirrored on the screen, beside the middle of the code."""
    light = Image.new("L", SIZE, 0)
    x, y = SIZE[0] // 2 + 45, SIZE[1] // 2 + 40
    for radius, value in ((60, 120), (35, 200), (18, 255)):
        box = (x - radius, y - radius, x + radius, y + radius)
        ImageDraw.Draw(light).ellipse(box, fill=value)
    return ImageChops.add(scene(code), light.filter(ImageFilter.GaussianBlur(10)))


KINDS: dict[str, Callable[[Picture], Picture]] = {
    "plain": scene,
    "turned by 20 degrees": lambda code: scene(code, turn=20),
    "upside down": lambda code: scene(code, turn=180),
    "from the side": from_the_side,
    "blurred": lambda code: scene(code).filter(ImageFilter.GaussianBlur(2.5)),
    "small, 120 pixels": lambda code: scene(code, 120),
    "dark": lambda code: noisy(scene(code).point(lambda v: int(18 + v * 0.16)), 0.04),
    "noisy": lambda code: noisy(scene(code), 0.3),
    "glaring": glaring,
    "white on black": lambda code: ImageChops.invert(scene(code)),
}


def film(path: Path, *pictures: Picture) -> None:
    """A YUV4MPEG2 file: what chromium takes for a camera."""
    colourless = bytes([128]) * (SIZE[0] * SIZE[1] // 2)
    head = f"YUV4MPEG2 W{SIZE[0]} H{SIZE[1]} F30:1 Ip A1:1 C420jpeg\n".encode()
    frames = (b"FRAME\n" + picture.tobytes() + colourless for picture in pictures)
    path.write_bytes(head + b"".join(frames))
