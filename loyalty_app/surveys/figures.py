"""What a survey found out in a year: as figures, by month, shop, tier and hour, and in words.

By who served only where the programme says so; nothing is kept for it beside the visit itself.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from ..activities.models import DetailRow
from ..extensions import db
from ..members.models import Member
from ..programme.sections.surveys import Band, ByLink, Survey
from ..staff.models import Staff
from .models import Answer, SurveyInvitation
from .statistics import Figure, banded, figure, share

WINDOW = timedelta(days=365)
NEWEST = 20


@dataclass(frozen=True, slots=True)
class Words:
    """What somebody wrote; the member's number where it is not anonymous."""

    answer_id: str
    day: date
    score: int | None
    texts: tuple[str, ...]
    number: str | None


@dataclass(frozen=True, slots=True)
class Results:
    """`rate`: how many of those asked answered. A group without scores is left out."""

    survey: Survey
    answers: int
    rate: Figure | None
    figure: Figure | None
    bands: Counter[Band]
    choices: Counter[str]
    by_month: list[tuple[date, Figure]]
    by_shop: list[tuple[str, Figure]]
    by_tier: list[tuple[str, Figure]]
    by_hour: list[tuple[int, Figure]]
    by_staff: list[tuple[str, Figure]]
    words: list[Words]


def results(survey: Survey, today: date, *, by_staff: bool = False) -> Results:
    """Of the year up to a local day: three statements."""
    rows = list(db.session.execute(_scores(survey, today - WINDOW, by_staff=by_staff)))
    scores = [row.score for row in rows if row.score is not None]
    choices = Counter(choice for row in rows for choice in row.choices)

    def grouped(key: Callable[[Any], Any]) -> list[tuple[Any, Figure]]:
        return list(_grouped(survey, rows, key))

    return Results(
        survey=survey,
        answers=len(rows),
        rate=_rate(survey, today - WINDOW),
        figure=figure(survey, scores),
        bands=banded(survey, scores),
        choices=choices,
        by_month=grouped(lambda row: row.day.replace(day=1)),
        by_shop=grouped(lambda row: row.shop),
        by_tier=grouped(lambda row: row.tier),
        by_hour=grouped(lambda row: row.hour),
        by_staff=[
            (name, one)
            for (name, _), one in grouped(lambda row: row.name and (row.name, row.staff_id))
        ]
        if by_staff
        else [],
        words=_words(survey),
    )


def answers_to(survey: Survey, *, by_staff: bool = False) -> Iterable[Sequence[object]]:
    """Every answer, in no order that tells who came when: the ids are random."""
    query = (
        select(
            Answer.day,
            Answer.shop,
            Answer.tier,
            Answer.hour,
            Answer.score,
            Answer.choices,
            Answer.words,
            Answer.more,
            Answer.wants_a_call,
            Member.number,
        )
        .outerjoin(Member, Member.id == Answer.member_id)
        .where(Answer.survey == survey.id)
        .order_by(Answer.day, Answer.id)
    )
    if by_staff:
        query = _with_who_served(query).add_columns(Staff.name)
    for row in db.session.execute(query):
        yield [*row[:5], ", ".join(row.choices), *row[6:]]


def _scores(survey: Survey, since: date, *, by_staff: bool) -> Select[*tuple[Any, ...]]:
    columns = (Answer.score, Answer.choices, Answer.day, Answer.shop, Answer.tier, Answer.hour)
    query = select(*columns).where(Answer.survey == survey.id, Answer.day > since)
    if not by_staff:
        return query
    return _with_who_served(query).add_columns(Staff.id.label("staff_id"), Staff.name)


def _with_who_served(answers: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Joins who served at the visit that was asked about, where the answer has one."""
    return (
        answers.outerjoin(SurveyInvitation, SurveyInvitation.id == Answer.invitation_id)
        .outerjoin(DetailRow, DetailRow.activity_id == SurveyInvitation.occasion)
        .outerjoin(Staff, Staff.id == DetailRow.staff_id)
    )


def _grouped(
    survey: Survey, rows: list[Any], key: Callable[[Any], Any]
) -> Iterator[tuple[Any, Figure]]:
    groups = defaultdict[Any, list[int]](list)
    for row in rows:
        if row.score is not None and key(row) not in ("", None):
            groups[key(row)].append(row.score)
    for name in sorted(groups):
        if found := figure(survey, groups[name]):
            yield name, found


def _rate(survey: Survey, since: date) -> Figure | None:
    """Who opens a link was not asked before."""
    if isinstance(survey.when, ByLink):
        return None
    asked, answered = db.session.execute(
        select(func.count(), func.count(SurveyInvitation.answered_on)).where(
            SurveyInvitation.survey == survey.id,
            SurveyInvitation.asked_at > datetime.combine(since, time(), UTC),
        )
    ).one()
    return share(answered, asked)


def _words(survey: Survey) -> list[Words]:
    query = (
        select(Answer, Member.number)
        .outerjoin(Member, Member.id == Answer.member_id)
        .where(Answer.survey == survey.id, (Answer.words != "") | (Answer.more != ""))
        .order_by(Answer.day.desc(), Answer.id)
        .limit(NEWEST)
    )
    return [
        Words(one.id, one.day, one.score, tuple(filter(None, (one.words, one.more))), number)
        for one, number in db.session.execute(query)
    ]
