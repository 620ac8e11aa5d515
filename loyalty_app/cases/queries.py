"""Cases as staff see them, what they tell in figures, and who is to be asked again."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Literal, NamedTuple

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    String,
    cast,
    exists,
    func,
    literal,
    select,
)
from sqlalchemy.orm import aliased

from ..activities.models import ActivityRow
from ..activities.values import EARNING
from ..clock import now
from ..extensions import db
from ..members.models import Member
from ..outreach.desk import median_hours
from ..outreach.models import Enquiry, Message
from ..programme.document import Programme
from ..programme.sections.surveys import Band, Survey
from ..programme.versions import programme_numbered
from ..staff.models import Staff
from ..surveys.due import Due
from ..surveys.models import Answer, Case, CaseEntry, Cause, Step, SurveyInvitation
from .operations import UnknownCase
from .rules import AGAIN, again

SAVED_WITHIN = timedelta(days=60)
WINDOW = timedelta(days=365)
NEWEST = 30
PRAISED_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Seen:
    """A case with whose it is, the answer or the message it began with, and who sees to it."""

    case: Case
    member: Member
    answer: Answer | None
    message: Message | None
    owner: str

    @property
    def is_late(self) -> bool:
        return self.case.closed_at is None and self.case.due_at < now()

    @property
    def survey(self) -> Survey | None:
        """What was asked; nothing where they complained by themselves."""
        if self.answer is None:
            return None
        return programme_numbered(self.answer.version).survey(self.answer.survey)

    @property
    def score(self) -> int | None:
        return self.answer.score if self.answer else None

    @property
    def words(self) -> list[str]:
        if self.answer:
            return [text for text in (self.answer.words, self.answer.more) if text]
        return [self.message.words] if self.message else []

    @property
    def wants_an_answer(self) -> bool:
        return self.answer is None or self.answer.wants_a_call


@dataclass(frozen=True, slots=True)
class Deed:
    """One step of a case, or what the member wrote in between (`reply`), with who it was."""

    what: Step | Literal["reply"]
    words: str
    by: str
    at: datetime


class Waiting(NamedTuple):
    """How many cases are open and members wait for an answer, and how many of each are late."""

    cases: int
    late_cases: int
    talks: int
    late_talks: int


@dataclass(frozen=True, slots=True)
class CaseFigures:
    """Of the last year. `first_touch`: the median hours until the member heard from somebody;
    `saved` of `settled` came back within sixty days after it."""

    open: int
    late: int
    first_touch: float | None
    causes: Counter[Cause]
    saved: int
    settled: int


def open_cases() -> list[Seen]:
    """The most pressing first."""
    return _seen(_select().where(Case.closed_at.is_(None)).order_by(Case.due_at, Case.id))


def open_cases_of(member_id: int) -> list[Seen]:
    """The most pressing first."""
    own = _select().where(Case.closed_at.is_(None), Case.member_id == member_id)
    return _seen(own.order_by(Case.due_at, Case.id))


def closed_cases() -> list[Seen]:
    """The newest first."""
    query = _select().where(Case.closed_at.is_not(None))
    return _seen(query.order_by(Case.closed_at.desc()).limit(NEWEST))


def case_numbered(case_id: int) -> Seen:
    """Raises UnknownCase."""
    found = _seen(_select().where(Case.id == case_id))
    if not found:
        raise UnknownCase
    return found[0]


def deeds_of(case: Case) -> list[Deed]:
    """As they followed."""
    entries = (
        select(CaseEntry, Staff.name)
        .outerjoin(Staff, Staff.id == CaseEntry.staff_id)
        .where(CaseEntry.case_id == case.id)
        .order_by(CaseEntry.id)
    )
    replies = select(Message).where(
        Message.member_id == case.member_id,
        Message.staff_id.is_(None),
        Message.id > (case.message_id or 0),
        Message.sent_at.between(case.opened_at, case.closed_at or now()),
    )
    done = [Deed(e.step, e.words, name or "", e.at) for e, name in db.session.execute(entries)]
    written = [Deed("reply", one.words, "", one.sent_at) for one in db.session.scalars(replies)]
    return sorted(done + written, key=attrgetter("at"))


def waiting() -> Waiting:
    """One statement."""

    def so_many(table: type[Case | Enquiry], *which: ColumnElement[bool]) -> ScalarSelect[int]:
        open_ = table.closed_at.is_(None)
        return select(func.count(table.id)).where(open_, *which).scalar_subquery()

    moment = now()
    late_cases, late_talks = Case.due_at < moment, Enquiry.due_at < moment
    found = db.session.execute(
        select(
            so_many(Case), so_many(Case, late_cases), so_many(Enquiry), so_many(Enquiry, late_talks)
        )
    )
    return Waiting(*found.one())


def case_figures() -> CaseFigures:
    opened = Case.opened_at > now() - WINDOW
    rows = db.session.execute(
        select(
            Case.opened_at, Case.first_touch_at, Case.closed_at, Case.cause, _next_visit()
        ).where(opened)
    ).all()
    touched = [row[1] - row[0] for row in rows if row[1]]
    closed = [row for row in rows if row[2]]
    wait = waiting()
    return CaseFigures(
        open=wait.cases,
        late=wait.late_cases,
        first_touch=median_hours(touched),
        causes=Counter(row[3] for row in closed if row[3]),
        saved=sum(_in_time(row[2], row[4]) for row in closed),
        settled=len(closed),
    )


def praise(today: date) -> list[tuple[Answer, Member]]:
    """Good answers in words that nobody has thanked for yet, with whose they are."""
    query = (
        select(Answer, Member)
        .join(Member, Member.id == Answer.member_id)
        .where(
            Answer.day > today - PRAISED_WITHIN,
            Answer.thanked_at.is_(None),
            (Answer.words != "") | (Answer.more != ""),
            ~exists().where(Case.answer_id == Answer.id),
        )
        .order_by(Answer.answered_at.desc())
    )
    rows = [(answer, member) for answer, member in db.session.execute(query)]
    return [(answer, member) for answer, member in rows if _is_good(answer)][:NEWEST]


def to_ask_again(programme: Programme, moment: datetime) -> list[tuple[Survey, Due]]:
    """Members whose case was closed so many days ago, each with what they are asked; who complained
    by themselves, the first question that has a score and a name to it."""
    of_name = (one.id for one in programme.surveys if one.scale and not one.anonymous)
    survey = func.coalesce(Answer.survey, next(of_name, ""))
    settled = moment - timedelta(days=programme.feedback.again_days)
    number = cast(Case.id, String) + literal("-") + cast(Case.reopened, String)
    asked = exists().where(
        SurveyInvitation.member_id == Case.member_id,
        SurveyInvitation.survey == survey,
        SurveyInvitation.occasion == literal(AGAIN) + number,
    )
    rows = db.session.execute(
        select(Case.id, Case.reopened, Case.member_id, survey, Answer.shop)
        .outerjoin(Answer, Answer.id == Case.answer_id)
        .where(Case.closed_at.between(settled - WINDOW, settled), ~asked)
        .order_by(Case.closed_at)
    )
    return [
        (found, Due(member, again(case, reopened), shop or "", None))
        for case, reopened, member, survey_id, shop in rows
        if (found := programme.survey(survey_id))
    ]


def _select() -> Select[Case, Member, Answer, Message, str]:
    return (
        select(Case, Member, Answer, Message, Staff.name)
        .join(Member, Member.id == Case.member_id)
        .outerjoin(Answer, Answer.id == Case.answer_id)
        .outerjoin(Message, Message.id == Case.message_id)
        .outerjoin(Staff, Staff.id == Case.owner_id)
    )


def _seen(query: Select[Case, Member, Answer, Message, str]) -> list[Seen]:
    rows = db.session.execute(query.execution_options(populate_existing=True))
    return [Seen(case, who, said, wrote, owner or "") for case, who, said, wrote, owner in rows]


def _is_good(answer: Answer) -> bool:
    survey = programme_numbered(answer.version).survey(answer.survey)
    return survey is not None and survey.band(answer.score) is Band.GOOD


def _in_time(closed_at: datetime | None, came_at: datetime | None) -> bool:
    if closed_at is None or came_at is None:
        return False
    return came_at <= closed_at + SAVED_WITHIN


def _next_visit() -> ScalarSelect[datetime]:
    """When the member first came after their case was closed."""
    visit = aliased(ActivityRow)
    return (
        select(func.min(visit.recorded_at))
        .where(
            visit.member_id == Case.member_id,
            visit.kind.in_(EARNING),
            visit.recorded_at > Case.closed_at,
        )
        .scalar_subquery()
    )
