"""Paths become points where SVG says they are."""

import math

import pytest

from loyalty_app.programme.sections.badges import BadgeIcon, Rarity, Shape
from loyalty_app.web.badge_picture import SHAPES, Shared, badge_picture
from loyalty_app.web.strokes import lines_of_icon, lines_of_path


@pytest.mark.parametrize(
    ("path", "lines"),
    [
        ("M1 2L3 4", [[(1, 2), (3, 4)]]),
        ("m1 2 2 2", [[(1, 2), (3, 4)]]),
        ("M1 2h3v4H0V0", [[(1, 2), (4, 2), (4, 6), (0, 6), (0, 0)]]),
        ("M1 1l2 0 0 2z", [[(1, 1), (3, 1), (3, 3), (1, 1)]]),
        ("M0 0h1M5 5v1", [[(0, 0), (1, 0)], [(5, 5), (5, 6)]]),
        ("M1-2l.5.5", [[(1, -2), (1.5, -1.5)]]),
    ],
)
def test_straight_lines(path: str, lines: list[list[tuple[float, float]]]) -> None:
    assert lines_of_path(path) == lines


def test_an_arc_stays_on_its_circle() -> None:
    [line] = lines_of_path("M10 0a10 10 0 0 1-10 10")
    assert line[-1] == pytest.approx((0, 10))
    assert all(math.hypot(x, y) == pytest.approx(10) for x, y in line)
    [other] = lines_of_path("M10 0a10 10 0 1 0-10 10")
    assert all(math.hypot(x, y) == pytest.approx(10) for x, y in other)
    assert min(x for x, _ in other) == pytest.approx(-10, abs=0.1)  # the long way round


def test_flags_of_an_arc_may_stand_together() -> None:
    assert lines_of_path("M0 0a1 1 0 011 1") == lines_of_path("M0 0a1 1 0 0 1 1 1")


def test_a_curve_begins_and_ends_where_it_says_and_a_smooth_one_goes_on() -> None:
    [line] = lines_of_path("M0 0C0 4 4 4 4 0S8-4 8 0")
    assert line[-1] == pytest.approx((8, 0))
    assert line[12] == pytest.approx((2, 3), abs=0.3)
    assert line[36] == pytest.approx((6, -3), abs=0.3)


@pytest.mark.parametrize("icon", BadgeIcon)
def test_each_icon_lies_in_its_box(icon: BadgeIcon) -> None:
    points = [point for line in lines_of_icon(icon) for point in line]
    assert len(points) > 4
    assert all(0 <= x <= 24 and 0 <= y <= 24 for x, y in points)


@pytest.mark.parametrize("shape", Shape)
def test_each_shape_lies_in_its_box_and_is_closed(shape: Shape) -> None:
    [line] = lines_of_path(SHAPES[shape])
    assert line[0] == pytest.approx(line[-1], abs=0.1)
    assert all(0 <= x <= 64 and 0 <= y <= 64 for x, y in line)


def test_a_picture_takes_any_name() -> None:
    for name in ("", "W" * 200, "Ж 漢字 🎉", "عربي"):
        shared = Shared(name, name, "#ffffff", Shape.FLOWER, Rarity.COMMON, "star")
        assert badge_picture(shared).startswith(b"\x89PNG")
