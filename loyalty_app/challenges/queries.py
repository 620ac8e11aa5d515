"""How far all members are together, what they have reached, and who is yet to win it."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import ColumnElement, exists, func, select, tuple_

from ..extensions import db
from ..members.models import Member
from ..programme.calendar import bucket_of, this_start
from ..programme.document import Programme
from ..programme.sections.challenges import Challenge
from .models import Contribution, ReachedGoal

LOOK_BACK = 10
"""Periods of a goal that are looked at, the present one with them."""

_PERIOD = Contribution.challenge, Contribution.period
_IS_REACHED = exists().where(
    ReachedGoal.challenge == Contribution.challenge, ReachedGoal.period == Contribution.period
)


def so_far_together(programme: Programme, day: date) -> dict[str, int]:
    """Of each goal of all, in the period of a local day: one statement, none without goals."""
    if not programme.team_goals:
        return {}
    wanted = [(goal.id, bucket_of(day, goal.per)) for goal in programme.team_goals]
    sums = (
        select(Contribution.challenge, func.sum(Contribution.n))
        .where(tuple_(*_PERIOD).in_(wanted))
        .group_by(Contribution.challenge)
    )
    found = {challenge: int(n) for challenge, n in db.session.execute(sums)}
    return {goal.id: found.get(goal.id, 0) for goal in programme.team_goals}


def met(goals: Iterable[Challenge], day: date) -> list[tuple[str, str]]:
    """Goals with the periods in which all came to the target, and that are not reached yet."""
    targets = {goal.id: goal.target for goal in goals}
    sums = (
        select(*_PERIOD, func.sum(Contribution.n))
        .where(_is_recent(goals, day), ~_IS_REACHED)
        .group_by(*_PERIOD)
    )
    rows = db.session.execute(sums)
    return [(goal, period) for goal, period, n in rows if n >= targets[goal]]


def yet_to_win(goals: Iterable[Challenge], day: date) -> list[tuple[str, str, int]]:
    """Goals that were reached, with their period and a member who added to it and has not won."""
    found = (
        select(*_PERIOD, Contribution.member_id)
        .join(Member, Member.id == Contribution.member_id)
        .where(
            _is_recent(goals, day),
            Contribution.n > 0,
            Contribution.won.is_(False),
            Member.closed_at.is_(None),
            _IS_REACHED,
        )
        .order_by(*_PERIOD, Contribution.member_id)
    )
    return [(goal, period, member) for goal, period, member in db.session.execute(found)]


def _is_recent(goals: Iterable[Challenge], day: date) -> ColumnElement[bool]:
    """Of the period of a local day, or of a few before: what is told later than that, or was not
    looked at for so long, reaches nothing any more."""
    return tuple_(*_PERIOD).in_(
        [(goal.id, period) for goal in goals for period in _periods(day, goal.per)]
    )


def _periods(day: date, per: str) -> Iterator[str]:
    for _ in range(LOOK_BACK):
        yield bucket_of(day, per)
        if (start := this_start(day, per)) is None:
            return
        day = start - timedelta(days=1)


def is_reached(goal: str, period: str) -> bool:
    row = db.session.get(ReachedGoal, (goal, period))
    return row is not None
