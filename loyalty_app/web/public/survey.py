from collections.abc import Callable
from functools import partial

from flask import request, session, url_for
from flask.typing import ResponseReturnValue

from ...cases.operations import hear
from ...errors import LoyaltyError
from ...extensions import in_transaction, limiter
from ...programme.sections.surveys import Said, Survey
from ...surveys.links import invitation_of, token_of_answer
from ...surveys.models import SurveyInvitation
from ...surveys.operations import (
    AlreadyAnswered,
    NothingSaid,
    TooMuchSaid,
    invitation_by_link,
    invited_by_link,
    refuse_closed,
    survey_by_link,
    survey_of,
)
from ...surveys.queries import same_answer
from ..pages import go_to, render
from ..visitor import me, programme
from . import bp
from .login import AFTERWARDS


@bp.get("/a/<token>")
@limiter.limit("60 per minute")
def survey(token: str) -> ResponseReturnValue:
    """Looking answers nothing: mail scanners open links too."""
    invitation = invitation_of(token)
    action = url_for("public.answer_survey", token=token)
    return _asking(survey_of(invitation), action, invitation)


@bp.post("/a/<token>")
@limiter.limit("60 per minute")
def answer_survey(token: str) -> ResponseReturnValue:
    """The same again is thanked for again: the answer to the first one was lost on its way."""
    action = url_for("public.answer_survey", token=token)
    return _hear(survey_of(invitation_of(token)), action, partial(invitation_of, token))


@bp.get("/q/<survey_id>")
@limiter.limit("60 per minute")
def asked_by_link(survey_id: str) -> ResponseReturnValue:
    """The same for everybody who scans the code at the counter."""
    asked = survey_by_link(programme(), survey_id)
    action = url_for("public.answer_by_link", survey_id=survey_id)
    if me.member is None:
        session[AFTERWARDS] = url_for("public.asked_by_link", survey_id=survey_id)
    elif before := invitation_by_link(programme(), asked, me.member.id):
        return _asking(asked, action, before)
    return _page(asked, action, known=me.member is not None)


@bp.post("/q/<survey_id>")
@limiter.limit("60 per minute")
def answer_by_link(survey_id: str) -> ResponseReturnValue:
    asked = survey_by_link(programme(), survey_id)
    if me.member is None:
        return go_to("public.asked_by_link", survey_id=survey_id)
    action = url_for("public.answer_by_link", survey_id=survey_id)
    return _hear(asked, action, partial(invited_by_link, survey_id, me.member.id))


def _asking(asked: Survey, action: str, invitation: SurveyInvitation) -> ResponseReturnValue:
    """The question, unless it is too late for an answer, or there is one."""
    try:
        refuse_closed(invitation)
    except LoyaltyError as refusal:
        return _over(refusal)
    return _page(asked, action)


def _hear(
    asked: Survey, action: str, invitation: Callable[[], SurveyInvitation]
) -> ResponseReturnValue:
    said = _said()
    try:
        answer = in_transaction(lambda: hear(invitation(), said)).answer
    except (NothingSaid, TooMuchSaid) as refusal:
        return _page(asked, action, 422, fault=str(refusal))
    except AlreadyAnswered as refusal:
        if (before := same_answer(invitation(), said)) is None:
            return _over(refusal)
        answer = before
    except LoyaltyError as refusal:
        return _over(refusal)
    return go_to("public.survey_said", token=token_of_answer(answer.id))


def _said() -> Said:
    form = request.form
    choices = tuple(dict.fromkeys(form.getlist("choice")))
    return Said(form.get("score", type=int), choices, form.get("words", ""))


def _over(refusal: LoyaltyError) -> ResponseReturnValue:
    return render("public/survey_over", 410, refusal=str(refusal))


def _page(
    asked: Survey, action: str, status: int = 200, *, fault: str = "", known: bool = True
) -> ResponseReturnValue:
    score = request.args.get("score", type=int)
    return render(
        "public/survey",
        status,
        survey=asked,
        action=action,
        said=score if score in asked.scores else None,
        typed=request.form.get("words", ""),
        fault=fault,
        known=known,
    )
