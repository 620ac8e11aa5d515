"""Asking members what the programme's surveys ask, when it is time: on their card, in their
notifications, and by mail where they agreed to hear from the shop."""

from datetime import datetime, timedelta

from flask import current_app

from ..extensions import db
from ..members.models import Member, Purpose
from ..members.queries import consents_of
from ..programme.sections.surveys import Survey
from ..surveys.due import Due
from ..surveys.links import token_of
from ..surveys.models import SurveyInvitation
from ..surveys.operations import invite
from ..texts import say
from .writing import write


def ask(version: int, survey: Survey, one: Due, moment: datetime, rest: timedelta) -> bool:
    """False where the member was asked anything within `rest`, if only by a faster worker."""
    invitation = invite(survey, version, one, moment, rest)
    if invitation and may_be_mailed(one.member_id):
        _mail(survey, invitation)
    return invitation is not None


def may_be_mailed(member_id: int) -> bool:
    """They have an address, and agreed to be written to."""
    member = db.session.get_one(Member, member_id)
    return bool(member.email) and consents_of(member_id)[Purpose.MARKETING]


def address_of(endpoint: str, **values: str) -> str | None:
    """Where a page is found from a mail; nothing where nobody said how the shop is reached."""
    public_url: str | None = current_app.config["PUBLIC_URL"]
    if public_url is None:
        return None
    return public_url + current_app.url_map.bind("").build(endpoint, values)


def _mail(survey: Survey, invitation: SurveyInvitation) -> None:
    if link := address_of("public.survey", token=token_of(invitation)):
        language = db.session.get_one(Member, invitation.member_id).language
        write(
            invitation.member_id,
            "survey",
            link=link,
            question=say(survey.question, language),
            scores=list(survey.scores),
            thanks=survey.thanks or 0,
        )
