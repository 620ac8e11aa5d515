"""Hearing what members say, and what is done about it. Steps of a closed case are refused."""

from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, select, update

from .. import engine
from ..activities.models import ActivityRow
from ..activities.values import Activity, Kind
from ..clock import now
from ..errors import LoyaltyError, NotFound
from ..extensions import db
from ..extensions.upserts import inserting
from ..outreach.messages import WordsMissing, answer, tell
from ..programme.sections.surveys import Band, Said
from ..programme.versions import current_programme
from ..surveys.models import Answer, Case, CaseEntry, Cause, Step, SurveyInvitation
from ..surveys.operations import keep_more
from .rules import case_asked_about

SOURCE = "case"


class UnknownCase(NotFound):
    words = _l("There is no such case. It may have gone with a member who left.")
    code = "unknown_case"


class CaseClosed(LoyaltyError):
    words = _l("This case was closed already. It opens again if the member is still unhappy.")
    code = "case_closed"


class CauseAndActionMissing(LoyaltyError):
    words = _l("Say what the cause was and what was done: only then is a case closed.")
    code = "cause_and_action_missing"


def hear(invitation: SurveyInvitation, said: Said) -> engine.Answered:
    """What a member answers; a bad answer opens a case, or the one it was asked about once more.

    Raises what `engine.answer` raises.
    """
    done = engine.answer(invitation, said)
    if done.answer.member_id and done.survey.band(done.answer.score) is Band.BAD:
        asked_about = case_asked_about(invitation.occasion)
        if asked_about is None or not _reopen(asked_about, done.answer):
            _open_for(done.answer, invitation.occasion)
    return done


def hear_more(said: Answer, words: str, *, wants_a_call: bool) -> None:
    """The rest of it; whoever asks for a word has a case. Raises what `keep_more` raises."""
    if keep_more(said, words, wants_a_call=wants_a_call) and wants_a_call:
        invitation = db.session.get(SurveyInvitation, said.invitation_id)
        _open_for(said, invitation.occasion if invitation else "")


def take(case_id: int, staff_id: int) -> None:
    """Somebody sees to it from here on. Raises UnknownCase, CaseClosed."""
    _change(case_id, owner_id=staff_id)


def note(case_id: int, staff_id: int, words: str) -> None:
    """For the house alone. Raises UnknownCase, WordsMissing."""
    _add(_case(case_id), staff_id, Step.NOTE, words)


def write_to_member(case_id: int, staff_id: int, words: str, key: str | None = None) -> None:
    """The same form writes once. Raises UnknownCase, CaseClosed, WordsMissing, TooManyWords."""
    case = _open_case(case_id)
    began = db.session.get(Answer, case.answer_id) if case.answer_id else None
    wanted = began is None or began.wants_a_call
    if message := answer(case.member_id, staff_id, words, key, wanted=wanted):
        _add(case, staff_id, Step.MESSAGE, message.words)
        touch(staff_id, Case.id == case.id)


def make_up(case_id: int, staff_id: int, shop: str, key: str, reward: str, words: str) -> None:
    """A voucher from what the month allows for gifts by hand; the same form gives it once.

    Raises UnknownCase, CaseClosed, and every refusal of a gift.
    """
    case = _open_case(case_id)
    gift = Activity(
        case.member_id,
        Kind.GIFT,
        SOURCE,
        key,
        reward=reward,
        reason=words,
        shop=shop,
        staff_id=staff_id,
    )
    if not engine.record(gift).repeated:
        _add(case, staff_id, Step.VOUCHER, words)
        touch(staff_id, Case.id == case.id)


def close(case_id: int, staff_id: int, cause: Cause | None, action: str) -> None:
    """Raises UnknownCase, CaseClosed, CauseAndActionMissing."""
    action = action.strip()
    if cause is None or not action:
        raise CauseAndActionMissing
    _change(case_id, closed_at=now(), cause=cause, action=action)
    _add(_case(case_id), staff_id, Step.CLOSED, action)


def thank(answer_id: str, staff_id: int, words: str) -> None:
    """For praise, once. Does nothing where somebody did so already, or where it has no name."""
    first = (
        update(Answer)
        .where(Answer.id == answer_id, Answer.thanked_at.is_(None), Answer.member_id.is_not(None))
        .values(thanked_at=now())
        .returning(Answer.member_id)
        .execution_options(synchronize_session=False)
    )
    if member_id := db.session.scalar(first):
        tell(member_id, staff_id, words)


def open_case(
    member_id: int,
    *,
    answer_id: str | None = None,
    message_id: int | None = None,
    visit: str | None = None,
) -> int:
    """One for each answer or message that it begins with: its id."""
    began = {"answer_id": answer_id, "message_id": message_id}
    values = {"member_id": member_id, "visit": visit, "due_at": _due_from(now())}
    new = inserting(Case.__table__).on_conflict_do_nothing()
    db.session.execute(new.values(**values, **began))
    same = Case.answer_id == answer_id if answer_id else Case.message_id == message_id
    return db.session.scalars(select(Case.id).where(same)).one()


def touch(staff_id: int, *which: ColumnElement[bool]) -> None:
    """The first time the member hears from somebody, who has these cases from then on."""
    changes = {Case.first_touch_at: now(), Case.owner_id: staff_id}
    for column, value in changes.items():
        first = update(Case).where(*which, column.is_(None)).values({column: value})
        db.session.execute(first)


def _open_for(said: Answer, occasion: str) -> None:
    """With its visit, where the occasion is one."""
    assert said.member_id
    visit = db.session.scalar(select(ActivityRow.id).where(ActivityRow.id == occasion))
    open_case(said.member_id, answer_id=said.id, visit=visit)


def _reopen(case_id: int, said: Answer) -> bool:
    """Whether there was a closed one to open again."""
    moment = now()
    again = (
        update(Case)
        .where(Case.id == case_id, Case.closed_at.is_not(None))
        .values(closed_at=None, due_at=_due_from(moment), reopened=Case.reopened + 1)
        .returning(Case.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(again) is None:
        return False
    words = str(said.score)
    entry = CaseEntry(case_id=case_id, step=Step.REOPENED, words=words, at=moment)
    db.session.add(entry)
    db.session.flush()
    return True


def _due_from(moment: datetime) -> datetime:
    return current_programme().feedback.due_from(moment)


def _change(case_id: int, **values: object) -> None:
    """Of those who come at once one does it; the others learn that it was closed."""
    change = (
        update(Case)
        .where(Case.id == case_id, Case.closed_at.is_(None))
        .values(**values)
        .returning(Case.id)
        .execution_options(synchronize_session=False)
    )
    if db.session.scalar(change) is None:
        _case(case_id)
        raise CaseClosed


def _add(case: Case, staff_id: int, step: Step, words: str) -> None:
    if not words.strip():
        raise WordsMissing
    db.session.add(CaseEntry(case_id=case.id, staff_id=staff_id, step=step, words=words.strip()))
    db.session.flush()


def _open_case(case_id: int) -> Case:
    case = _case(case_id)
    if case.closed_at:
        raise CaseClosed
    return case


def _case(case_id: int) -> Case:
    case = db.session.get(Case, case_id)
    if case is None:
        raise UnknownCase
    return case
