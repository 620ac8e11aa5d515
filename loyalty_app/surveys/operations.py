"""Inviting to answer and keeping what is said, each once: by constraints, conditional UPDATEs."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import bindparam, select, update

from ..clock import now
from ..errors import LoyaltyError, NotFound
from ..extensions import db
from ..extensions.upserts import inserting
from ..programme.document import Programme
from ..programme.sections.surveys import ByLink, Said, Survey, SurveyKind
from ..programme.versions import in_force, programme_numbered, published_versions
from ..standing.models import StandingRow
from ..texts import as_typed
from .due import Due
from .models import Answer, LastAsked, SurveyInvitation

OPEN_FOR = timedelta(days=30)
LONGEST = 10_000
"""Characters of an answer in words."""


class UnknownSurvey(NotFound):
    words = _l("This is not asked here. Open the newest link, or scan the code again.")
    code = "unknown_survey"


class AlreadyAnswered(LoyaltyError):
    words = _l("You answered this already. It counts once; thank you.")
    code = "already_answered"


class SurveyOver(LoyaltyError):
    words = _l("The time to answer this is over. You will be asked again.")
    code = "survey_over"


class NothingSaid(LoyaltyError):
    words = _l("Choose or write an answer first.")
    code = "nothing_said"


class TooMuchSaid(LoyaltyError):
    words = _l("That is too long: at most %(most)s characters. Shorten it a little.")
    code = "too_much_said"


class ToldBefore(LoyaltyError):
    words = _l(
        "You have told us more already, and that is kept. This was not added: tell us in the shop, "
        "or write to us from your card."
    )
    code = "told_before"


def invite(
    survey: Survey, version: int, one: Due, moment: datetime, rest: timedelta
) -> SurveyInvitation | None:
    """Ask a member; nothing where they were asked anything within `rest`."""
    said = {"member_id": one.member_id, "at": moment, "before": moment - rest}
    if not db.session.execute(_asks(db.engine.dialect.name), said).first():
        return None
    invitation = SurveyInvitation(
        member_id=one.member_id,
        survey=survey.id,
        occasion=one.occasion,
        version=version,
        shop=one.shop,
        hour=one.hour,
        asked_at=moment,
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation


@cache
def _asks(dialect: str) -> Any:  # noqa: ANN401
    table = LastAsked.__table__
    new = inserting(table, dialect)
    return (
        new.values(member_id=bindparam("member_id"), at=bindparam("at", type_=table.c.at.type))
        .on_conflict_do_update(
            index_elements=["member_id"],
            set_={"at": new.excluded.at},
            where=table.c.at <= bindparam("before", type_=table.c.at.type),
        )
        .returning(table.c.member_id)
    )


def invited_by_link(survey_id: str, member_id: int) -> SurveyInvitation:
    """The invitation of who opened the link, one for each stretch of days. Raises UnknownSurvey."""
    version = in_force(published_versions(), now())
    survey = survey_by_link(version.programme, survey_id)
    if found := invitation_by_link(version.programme, survey, member_id):
        return found
    invitation = SurveyInvitation(
        member_id=member_id,
        survey=survey_id,
        occasion=_stretch(version.programme, survey),
        version=version.number,
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation


def invitation_by_link(
    programme: Programme, survey: Survey, member_id: int
) -> SurveyInvitation | None:
    """That of this stretch of days, once they have answered."""
    return db.session.scalar(
        select(SurveyInvitation).where(
            SurveyInvitation.member_id == member_id,
            SurveyInvitation.survey == survey.id,
            SurveyInvitation.occasion == _stretch(programme, survey),
        )
    )


def _stretch(programme: Programme, survey: Survey) -> str:
    assert isinstance(survey.when, ByLink)
    day = programme.local(now()).date()
    return f"link-{day.toordinal() // survey.when.days}"


def survey_by_link(programme: Programme, survey_id: str) -> Survey:
    """Raises UnknownSurvey, also for one that is not asked by a link."""
    survey = programme.survey(survey_id)
    if survey is None or not isinstance(survey.when, ByLink):
        raise UnknownSurvey
    return survey


def survey_of(invitation: SurveyInvitation) -> Survey:
    """As it was when it was asked. Raises UnknownSurvey."""
    survey = programme_numbered(invitation.version).survey(invitation.survey)
    if survey is None:
        raise UnknownSurvey
    return survey


def refuse_closed(invitation: SurveyInvitation) -> None:
    """Raises AlreadyAnswered, SurveyOver."""
    if invitation.answered_on:
        raise AlreadyAnswered
    if invitation.asked_at <= now() - OPEN_FOR:
        raise SurveyOver


def keep_answer(invitation: SurveyInvitation, said: Said) -> Answer:
    """Of those who come at once one is kept; the others learn it. What is anonymous is kept without
    whose it is.

    Raises NothingSaid, TooMuchSaid, AlreadyAnswered, SurveyOver.
    """
    survey, moment = survey_of(invitation), now()
    said = what_it_asks(survey, said)
    day = programme_numbered(invitation.version).local(moment).date()
    taken = (
        update(SurveyInvitation)
        .where(
            SurveyInvitation.id == invitation.id,
            SurveyInvitation.answered_on.is_(None),
            SurveyInvitation.asked_at > moment - OPEN_FOR,
        )
        .values(answered_on=day)
        .returning(SurveyInvitation.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(taken) is None:
        db.session.refresh(invitation)
        refuse_closed(invitation)
    answer = Answer(
        id=uuid.uuid4().hex,
        survey=survey.id,
        version=invitation.version,
        day=day,
        shop=invitation.shop,
        score=said.score,
        choices=list(said.choices),
        words=said.words,
    )
    if not survey.anonymous:
        answer.member_id, answer.invitation_id = invitation.member_id, invitation.id
        answer.answered_at, answer.hour = moment, invitation.hour
        answer.tier = _tier_of(invitation.member_id)
    db.session.add(answer)
    db.session.flush()
    return answer


def keep_more(answer: Answer, words: str, *, wants_a_call: bool = False) -> bool:
    """The second question's answer, once; whether this was it, or the same sent again.

    Raises TooMuchSaid, NothingSaid, ToldBefore."""
    words = as_typed(words)
    _refuse_length(words)
    wants_a_call = wants_a_call and answer.member_id is not None
    if not words and not wants_a_call:
        raise NothingSaid
    first = (
        update(Answer)
        .where(Answer.id == answer.id, Answer.more == "", ~Answer.wants_a_call)
        .values(more=words, wants_a_call=wants_a_call)
        .returning(Answer.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(first):
        return True
    kept = select(Answer.more, Answer.wants_a_call).where(Answer.id == answer.id)
    if db.session.execute(kept).one() != (words, wants_a_call):
        raise ToldBefore
    return False


def what_it_asks(survey: Survey, said: Said) -> Said:
    """Of all that a browser may send. Raises NothingSaid, TooMuchSaid."""
    if survey.scale:
        kept, fits = Said(score=said.score), said.score in survey.scores
    elif survey.options:
        kept, fits = Said(choices=said.choices), _are_options(survey, said.choices)
    else:
        kept = Said(words=as_typed(said.words))
        fits = bool(kept.words)
    if not fits:
        raise NothingSaid
    _refuse_length(kept.words)
    return kept


def _are_options(survey: Survey, choices: Sequence[str]) -> bool:
    enough = bool(choices) if survey.kind is SurveyKind.MULTIPLE else len(choices) == 1
    return enough and set(choices) <= set(survey.options)


def _refuse_length(words: str) -> None:
    if len(words) > LONGEST:
        raise TooMuchSaid(most=LONGEST)


def _tier_of(member_id: int) -> str:
    tier = select(StandingRow.tier).where(StandingRow.member_id == member_id)
    return db.session.scalar(tier) or ""
