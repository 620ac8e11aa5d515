from collections.abc import Callable

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, format_decimal
from flask_babel import gettext as _
from markupsafe import Markup

from ...insight.tables import csv_of
from ...programme.sections.surveys import Band, ByLink, Survey, SurveyKind
from ...programme.survey_sentences import band_name, bands_in_words, when_it_is_asked
from ...receipts.names import tier_name
from ...shops.queries import all_shops
from ...staff.models import Role
from ...standing.queries import today
from ...surveys.figures import Results, answers_to, results
from ...surveys.operations import UnknownSurvey
from ...surveys.statistics import Figure
from ...texts import month_in_words
from ..addresses import public_address
from ..pages import render
from ..qr import qr_svg
from ..visitor import programme, require, the_staff
from . import bp


@bp.get("/surveys")
def surveys() -> ResponseReturnValue:
    rules = programme()
    found = [results(survey, today(rules)) for survey in rules.surveys]
    return render(
        "console/surveys",
        found=found,
        when={survey.id: when_it_is_asked(survey, rules) for survey in rules.surveys},
        said=said_by,
    )


@bp.get("/surveys/<survey_id>")
def survey_results(survey_id: str) -> ResponseReturnValue:
    survey, rules = _survey(survey_id), programme()
    found = results(survey, today(rules), by_staff=rules.feedback.by_staff)
    link = None
    if isinstance(survey.when, ByLink):
        link = public_address("public.asked_by_link", survey_id=survey.id)
    return render(
        "console/survey_results",
        found=found,
        survey=survey,
        said=said_by(survey),
        groups=_groups(found),
        bands=[(band_name(band, survey.kind), found.bands[band]) for band in Band if survey.banded],
        own_bands=_own_bands(survey),
        link=link,
        qr=qr_svg(link) if link else None,
        may_take=the_staff().role.includes(Role.OWNER),
    )


@bp.get("/surveys/<survey_id>/preview")
def survey_preview(survey_id: str) -> ResponseReturnValue:
    """As a member reads it, in every language."""
    survey = _survey(survey_id)
    return render(
        "console/survey_preview",
        survey=survey,
        previews={code: _preview(survey, code) for code in programme().languages},
    )


@bp.get("/surveys/<survey_id>/answers.csv")
def survey_csv(survey_id: str) -> ResponseReturnValue:
    require(Role.OWNER)
    survey, by_staff = _survey(survey_id), programme().feedback.by_staff
    titles = (
        *(_("Day"), _("Shop"), _("Tier"), _("Hour"), _("Score"), _("Choices")),
        *(_("In words"), _("Second answer"), _("Wants an answer"), _("Card")),
        *((_("Served by"),) if by_staff else ()),
    )
    response = make_response(csv_of(titles, answers_to(survey, by_staff=by_staff)))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = f'attachment; filename="{survey.id}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _preview(survey: Survey, language: str) -> Markup:
    with force_locale(language):
        return Markup(render_template("components/survey_preview.html", survey=survey))


def said_by(survey: Survey) -> Callable[[float], str]:
    """A figure of this survey as it is written: `+34`, `82 %`, `4.3`."""

    def say(value: float) -> str:
        if survey.kind is SurveyKind.NPS:
            return f"{value:+.0f}".replace("-", "−").replace("+0", "0")
        if survey.kind is SurveyKind.CSAT:
            return f"{value:.0f} %"
        return str(format_decimal(round(value, 1)))

    return say


def _groups(found: Results) -> list[tuple[str, list[tuple[str, Figure]]]]:
    """Where there is more than one of a kind, what each of them says."""
    rules = programme()
    months = [(month_in_words(month), one) for month, one in found.by_month]
    names = {shop.code: shop.name for shop in all_shops()}
    shops = [(names.get(code, code), one) for code, one in found.by_shop]
    tiers = [(tier_name(tier, rules), one) for tier, one in found.by_tier]
    hours = [(f"{hour:02d}–{hour + 1:02d}", one) for hour, one in found.by_hour]
    groups: list[tuple[str, list[tuple[str, Figure]]]] = [
        (_("By month"), months),
        (_("By shop"), shops),
        (_("By tier"), tiers),
        (_("By hour of the visit"), hours),
        (_("By who served"), found.by_staff),
    ]
    return [(title, rows) for title, rows in groups if len(rows) > 1]


def _own_bands(survey: Survey) -> str:
    if survey.banded is None or not survey.has_own_bands:
        return ""
    return bands_in_words(survey.banded, survey.kind)


def _survey(survey_id: str) -> Survey:
    survey = programme().survey(survey_id)
    if survey is None:
        raise UnknownSurvey
    return survey
