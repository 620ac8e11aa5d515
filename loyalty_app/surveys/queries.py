"""What a member is being asked, and what they praised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, bindparam, select

from ..clock import now
from ..extensions import UtcDateTime, db
from ..programme.models import ProgrammeVersion
from ..programme.sections.surveys import Band, Said, Survey
from ..programme.versions import parsed
from .links import token_of
from .models import Answer, SurveyInvitation
from .operations import OPEN_FOR, survey_of, what_it_asks


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


def same_answer(invitation: SurveyInvitation, said: Said) -> Answer | None:
    """What was answered, where it was just this: a tap that was sent twice. Of an anonymous answer
    nobody knows. Raises what `what_it_asks` raises."""
    said = what_it_asks(survey_of(invitation), said)
    found = db.session.scalar(select(Answer).where(Answer.invitation_id == invitation.id))
    same = found and (found.score, tuple(found.choices), found.words) == said
    return found if same else None


def is_first_praise(answer: Answer) -> bool:
    """Whether a member's answer is good, as their first one: one statement. An anonymous one has no
    member."""
    if answer.member_id is None:
        return False
    said = (
        select(Answer.id, Answer.survey, Answer.score, ProgrammeVersion.sha256)
        .join(ProgrammeVersion, ProgrammeVersion.number == Answer.version)
        .where(Answer.member_id == answer.member_id, Answer.score.is_not(None))
        .order_by(Answer.answered_at, Answer.id)
    )
    good = (one.id for one in db.session.execute(said) if _is_good(*one[1:]))
    return next(good, "") == answer.id


def _is_good(survey_id: str, score: int | None, sha256: str) -> bool:
    survey = parsed(sha256).survey(survey_id)
    return survey is not None and survey.band(score) is Band.GOOD
