"""What a member is being asked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam

from ..clock import now
from ..extensions import UtcDateTime
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
    """Of an invitation: it can be answered, if it was made after `asked_after`."""
    after = bindparam("asked_after", type_=UtcDateTime)
    return SurveyInvitation.answered_on.is_(None), SurveyInvitation.asked_at > after


def asked_after() -> datetime:
    """Which invitations are still open."""
    return now() - OPEN_FOR


def asked_in(waiting: Iterable[tuple[SurveyInvitation, str]]) -> list[Asked]:
    """Of invitations, each with the content hash of the programme it was made under."""
    asked = ((parsed(sha256).survey(one.survey), one) for one, sha256 in waiting)
    return [Asked(survey, token_of(one)) for survey, one in asked if survey]
