"""Surveys: one question each, with at most one more behind it, and when it is asked."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from .base import Count, Id, Section, Text


class SurveyKind(StrEnum):
    """How it is answered: NPS 0–10, CSAT 1–5, CES 1–7, stars 1–5, of a list, or in words."""

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    STARS = "stars"
    SINGLE = "single"
    MULTIPLE = "multiple"
    TEXT = "text"


SCALES = {
    SurveyKind.NPS: (0, 10),
    SurveyKind.CSAT: (1, 5),
    SurveyKind.CES: (1, 7),
    SurveyKind.STARS: (1, 5),
}
"""The lowest and the highest score of what is answered with one."""
OF_A_LIST = (SurveyKind.SINGLE, SurveyKind.MULTIPLE)

Score = Annotated[int, Field(strict=True, ge=0, le=10)]
Range = tuple[Score, Score]


class Band(StrEnum):
    """For NPS: promoters, passives, detractors."""

    GOOD = "good"
    MIDDLE = "middle"
    BAD = "bad"


class Bands(Section):
    """Which scores are good, which are not, each from its first to its last."""

    good: Range
    middle: Range
    bad: Range

    def of(self, score: int) -> Band:
        if score >= self.good[0]:
            return Band.GOOD
        return Band.MIDDLE if score >= self.middle[0] else Band.BAD


STANDARD = {
    # Reichheld, “The One Number You Need to Grow”, Harvard Business Review 81(12), 2003.
    SurveyKind.NPS: Bands(good=(9, 10), middle=(7, 8), bad=(0, 6)),
    # The two best answers of five are “satisfied”, as the ACSI and most reports count them.
    SurveyKind.CSAT: Bands(good=(4, 5), middle=(3, 3), bad=(1, 2)),
    # Dixon, Toman, DeLisi, “The Effortless Experience”, 2013: from 5 on it was made easy.
    SurveyKind.CES: Bands(good=(5, 7), middle=(4, 4), bad=(1, 3)),
    SurveyKind.STARS: Bands(good=(4, 5), middle=(3, 3), bad=(1, 2)),
}
LENIENT = Bands(good=(8, 10), middle=(6, 7), bad=(0, 5))
"""For NPS where people say 8 when they mean very good."""


class AfterPurchase(Section):
    """So many hours after it; of all purchases about one in so many is asked about."""

    on: Literal["purchase"]
    hours: Annotated[int, Field(strict=True, ge=0, le=720)] = 2
    one_in: Annotated[int, Field(strict=True, ge=1, le=1000)] = 1


class AfterJoining(Section):
    on: Literal["joining"]
    days: Annotated[int, Field(strict=True, ge=0, le=365)] = 7


class AtTier(Section):
    """When a member reaches it, once."""

    on: Literal["tier"]
    tier: Id


class EveryDays(Section):
    """Again and again, of those who came in that time."""

    on: Literal["interval"]
    days: Annotated[int, Field(strict=True, ge=7, le=730)]


class ByLink(Section):
    """Whoever opens the link or scans its code, once in so many days."""

    on: Literal["link"]
    days: Annotated[int, Field(strict=True, ge=1, le=365)] = 30


When = Annotated[
    AfterPurchase | AfterJoining | AtTier | EveryDays | ByLink, Field(discriminator="on")
]


class FollowUp(Section):
    """One question more, answered in words: always, up to a score, or for one choice."""

    question: Text
    at_most: Score | None = None
    chosen: Id | None = None


class Said(NamedTuple):
    """What a member answers."""

    score: int | None = None
    choices: tuple[str, ...] = ()
    words: str = ""


class Survey(Section):
    """`bands` are those of its kind unless others are named. `thanks`: points for any answer, never
    for a good one. `anonymous`: answers are kept without whose they are."""

    id: Id
    name: Text
    kind: SurveyKind
    question: Text
    options: dict[Id, Text] = Field(default_factory=dict)
    bands: Bands | Literal["standard", "lenient"] = "standard"
    follow_up: FollowUp | None = None
    when: When
    thanks: Count | None = None
    anonymous: bool = False

    @property
    def scale(self) -> tuple[int, int] | None:
        return SCALES.get(self.kind)

    @property
    def scores(self) -> range:
        low, high = self.scale or (0, -1)
        return range(low, high + 1)

    @property
    def banded(self) -> Bands | None:
        """The bands that count; nothing where there is no score."""
        if isinstance(self.bands, Bands):
            return self.bands
        return LENIENT if self.bands == "lenient" else STANDARD.get(self.kind)

    @property
    def has_own_bands(self) -> bool:
        return self.banded != STANDARD.get(self.kind)

    def band(self, score: int | None) -> Band | None:
        bands = self.banded
        return bands.of(score) if bands and score is not None else None

    def asks_more(self, said: Said) -> bool:
        """Whether the second question follows this answer."""
        more = self.follow_up
        if more is None:
            return False
        if more.at_most is not None:
            return said.score is not None and said.score <= more.at_most
        return more.chosen is None or more.chosen in said.choices

    @model_validator(mode="after")
    def _fits_its_kind(self) -> Self:
        if self.kind in OF_A_LIST and len(self.options) < 2:
            raise PydanticCustomError("options_needed", "two options or more")
        if self.kind not in OF_A_LIST and self.options:
            raise PydanticCustomError("no_options", "options only with single or multiple")
        if self.bands == "lenient" and self.kind is not SurveyKind.NPS:
            raise PydanticCustomError("bands_of_nps", "lenient only with nps")
        if isinstance(self.bands, Bands):
            _refuse_holes(self.bands, self.scale)
        if self.follow_up:
            _refuse_misfit(self, self.follow_up)
        return self


def _refuse_holes(bands: Bands, scale: tuple[int, int] | None) -> None:
    """Each score of the scale belongs to one band."""
    if scale is None:
        raise PydanticCustomError("no_bands", "bands only where there is a score")
    low, high = scale
    ranges = (bands.bad, bands.middle, bands.good)
    owners = [
        sum(first <= score <= last for first, last in ranges) for score in range(low, high + 1)
    ]
    if any(n > 1 for n in owners) or any(first > last for first, last in ranges):
        raise PydanticCustomError("bands_overlap", "each score once, the bad ones lowest")
    outside = bands.bad[0] < low or bands.good[1] > high
    if outside or not all(owners):
        raise PydanticCustomError(
            "bands_hole", "every score from {low} to {high}", {"low": low, "high": high}
        )
    if not bands.bad < bands.middle < bands.good:
        raise PydanticCustomError("bands_overlap", "each score once, the bad ones lowest")


def _refuse_misfit(survey: Survey, more: FollowUp) -> None:
    if more.at_most is not None and more.at_most not in survey.scores:
        raise PydanticCustomError("follow_up_score", "a score of this survey")
    if more.chosen is not None and more.chosen not in survey.options:
        raise PydanticCustomError("follow_up_choice", "an option of this survey")
    if more.at_most is not None and more.chosen is not None:
        raise PydanticCustomError("follow_up_once", "at_most or chosen, not both")


class Reply(Section):
    """Words that staff may begin an answer with."""

    id: Id
    name: Text
    words: Text


class Feedback(Section):
    """What holds for all surveys. `rest_days`: within these nobody is asked twice. A bad answer is
    dealt with within `answer_hours`, and asked about again `again_days` after it was settled.
    `by_staff`: figures are also shown by who served, never of anonymous answers."""

    rest_days: Annotated[int, Field(strict=True, ge=1, le=365)] = 30
    answer_hours: Annotated[int, Field(strict=True, ge=1, le=336)] = 24
    again_days: Annotated[int, Field(strict=True, ge=1, le=90)] = 7
    by_staff: bool = False
    replies: tuple[Reply, ...] = ()

    def due_from(self, moment: datetime) -> datetime:
        """Until when whoever speaks now is answered."""
        return moment + timedelta(hours=self.answer_hours)
