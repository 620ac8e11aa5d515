"""What members are asked, when, and what happens with it, in words. Pure."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from ..texts import points, say
from .document import Programme
from .sections.surveys import (
    AfterJoining,
    AfterPurchase,
    AtTier,
    Band,
    Bands,
    EveryDays,
    Feedback,
    Survey,
    SurveyKind,
)


def when_it_is_asked(survey: Survey, programme: Programme) -> str:
    when = survey.when
    if isinstance(when, AfterPurchase):
        return ngettext(
            "%(num)d hour after a purchase", "%(num)d hours after a purchase", when.hours
        )
    if isinstance(when, AfterJoining):
        return ngettext("%(num)d day after joining", "%(num)d days after joining", when.days)
    if isinstance(when, AtTier):
        level = programme.level(when.tier)
        return _("when “%(tier)s” is reached", tier=say(level.name) if level else when.tier)
    if isinstance(when, EveryDays):
        return ngettext(
            "every %(num)d day, of those who came",
            "every %(num)d days, of those who came",
            when.days,
        )
    return ngettext(
        "by a link or a code, once in %(num)d day for each member",
        "by a link or a code, once in %(num)d days for each member",
        when.days,
    )


def how_it_is_asked(survey: Survey, programme: Programme) -> Iterator[str]:
    """All else that a survey says."""
    yield how_it_is_answered(survey.kind)
    yield from (f"“{say(option)}”" for option in survey.options.values())
    if survey.banded and survey.has_own_bands:
        yield bands_in_words(survey.banded, survey.kind)
    if isinstance(survey.when, AfterPurchase) and survey.when.one_in > 1:
        yield _("about one purchase in %(n)d", n=survey.when.one_in)
    yield from _asked_then(survey)
    if survey.thanks:
        yield _("%(points)s for an answer, whatever it says", points=points(survey.thanks))
    if survey.anonymous:
        yield _("anonymous: answers are kept without whose they are, and by the day alone")


def _asked_then(survey: Survey) -> Iterator[str]:
    more = survey.follow_up
    if more is None:
        return
    question = say(more.question)
    if more.at_most is not None:
        yield _("up to %(score)d it goes on: “%(question)s”", score=more.at_most, question=question)
    elif more.chosen is not None:
        option = say(survey.options[more.chosen])
        yield _("after “%(option)s” it goes on: “%(question)s”", option=option, question=question)
    else:
        yield _("it always goes on: “%(question)s”", question=question)


def how_it_is_answered(kind: SurveyKind) -> str:
    return {
        SurveyKind.NPS: _("from 0 to 10 (NPS)"),
        SurveyKind.CSAT: _("from 1 to 5 (satisfaction, CSAT)"),
        SurveyKind.CES: _("from 1 to 7 (effort, CES)"),
        SurveyKind.STARS: _("with one to five stars"),
        SurveyKind.SINGLE: _("with one of these:"),
        SurveyKind.MULTIPLE: _("with some of these:"),
        SurveyKind.TEXT: _("in words"),
    }[kind]


def scale_ends(kind: SurveyKind) -> tuple[str, str]:
    """What the lowest and the highest score mean."""
    return {
        SurveyKind.NPS: (_("not at all"), _("without a doubt")),
        SurveyKind.CSAT: (_("very dissatisfied"), _("very satisfied")),
        SurveyKind.CES: (_("very hard"), _("very easy")),
        SurveyKind.STARS: (_("poor"), _("great")),
    }[kind]


def figure_name(kind: SurveyKind) -> str:
    """What the scores of this kind add up to."""
    return {
        SurveyKind.NPS: "NPS",
        SurveyKind.CSAT: "CSAT",
        SurveyKind.CES: "CES",
        SurveyKind.STARS: _("Stars"),
    }[kind]


def band_name(band: Band, kind: SurveyKind) -> str:
    if kind is SurveyKind.NPS:
        return {
            Band.GOOD: _("Promoters"),
            Band.MIDDLE: _("Passives"),
            Band.BAD: _("Detractors"),
        }[band]
    return {
        Band.GOOD: _("Satisfied"),
        Band.MIDDLE: _("In between"),
        Band.BAD: _("Dissatisfied"),
    }[band]


def bands_in_words(bands: Bands, kind: SurveyKind) -> str:
    """`Promoters 8–10, Passives 6–7, Detractors 0–5`."""
    said = ((Band.GOOD, bands.good), (Band.MIDDLE, bands.middle), (Band.BAD, bands.bad))
    return ", ".join(
        f"{band_name(band, kind)} {low}" if low == high else f"{band_name(band, kind)} {low}–{high}"
        for band, (low, high) in said
    )


def about_feedback(feedback: Feedback) -> Iterator[str]:
    yield ngettext(
        "Nobody is asked twice within %(num)d day.",
        "Nobody is asked twice within %(num)d days.",
        feedback.rest_days,
    )
    yield ngettext(
        "A bad answer is dealt with within %(num)d hour.",
        "A bad answer is dealt with within %(num)d hours.",
        feedback.answer_hours,
    )
    yield ngettext(
        "The member is asked again %(num)d day after it was settled.",
        "The member is asked again %(num)d days after it was settled.",
        feedback.again_days,
    )
    if feedback.by_staff:
        yield _("Answers are also shown by who served. Whoever works here should be told before.")
