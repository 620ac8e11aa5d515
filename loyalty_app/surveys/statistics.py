"""What scores add up to, each figure with the interval it may as well be. Pure.

NPS: Reichheld, “The One Number You Need to Grow”, Harvard Business Review 81(12), 2003; its
interval is the adjusted Wald one, the best of six in Rocks, “Interval Estimation for the Net
Promoter Score”, The American Statistician 70(4), 2016: ¾ is added to promoters and to detractors,
3 to all. Shares (CSAT): Wilson, “Probable Inference …”, JASA 22(158), 1927. Means (CES, stars):
the normal interval of a mean, s/√n with the sample's deviation.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean, stdev

from ..programme.sections.surveys import Band, Survey, SurveyKind

Z = 1.959964
"""Of a standard normal, 95 of 100 lie within."""
ENOUGH = 30
"""Below this many answers a figure is only a hint."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`value` of `n` answers; it lies between `low` and `high` with a confidence of 95 %."""

    n: int
    value: float
    low: float
    high: float

    @property
    def is_a_hint(self) -> bool:
        return self.n < ENOUGH


def nps(good: int, middle: int, bad: int) -> Figure | None:
    """Promoters less detractors, in points from −100 to 100."""
    n = good + middle + bad
    if not n:
        return None
    adjusted = n + 3
    p, d = (good + 0.75) / adjusted, (bad + 0.75) / adjusted
    margin = Z * sqrt((p + d - (p - d) ** 2) / adjusted)
    low, high = 100 * (p - d - margin), 100 * (p - d + margin)
    return Figure(n, 100 * (good - bad) / n, max(low, -100.0), min(high, 100.0))


def share(good: int, n: int) -> Figure | None:
    """How many of a hundred, with the interval of Wilson."""
    if not n:
        return None
    p, z2 = good / n, Z * Z
    middle = (p + z2 / (2 * n)) / (1 + z2 / n)
    margin = Z / (1 + z2 / n) * sqrt(p * (1 - p) / n + z2 / (4 * n * n))
    return Figure(
        n, 100 * p, max(100 * (middle - margin), 0.0), min(100 * (middle + margin), 100.0)
    )


def mean(scores: Sequence[int], lowest: int, highest: int) -> Figure | None:
    """Between the ends of the scale; of a single score nothing more is known."""
    if not scores:
        return None
    value = fmean(scores)
    if len(scores) < 2:
        return Figure(1, value, float(lowest), float(highest))
    margin = Z * stdev(scores) / sqrt(len(scores))
    return Figure(len(scores), value, max(value - margin, lowest), min(value + margin, highest))


def figure(survey: Survey, scores: Sequence[int]) -> Figure | None:
    """The figure of the survey's kind; nothing where it has no score."""
    if survey.scale is None:
        return None
    bands = banded(survey, scores)
    if survey.kind is SurveyKind.NPS:
        return nps(bands[Band.GOOD], bands[Band.MIDDLE], bands[Band.BAD])
    if survey.kind is SurveyKind.CSAT:
        return share(bands[Band.GOOD], len(scores))
    return mean(scores, *survey.scale)


def banded(survey: Survey, scores: Sequence[int]) -> Counter[Band]:
    """How many scores lie in each band."""
    return Counter(band for score in scores if (band := survey.band(score)))
