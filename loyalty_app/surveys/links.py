"""What links in mails and pages carry: signed, so that nobody guesses or changes one."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer, URLSafeTimedSerializer

from ..extensions import db
from .models import Answer, SurveyInvitation
from .operations import UnknownSurvey

MORE_WITHIN = 24 * 60 * 60
"""Seconds in which who has answered may add to it. Nothing is kept of who that was."""


def token_of(invitation: SurveyInvitation) -> str:
    return str(_invitations().dumps(invitation.id))


def invitation_of(token: str) -> SurveyInvitation:
    """Raises UnknownSurvey."""
    try:
        found = db.session.get(SurveyInvitation, _invitations().loads(token))
    except BadSignature:
        found = None
    if found is None:
        raise UnknownSurvey
    return found


def token_of_answer(answer_id: str) -> str:
    return str(_answers().dumps(answer_id))


def answer_of(token: str) -> Answer:
    """Raises UnknownSurvey."""
    try:
        found = db.session.get(Answer, _answers().loads(token, max_age=MORE_WITHIN))
    except BadSignature:
        found = None
    if found is None:
        raise UnknownSurvey
    return found


def _invitations() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="survey invitation")


def _answers() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="survey answer")
