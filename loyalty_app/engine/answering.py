"""answer: what a member says to a survey, with the thanks that the programme gives for it."""

from typing import NamedTuple

from ..activities.facts import Outcome, OutcomeKind
from ..activities.values import OWN_PHONE, Activity, By, Kind
from ..programme.sections.surveys import Said, Survey
from ..surveys.models import Answer, SurveyInvitation
from ..surveys.operations import keep_answer, survey_of
from .recording import record


class Answered(NamedTuple):
    """The answer as it is kept, and the points it brought."""

    answer: Answer
    survey: Survey
    points: int


def answer(invitation: SurveyInvitation, said: Said) -> Answered:
    """Once for each invitation, whatever is said. Raises what `keep_answer` and `record` raise."""
    survey = survey_of(invitation)
    kept = keep_answer(invitation, said)
    return Answered(kept, survey, _thank(invitation, survey) if survey.thanks else 0)


def _thank(invitation: SurveyInvitation, survey: Survey) -> int:
    done = record(
        Activity(
            invitation.member_id,
            Kind.SURVEY,
            OWN_PHONE,
            f"survey-{invitation.id}",
            channel="web",
            by=By.MEMBER,
            survey=survey.id,
            points=survey.thanks or 0,
        )
    )
    outcomes = (fact for fact in done.facts if isinstance(fact, Outcome))
    return sum(o.points for o in outcomes if o.kind is OutcomeKind.POINTS_GIVEN)
