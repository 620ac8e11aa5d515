"""Keeping what members added to the goals of all, and that one of these was reached."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any

from ..activities.facts import Fact, Tally
from ..extensions import connection, db
from ..extensions.upserts import inserting
from ..programme.sections.challenges import Challenge
from ..standing.values import Standing
from .measures import TEAM, WON, counted, wins
from .models import Contribution, ReachedGoal
from .queries import met

_contributions = Contribution.__table__
_reached = ReachedGoal.__table__


def keep_contributions(
    facts_of: Mapping[int, Iterable[Fact]], standings: Mapping[int, Standing]
) -> None:
    """Of members who are held, after these facts; one statement where there is something."""
    rows = [
        row for member, facts in sorted(facts_of.items()) for row in _rows(standings[member], facts)
    ]
    if rows:
        connection().execute(_put(db.engine.dialect.name), rows)


def _rows(standing: Standing, facts: Iterable[Fact]) -> Iterator[Mapping[str, Any]]:
    touched = {
        (tally.subject.removeprefix(beginning), tally.bucket)
        for tally in facts
        if isinstance(tally, Tally)
        for beginning in (TEAM, WON)
        if tally.subject.startswith(beginning)
        and (beginning == TEAM or _is_of_all(standing, tally))
    }
    for challenge, period in sorted(touched):
        yield {
            "challenge": challenge,
            "period": period,
            "member_id": standing.member,
            "n": standing.count(counted(challenge, together=True), period),
            "won": standing.count(wins(challenge), period) > 0,
        }


def _is_of_all(standing: Standing, win: Tally) -> bool:
    """Whether what was won, or lost, is a goal that the member has added to."""
    subject = counted(win.subject.removeprefix(WON), together=True)
    return standing.count(subject, win.bucket) > 0


@cache
def _put(dialect: str) -> Any:  # noqa: ANN401
    new = inserting(_contributions, dialect)
    says = {name: new.excluded[name] for name in ("n", "won")}
    return new.on_conflict_do_update(index_elements=["challenge", "period", "member_id"], set_=says)


def see_what_is_reached(goals: Iterable[Challenge], day: date) -> None:
    """Write down which goals are met by a local day, each once, whoever sees it first."""
    rows = [
        {"challenge": challenge, "period": period, "day": day}
        for challenge, period in met(goals, day)
    ]
    if rows:
        statement = inserting(_reached).on_conflict_do_nothing()
        db.session.execute(statement, rows)
