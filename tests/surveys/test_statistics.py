"""Figures against answers worked out by hand, or printed by those who gave the formula."""

import pytest

from loyalty_app.programme.sections.surveys import Band, Survey
from loyalty_app.surveys.statistics import Figure, banded, figure, mean, nps, share

# Each interval worked out another way than ours: as that of the mean of +1, 0 and −1, after Rocks
# (2016) added ¾, 1½ and ¾ to them.
NPS = [
    ((1, 0, 0), (100.0, -48.5, 98.5)),
    ((0, 0, 1), (-100.0, -98.5, 48.5)),
    ((0, 1, 0), (0.0, -60.0, 60.0)),
    ((10, 0, 0), (100.0, 47.5, 100.0)),
    ((0, 0, 10), (-100.0, -100.0, -47.5)),
    ((5, 0, 5), (0.0, -51.1, 51.1)),
    ((0, 10, 0), (0.0, -18.5, 18.5)),
    ((9, 0, 1), (80.0, 22.9, 100.0)),
    ((7, 2, 1), (60.0, 7.0, 85.3)),
    ((33, 33, 33), (0.0, -15.8, 15.8)),
    ((50, 30, 20), (30.0, 14.1, 44.2)),
    ((20, 30, 50), (-30.0, -44.2, -14.1)),
    ((60, 25, 15), (45.0, 29.3, 58.0)),
    ((200, 100, 100), (25.0, 16.7, 32.9)),
    ((450, 350, 200), (25.0, 20.2, 29.7)),
]
# Newcombe, “Two-sided confidence intervals for the single proportion”, Statistics in Medicine
# 17(8), 1998, table I, method 3, prints the first four; the others solve Wilson's equation.
SHARES = [
    ((81, 263), (30.8, 25.53, 36.62)),
    ((15, 148), (10.1, 6.24, 16.05)),
    ((0, 20), (0.0, 0.0, 16.11)),
    ((1, 29), (3.4, 0.61, 17.18)),
    ((5, 10), (50.0, 23.66, 76.34)),
    ((10, 10), (100.0, 72.25, 100.0)),
    ((1, 1), (100.0, 20.65, 100.0)),
]
# s = √(Σ(x − mean)² / (n − 1)), by hand; ± 1.959964 s/√n.
MEANS = [
    ([4, 4, 4, 4], (4.0, 4.0, 4.0)),
    ([5, 7], (6.0, 4.04, 7.0)),  # s = √2, ± 1.96, no higher than the scale
    ([1, 2, 3, 4, 5], (3.0, 1.61, 4.39)),  # s = √2.5, ± 1.386
    ([7, 7, 7, 3], (6.0, 4.04, 7.0)),  # s = 2, ± 1.96
    ([6], (6.0, 1.0, 7.0)),  # one alone says nothing more
]


def rounded(found: Figure | None, digits: int) -> tuple[float, float, float]:
    assert found
    return round(found.value, 1), round(found.low, digits), round(found.high, digits)


@pytest.mark.parametrize(("counts", "expected"), NPS)
def test_nps_and_its_interval(
    counts: tuple[int, int, int], expected: tuple[float, float, float]
) -> None:
    assert rounded(nps(*counts), 1) == expected


@pytest.mark.parametrize(("counts", "expected"), SHARES)
def test_shares_and_the_interval_of_wilson(
    counts: tuple[int, int], expected: tuple[float, float, float]
) -> None:
    assert rounded(share(*counts), 2) == expected


@pytest.mark.parametrize(("scores", "expected"), MEANS)
def test_means_and_their_interval(scores: list[int], expected: tuple[float, float, float]) -> None:
    assert rounded(mean(scores, 1, 7), 2) == expected


def test_of_nothing_there_is_no_figure() -> None:
    assert nps(0, 0, 0) is None
    assert share(0, 0) is None
    assert mean([], 1, 7) is None


def survey(kind: str, **settings: object) -> Survey:
    return Survey.model_validate(
        {"id": "s", "name": "S", "kind": kind, "question": "?", "when": {"on": "link"}, **settings}
    )


ONE_EACH = list(range(11))


@pytest.mark.parametrize(
    ("bands", "counts"),
    [
        ("standard", (2, 2, 7)),
        ("lenient", (3, 2, 6)),
        ({"good": [10, 10], "middle": [5, 9], "bad": [0, 4]}, (1, 5, 5)),
    ],
)
def test_every_score_lies_in_one_band(bands: object, counts: tuple[int, int, int]) -> None:
    found = banded(survey("nps", bands=bands), ONE_EACH)
    assert (found[Band.GOOD], found[Band.MIDDLE], found[Band.BAD]) == counts
    assert sum(found.values()) == len(ONE_EACH)


def test_other_bands_give_another_figure_from_the_same_answers() -> None:
    scores = [10, 9, 8, 8, 7, 6, 6, 5]
    standard, lenient = (figure(survey("nps", bands=b), scores) for b in ("standard", "lenient"))
    assert standard
    assert lenient
    assert (standard.value, lenient.value) == (-12.5, 37.5)  # (2 − 3) / 8, (4 − 1) / 8


@pytest.mark.parametrize(
    ("kind", "scores", "value"),
    [
        ("csat", [5, 4, 3, 2, 1], 40.0),
        ("csat", [5, 5, 4, 1], 75.0),
        ("ces", [7, 5, 3], 5.0),
        ("stars", [5, 4, 4, 3], 4.0),
    ],
)
def test_each_kind_has_its_own_figure(kind: str, scores: list[int], value: float) -> None:
    found = figure(survey(kind), scores)
    assert found
    assert found.value == value


def test_a_list_or_words_have_no_figure() -> None:
    assert figure(survey("text"), []) is None


def test_few_answers_are_only_a_hint() -> None:
    found = [share(n, n) for n in (29, 30)]
    assert [one.is_a_hint for one in found if one] == [True, False]
