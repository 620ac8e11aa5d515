"""What a member is being asked."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from ..clock import now
from ..extensions import db
from ..programme.models import ProgrammeVersion
from ..programme.sections.surveys import Survey
from ..programme.versions import parsed
from .links import token_of
from .models import Invitation
from .operations import OPEN_FOR


@dataclass(frozen=True, slots=True)
class Asked:
    """A survey that waits for a member's answer, with what its link carries."""

    survey: Survey
    token: str


def is_open() -> tuple[ColumnElement[bool], ...]:
    """Of an invitation: it can be answered."""
    return Invitation.answered_on.is_(None), Invitation.asked_at > now() - OPEN_FOR


def asked_of(member_id: int) -> list[Asked]:
    """The newest first."""
    waiting = (
        select(Invitation, ProgrammeVersion.sha256)
        .join(ProgrammeVersion, ProgrammeVersion.number == Invitation.version)
        .where(Invitation.member_id == member_id, *is_open())
        .order_by(Invitation.asked_at.desc(), Invitation.id.desc())
    )
    rows = db.session.execute(waiting)
    asked = ((parsed(sha256).survey(one.survey), one) for one, sha256 in rows)
    return [Asked(survey, token_of(one)) for survey, one in asked if survey]
