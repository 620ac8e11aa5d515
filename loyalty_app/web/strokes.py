"""Line drawings as points: paths of SVG, as far as our icons and badges use them. Pure.

Curves become short straight pieces. Arcs: W3C SVG 2, implementation notes, “Conversion from
endpoint to center parameterization”.
"""

import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

ICONS = Path(__file__).parents[2] / "static" / "vendor" / "icons.svg"
PIECES = 24
"""Of one curve."""

Point = tuple[float, float]
Line = list[Point]
_TOKEN = re.compile(r"[A-Za-z]|[-+]?(?:\d*\.\d+|\d+)(?:e[-+]?\d+)?")
_FLAGS = re.compile(r"([aA])([^A-Za-z]*)")
_TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "a": 7, "z": 0}


def lines_of_path(path: str) -> list[Line]:
    """Each stroke of a path; a closed one ends where it began."""
    pen = _Pen()
    for command, numbers in _commands(path):
        pen.draw(command, numbers)
    return [line for line in pen.lines if len(line) > 1]


@cache
def lines_of_icon(name: str) -> tuple[Line, ...]:
    """The strokes of an icon of the sprite, in its box of 24."""
    space = "{http://www.w3.org/2000/svg}"
    root = ElementTree.parse(ICONS).getroot()
    symbol = next(one for one in root.iter(f"{space}symbol") if one.get("id") == name)
    paths = (_as_path(one.tag.removeprefix(space), one.attrib) for one in symbol)
    return tuple(line for path in paths for line in lines_of_path(path))


def _as_path(tag: str, said: dict[str, str]) -> str:
    if tag == "path":
        return said["d"]
    if tag == "circle":
        x, y, r = (float(said[name]) for name in ("cx", "cy", "r"))
        return f"M{x - r} {y}a{r} {r} 0 1 1 {2 * r} 0a{r} {r} 0 1 1 {-2 * r} 0z"
    x, y, wide, high = (float(said[name]) for name in ("x", "y", "width", "height"))
    r = float(said.get("rx", 0))
    corner = f"a{r} {r} 0 0 1"
    return (
        f"M{x + r} {y}h{wide - 2 * r}{corner} {r} {r}v{high - 2 * r}{corner} {-r} {r}"
        f"h{2 * r - wide}{corner} {-r} {-r}v{2 * r - high}{corner} {r} {-r}z"
    )


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    """Each with its numbers; a letter that is left out is the one before."""
    tokens = _TOKEN.findall(_FLAGS.sub(_with_flags_apart, path))
    command, at = "", 0
    while at < len(tokens):
        if tokens[at].isalpha():
            command, at = tokens[at], at + 1
        takes = _TAKES[command.lower()]
        yield command, [float(one) for one in tokens[at : at + takes]]
        at += takes
        command = {"m": "l", "M": "L"}.get(command, command)


def _with_flags_apart(arc: re.Match[str]) -> str:
    """`a1 1 0 011 1` means flags 0 and 1, and then 1 1."""
    number = r"[\s,]*([-+]?(?:\d*\.\d+|\d+))"
    one = re.compile(number * 3 + r"[\s,]*([01])[\s,]*([01])" + number * 2)
    return arc[1] + " ".join(" ".join(found.groups()) for found in one.finditer(arc[2]))


class _Pen:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.at: Point = (0.0, 0.0)
        self.handle: Point = (0.0, 0.0)

    def draw(self, command: str, numbers: list[float]) -> None:
        kind, origin = command.lower(), self.at if command.islower() else (0.0, 0.0)
        before = self.handle
        self.handle = self.at
        if kind == "m":
            self.at = _moved(origin, numbers)
            self.lines.append([self.at])
        elif kind == "z":
            self._to([self.lines[-1][0]])
        elif kind == "h":
            self._to([(origin[0] + numbers[0], self.at[1])])
        elif kind == "v":
            self._to([(self.at[0], origin[1] + numbers[0])])
        elif kind == "a":
            self._to(_arc(self.at, numbers[:5], _moved(origin, numbers[5:])))
        else:
            self._curve_or_line(kind, origin, numbers, before)

    def _curve_or_line(self, kind: str, origin: Point, numbers: list[float], before: Point) -> None:
        points = [_moved(origin, numbers[i : i + 2]) for i in range(0, len(numbers), 2)]
        if kind == "l":
            self._to(points)
            return
        if kind == "s":
            points = [(2 * self.at[0] - before[0], 2 * self.at[1] - before[1]), *points]
        start, second = self.at, points[1]
        self._to(_bezier(start, *points))
        self.handle = second

    def _to(self, points: list[Point]) -> None:
        self.lines[-1] += points
        self.at = points[-1]


def _moved(origin: Point, by: list[float]) -> Point:
    return origin[0] + by[0], origin[1] + by[1]


def _bezier(start: Point, one: Point, two: Point, end: Point) -> Line:
    def at(t: float) -> Point:
        shares = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        xs, ys = zip(start, one, two, end, strict=True)
        return _weighed(shares, xs), _weighed(shares, ys)

    return _along(at)


def _weighed(shares: tuple[float, ...], values: tuple[float, ...]) -> float:
    return sum(share * value for share, value in zip(shares, values, strict=True))


def _arc(start: Point, shape: list[float], end: Point) -> Line:
    wide, high, turn, large, sweep = shape
    cos, sin = math.cos(math.radians(turn)), math.sin(math.radians(turn))
    half_x, half_y = (start[0] - end[0]) / 2, (start[1] - end[1]) / 2
    x, y = cos * half_x + sin * half_y, cos * half_y - sin * half_x
    if (too_small := (x / wide) ** 2 + (y / high) ** 2) > 1:
        wide, high = wide * too_small**0.5, high * too_small**0.5
    rest = (wide * high) ** 2 - (wide * y) ** 2 - (high * x) ** 2
    root = (max(rest, 0) / ((wide * y) ** 2 + (high * x) ** 2)) ** 0.5
    root = root if large != sweep else -root
    cx, cy = root * wide * y / high, -root * high * x / wide
    first = math.atan2((y - cy) / high, (x - cx) / wide)
    sweeps = math.atan2((-y - cy) / high, (-x - cx) / wide) - first
    if sweep and sweeps < 0:
        sweeps += 2 * math.pi
    elif not sweep and sweeps > 0:
        sweeps -= 2 * math.pi
    middle_x = cos * cx - sin * cy + (start[0] + end[0]) / 2
    middle_y = sin * cx + cos * cy + (start[1] + end[1]) / 2

    def at(t: float) -> Point:
        a, b = wide * math.cos(first + t * sweeps), high * math.sin(first + t * sweeps)
        return middle_x + cos * a - sin * b, middle_y + sin * a + cos * b

    return _along(at)


def _along(curve: Callable[[float], Point]) -> Line:
    return [curve(piece / PIECES) for piece in range(1, PIECES + 1)]
