"""Holding and keeping a standing, and the member who starts with an empty one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cache
from typing import Any, Unpack

from sqlalchemy import BindParameter, bindparam, delete, insert, select, update

from ..activities.facts import Fact, Tally
from ..extensions import connection, db
from ..extensions.upserts import inserting
from ..members.models import Member
from ..members.operations import Identity, add_member, add_numbered
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
    .values(sequence=_table.c.sequence)
    .returning(*_table.c)
)
_MEMBERS: BindParameter[int] = bindparam("members", expanding=True)
_held = _table.alias("held")
_IN_ORDER = (
    select(_held.c.member_id)
    .where(_held.c.member_id.in_(_MEMBERS))
    .order_by(_held.c.member_id.desc())
    .with_for_update()
)
_HOLD_ONE = _HOLD.where(_table.c.member_id == bindparam("member"))
_HOLD_MANY = _HOLD.where(_table.c.member_id.in_(_IN_ORDER))
_KEEP = update(_table).where(_table.c.member_id == bindparam("which"))  # type: ignore[arg-type]


def hold(members: Collection[int]) -> dict[int, Standing]:
    """The standings of those members who are known, and nobody else's to write until the commit.

    An UPDATE of the rows is the lock and the load, on SQLite as on Postgres; SELECT … FOR UPDATE
    does nothing on SQLite. Several are locked in one order, or two who hold some of the same would
    wait for each other: the newest first, as who invited was there before who was invited.
    """
    if len(members) == 1:
        (member,) = members
        held = connection().execute(_HOLD_ONE, {"member": member})
    else:
        held = connection().execute(_HOLD_MANY, {"members": list(members)})
    return {row["member_id"]: standing_from(dict(row)) for row in held.mappings()}


def enrol(name: str = "", **identity: Unpack[Identity]) -> Member:
    """A new member with an empty standing; `identity` as in `members.operations.add_member`."""
    member = add_member(name, **identity)
    columns = columns_of(Standing(member=member.id))
    db.session.execute(insert(StandingRow), [{"member_id": member.id, **columns}])
    return member


def enrol_numbered(numbers: Collection[str]) -> dict[str, int]:
    """New members, known by nothing but a number of their own; their ids by these numbers."""
    added = add_numbered(numbers)
    empty = columns_of(Standing())
    if rows := [{"member_id": id_, **empty} for id_ in added.values()]:
        connection().execute(insert(_table), rows)  # type: ignore[arg-type]
    return added


def turn_away(members: Collection[int]) -> None:
    """Take back an enrolment of this same transaction, after which nothing was recorded."""
    for table, column in ((StandingRow, StandingRow.member_id), (Member, Member.id)):
        db.session.execute(delete(table).where(column.in_(members)))


def keep_standings(standings: Iterable[Standing]) -> None:
    rows = [{"which": standing.member, **columns_of(standing)} for standing in standings]
    connection().execute(_KEEP, rows)


def keep_months(facts_of: Mapping[int, Iterable[Fact]]) -> None:
    """Add what the tallies of some members say to their month rows."""
    rows = [
        {"member_id": member, **row}
        for member, facts in sorted(facts_of.items())
        for row in month_rows(facts)
    ]
    if rows:
        connection().execute(_add_months(db.engine.dialect.name), rows)


def month_rows(facts: Iterable[Fact]) -> list[Mapping[str, Any]]:
    months: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(MONTHLY.values(), 0))
    for fact in facts:
        if isinstance(fact, Tally) and fact.subject in MONTHLY:
            months[fact.bucket][MONTHLY[fact.subject]] += fact.n
    return [{"month": month, **sums} for month, sums in sorted(months.items())]


@cache
def _add_months(dialect: str) -> Any:  # noqa: ANN401
    new = inserting(_months, dialect)
    sums = {name: _months.c[name] + new.excluded[name] for name in MONTHLY.values()}
    return new.on_conflict_do_update(index_elements=["member_id", "month"], set_=sums)
