"""What a member is being asked."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from ..clock import now
from ..programme.sections.surveys import Survey
from ..programme.versions import parsed
from .links import token_of
from .models import SurveyInvitation
from .operations import OPEN_FOR


@dataclass(frozen=True, slots=True)
class Asked:
    """A survey that waits for a member's answer, with what its link carries."""

    survey: Survey
    token: str


def is_open() -> tuple[ColumnElement[bool], ...]:
    """Of an invitation: it can be answered."""
    return SurveyInvitation.answered_on.is_(None), SurveyInvitation.asked_at > now() - OPEN_FOR


def asked_in(waiting: Iterable[tuple[SurveyInvitation, str]]) -> list[Asked]:
    """Of invitations, each with the content hash of the programme it was made under."""
    asked = ((parsed(sha256).survey(one.survey), one) for one, sha256 in waiting)
    return [Asked(survey, token_of(one)) for survey, one in asked if survey]
