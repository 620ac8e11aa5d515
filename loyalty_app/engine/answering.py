"""answer: what a member says to a survey, with the thanks that were promised for it."""

from typing import NamedTuple

from ..activities.values import OWN_PHONE, Activity, By, Kind
from ..programme.sections.surveys import Said, Survey
from ..surveys.models import Answer, SurveyInvitation
from ..surveys.operations import keep_answer, survey_of
from .recording import record


class Answered(NamedTuple):
    """The answer as it is kept, and the survey as it was asked."""

    answer: Answer
    survey: Survey


def answer(invitation: SurveyInvitation, said: Said) -> Answered:
    """Once for each invitation, whatever is said. Raises what `keep_answer` and `record` raise."""
    survey = survey_of(invitation)
    kept = keep_answer(invitation, said)
    if survey.thanks:
        record(_thanks(invitation, survey))
    return Answered(kept, survey)


def _thanks(invitation: SurveyInvitation, survey: Survey) -> Activity:
    return Activity(
        invitation.member_id,
        Kind.SURVEY,
        OWN_PHONE,
        f"survey-{invitation.id}",
        channel="web",
        by=By.MEMBER,
        survey=survey.id,
        points=survey.thanks or 0,
    )
