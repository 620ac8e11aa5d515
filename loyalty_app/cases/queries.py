"""Cases as staff see them, what they tell in figures, and who is to be asked again."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from sqlalchemy import ScalarSelect, Select, String, cast, exists, func, literal, select
from sqlalchemy.orm import aliased

from ..activities.models import ActivityRow
from ..activities.values import EARNING
from ..clock import now
from ..extensions import db
from ..members.models import Member
from ..programme.document import Programme
from ..programme.sections.surveys import Band, Survey
from ..programme.versions import programme_numbered
from ..staff.models import Staff
from ..surveys.due import Due
from ..surveys.models import Answer, Case, CaseEntry, Cause, SurveyInvitation
from .operations import UnknownCase
from .rules import AGAIN, again

SAVED_WITHIN = timedelta(days=60)
WINDOW = timedelta(days=365)
NEWEST = 30
PRAISED_WITHIN = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Seen:
    """A case with whose it is, what was said, and who sees to it."""

    case: Case
    member: Member
    answer: Answer
    owner: str

    @property
    def is_late(self) -> bool:
        return self.case.closed_at is None and self.case.due_at < now()

    @property
    def survey(self) -> Survey:
        survey = programme_numbered(self.answer.version).survey(self.answer.survey)
        assert survey
        return survey


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


def entries_of(case_id: int) -> list[tuple[CaseEntry, str]]:
    """As they followed, each with who wrote it."""
    query = (
        select(CaseEntry, Staff.name)
        .outerjoin(Staff, Staff.id == CaseEntry.staff_id)
        .where(CaseEntry.case_id == case_id)
        .order_by(CaseEntry.id)
    )
    return [(entry, name or "") for entry, name in db.session.execute(query)]


def waiting() -> tuple[int, int]:
    """How many cases are open, and how many of them late: one statement."""
    late = func.count().filter(Case.due_at < now())
    query = select(func.count(), late).where(Case.closed_at.is_(None))
    found = db.session.execute(query).one()
    return found[0], found[1]


def case_figures() -> CaseFigures:
    opened = Case.opened_at > now() - WINDOW
    rows = db.session.execute(
        select(
            Case.opened_at, Case.first_touch_at, Case.closed_at, Case.cause, _next_visit()
        ).where(opened)
    ).all()
    touched = [(row[1] - row[0]).total_seconds() / 3600 for row in rows if row[1]]
    closed = [row for row in rows if row[2]]
    open_, late = waiting()
    return CaseFigures(
        open=open_,
        late=late,
        first_touch=median(touched) if touched else None,
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
    """Members whose case was closed so many days ago, each with what they are asked."""
    settled = moment - timedelta(days=programme.feedback.again_days)
    number = cast(Case.id, String) + literal("-") + cast(Case.reopened, String)
    asked = exists().where(
        SurveyInvitation.member_id == Case.member_id,
        SurveyInvitation.survey == Answer.survey,
        SurveyInvitation.occasion == literal(AGAIN) + number,
    )
    rows = db.session.execute(
        select(Case.id, Case.reopened, Case.member_id, Answer.survey, Answer.shop)
        .join(Answer, Answer.id == Case.answer_id)
        .where(Case.closed_at.between(settled - WINDOW, settled), ~asked)
        .order_by(Case.closed_at)
    )
    return [
        (survey, Due(member, again(case, reopened), shop, None))
        for case, reopened, member, survey_id, shop in rows
        if (survey := programme.survey(survey_id))
    ]


def _select() -> Select[Case, Member, Answer, str]:
    return (
        select(Case, Member, Answer, Staff.name)
        .join(Member, Member.id == Case.member_id)
        .join(Answer, Answer.id == Case.answer_id)
        .outerjoin(Staff, Staff.id == Case.owner_id)
    )


def _seen(query: Select[Case, Member, Answer, str]) -> list[Seen]:
    rows = db.session.execute(query.execution_options(populate_existing=True))
    return [Seen(case, member, answer, owner or "") for case, member, answer, owner in rows]


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
