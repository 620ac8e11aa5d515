"""How far all members are together, what they have reached, and who is yet to win it."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import exists, func, select, tuple_

from ..extensions import db
from ..members.models import Member
from ..programme.calendar import bucket_of
from ..programme.document import Programme
from .models import Contribution, ReachedGoal

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


def met(targets: Mapping[str, int]) -> list[tuple[str, str]]:
    """Goals with the periods in which all came to the target, and that are not reached yet."""
    sums = (
        select(*_PERIOD, func.sum(Contribution.n))
        .where(Contribution.challenge.in_(targets), ~_IS_REACHED)
        .group_by(*_PERIOD)
    )
    rows = db.session.execute(sums)
    return [(goal, period) for goal, period, n in rows if n >= targets[goal]]


def yet_to_win(goals: Collection[str]) -> list[tuple[str, str, int]]:
    """Goals that were reached, with their period and a member who added to it and has not won."""
    found = (
        select(*_PERIOD, Contribution.member_id)
        .join(Member, Member.id == Contribution.member_id)
        .where(
            Contribution.challenge.in_(goals),
            Contribution.n > 0,
            Contribution.won.is_(False),
            Member.closed_at.is_(None),
            _IS_REACHED,
        )
        .order_by(*_PERIOD, Contribution.member_id)
    )
    return [(goal, period, member) for goal, period, member in db.session.execute(found)]


def is_reached(goal: str, period: str) -> bool:
    row = db.session.get(ReachedGoal, (goal, period))
    return row is not None
