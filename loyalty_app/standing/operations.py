"""Holding and keeping a standing, and the member who starts with an empty one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Unpack

from sqlalchemy import bindparam, insert, update
from sqlalchemy.dialects import postgresql, sqlite

from ..activities.facts import Fact, Tally
from ..errors import UnknownMember
from ..extensions import db
from ..members.models import Member
from ..members.operations import Identity, add_member
from .models import MonthRow, StandingRow
from .points import BURNT, EARNED
from .state import columns_of, standing_from
from .values import Standing
from .visits import SPEND, VISITS

MONTHLY = {SPEND: "spend", VISITS: "visits", EARNED: "earned", BURNT: "burnt"}
"""Which tallies a month row sums, and in which column."""

_table = StandingRow.__table__
_months = MonthRow.__table__
_HOLD = (
    update(_table)  # type: ignore[arg-type]
    .where(_table.c.member_id == bindparam("which"))
    .values(sequence=_table.c.sequence)
    .returning(*_table.c)
)
_KEEP = update(_table).where(_table.c.member_id == bindparam("which"))  # type: ignore[arg-type]


def hold(member_id: int) -> Standing:
    """The member's standing, and nobody else's to write until the commit.

    An UPDATE of the one row is the lock and the load, on SQLite as on Postgres; SELECT … FOR UPDATE
    does nothing on SQLite. Raises UnknownMember.
    """
    row = db.session.execute(_HOLD, {"which": member_id}).mappings().first()
    if row is None:
        raise UnknownMember(code=member_id)
    return standing_from(dict(row))


def enrol(name: str = "", **identity: Unpack[Identity]) -> Member:
    """A new member with an empty standing; `identity` as in `members.operations.add_member`."""
    member = add_member(name, **identity)
    columns = columns_of(Standing(member=member.id))
    db.session.execute(insert(StandingRow), [{"member_id": member.id, **columns}])
    return member


def keep_standing(standing: Standing) -> None:
    db.session.execute(_KEEP, {"which": standing.member, **columns_of(standing)})


def keep_months(member_id: int, facts: Iterable[Fact]) -> None:
    """Add what the tallies say to the member's month rows."""
    if rows := [{"member_id": member_id, **row} for row in month_rows(facts)]:
        db.session.execute(_add_months(db.engine.dialect.name), rows)


def month_rows(facts: Iterable[Fact]) -> list[Mapping[str, Any]]:
    months: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(MONTHLY.values(), 0))
    for fact in facts:
        if isinstance(fact, Tally) and fact.subject in MONTHLY:
            months[fact.bucket][MONTHLY[fact.subject]] += fact.n
    return [{"month": month, **sums} for month, sums in sorted(months.items())]


@cache
def _add_months(dialect: str) -> Any:  # noqa: ANN401
    new = (postgresql if dialect == "postgresql" else sqlite).insert(_months)
    sums = {name: _months.c[name] + new.excluded[name] for name in MONTHLY.values()}
    return new.on_conflict_do_update(index_elements=["member_id", "month"], set_=sums)
