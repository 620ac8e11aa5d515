"""verify: everything that is stored against what the chains say, members in batches.

Each batch is read in one snapshot, so that a shop that is open does not look wrong.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute

from ..activities.chain import outcome_from
from ..activities.facts import OutcomeKind
from ..activities.models import ActivityRow, DetailRow, OutcomeRow
from ..challenges.models import Contribution
from ..earning.models import Budget
from ..engine.supplies import budget_points
from ..extensions import db
from ..gifts.models import GiftBudget
from ..members.models import Member
from ..rewards.models import Stock, Voucher
from ..standing.models import MonthRow, StandingRow
from .chains import Columns, Difference, Goal, Replay, differing
from .published import wrong_versions

BATCH = 200
"""Members read at a time; and activities of theirs, with all their outcomes."""
SHARED = ("from_stock", "from_budget", "gift_of")
"""Marks of outcomes that took from what members share, or gave back."""


class Verification:
    """One pass over the whole database. The counts are complete when `differences` has ended."""

    def __init__(self) -> None:
        self.members = 0
        self.activities = 0
        self.stripped = 0

    def differences(self) -> Iterator[Difference]:
        """Every difference, chain by chain; none when all is as it was recorded."""
        snapshot()
        yield from wrong_versions()
        last = None
        while batch := _next_members(last):
            yield from self._of_members(batch)
            last = batch[-1]
        yield from _strays()
        yield from _wrong_supplies()
        db.session.rollback()

    def _of_members(self, batch: Sequence[int]) -> list[Difference]:
        """A value that its column cannot even hold spoils the batch; then they come one by one."""
        counts = self.members, self.activities, self.stripped
        try:
            snapshot()
            return list(self._compare(batch))
        except (ValueError, LookupError, TypeError) as error:
            self.members, self.activities, self.stripped = counts
            if len(batch) == 1:
                return [Difference("member", str(batch[0]), "", repr(error), None)]
            return [found for member in batch for found in self._of_members([member])]

    def _compare(self, batch: Sequence[int]) -> Iterator[Difference]:
        replays = {member: Replay(member) for member in batch}
        yield from self._replay(replays)
        known = set(db.session.scalars(select(Member.id).where(Member.id.in_(batch))))
        standings = {row["member_id"]: row for row in _rows(StandingRow, batch)}
        months = _grouped(_rows(MonthRow, batch), "month")
        vouchers = _grouped(_rows(Voucher, batch), "id")
        added = _added(_rows(Contribution, batch))
        for member, replay in replays.items():
            if member not in known:
                yield Difference("member", str(member), "id", None, member)
            rows = months[member], vouchers[member], added[member]
            yield from replay.compare(standings.get(member), *rows)
            self.members += 1
            self.stripped += replay.stripped

    def _replay(self, replays: dict[int, Replay]) -> Iterator[Difference]:
        table = ActivityRow.__table__
        query = (
            select(table)
            .where(table.c.member_id.in_(list(replays)))
            .order_by(table.c.member_id, table.c.sequence)
            .execution_options(yield_per=BATCH)
        )
        for rows in db.session.execute(query).mappings().partitions():
            self.activities += len(rows)
            ids = [row["id"] for row in rows]
            outcomes, details = _outcomes(ids), _details(ids)
            for row in rows:
                replay = replays[row["member_id"]]
                yield from replay.take(dict(row), outcomes[row["id"]], details.get(row["id"]))


def snapshot() -> None:
    """Read what is committed now, and only that, until the next snapshot."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":  # SQLite's transactions are always like that
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _next_members(last: int | None) -> list[int]:
    """Who has anything at all, members or not, in order."""
    snapshot()
    ids = (Member.id, ActivityRow.member_id, StandingRow.member_id)
    more = (MonthRow.member_id, Voucher.member_id, Contribution.member_id)
    everyone = union(*(_after(column, last) for column in (*ids, *more))).subquery()
    member = everyone.c[0]
    return list(db.session.scalars(select(member).order_by(member).limit(BATCH)))


def _after(column: InstrumentedAttribute[int], last: int | None) -> Select[Any]:
    query = select(column).distinct().order_by(column).limit(BATCH)
    query = query if last is None else query.where(column > last)
    return select(query.subquery().c[0])


def _rows(table: Any, members: Sequence[int]) -> Iterable[Columns]:  # noqa: ANN401
    query = select(table.__table__).where(table.member_id.in_(members))
    return [dict(row) for row in db.session.execute(query).mappings()]


def _grouped(rows: Iterable[Columns], name: str) -> dict[int, dict[str, Columns]]:
    found: dict[int, dict[str, Columns]] = defaultdict(dict)
    for row in rows:
        found[row["member_id"]][row[name]] = row
    return found


def _added(rows: Iterable[Columns]) -> dict[int, dict[Goal, Columns]]:
    """To goals of all, by member."""
    found: dict[int, dict[Goal, Columns]] = defaultdict(dict)
    for row in rows:
        found[row["member_id"]][row["challenge"], row["period"]] = row
    return found


def _outcomes(ids: Sequence[str]) -> dict[str, list[Columns]]:
    found: dict[str, list[Columns]] = defaultdict(list)
    table = OutcomeRow.__table__
    query = select(table).where(table.c.activity_id.in_(ids)).order_by(table.c.position)
    for row in db.session.execute(query).mappings():
        found[row["activity_id"]].append(dict(row))
    return found


def _details(ids: Sequence[str]) -> dict[str, Columns]:
    query = select(DetailRow.__table__).where(DetailRow.activity_id.in_(ids))
    return {row["activity_id"]: dict(row) for row in db.session.execute(query).mappings()}


def _strays() -> Iterator[Difference]:
    """Outcomes and details of activities that are not there."""
    snapshot()
    for table, key in ((OutcomeRow, OutcomeRow.position), (DetailRow, DetailRow.activity_id)):
        owner = table.activity_id
        lost = select(owner, key).outerjoin(ActivityRow, ActivityRow.id == owner)
        for id_, rest in db.session.execute(lost.where(ActivityRow.id.is_(None))):
            shown = str(id_) if rest == id_ else f"{id_} {rest}"
            yield Difference(table.__tablename__, shown, "", "a row", None)


def _wrong_supplies() -> Iterator[Difference]:
    """What members share, against all outcomes that took from it or gave back."""
    snapshot()
    taken, paid, given = Counter[str](), Counter[str](), Counter[str]()
    table = OutcomeRow.__table__
    marked = or_(*(table.c.why.like(f'%"{mark}"%') for mark in SHARED))
    query = select(table).where(marked).execution_options(yield_per=BATCH)
    for row in db.session.execute(query).mappings():
        try:
            outcome = outcome_from(dict(row))
        except (ValueError, LookupError, TypeError):
            continue  # its chain has named it
        if outcome.why.get("from_budget"):
            paid[outcome.subject] += budget_points(outcome)
        issued = 1 if outcome.kind is OutcomeKind.VOUCHER_ISSUED else -1
        if outcome.why.get("from_stock"):
            taken[outcome.subject] += issued
        if "gift_of" in outcome.why:
            given[outcome.why["gift_of"]] += issued
    yield from _counted(Stock, "reward", "taken", taken)
    yield from _counted(Budget, "rule", "paid", paid)
    yield from _counted(GiftBudget, "month", "given", given)


def _counted(
    table: Any,  # noqa: ANN401
    key: str,
    column: str,
    computed: Counter[str],
) -> Iterator[Difference]:
    """A row that counts nothing may be there or not: only the programme could tell."""
    rows = {row[key]: dict(row) for row in db.session.execute(select(table.__table__)).mappings()}
    for name in sorted({*rows, *(name for name, n in computed.items() if n)}):
        yield from differing(table.__tablename__, name, rows.get(name), {column: computed[name]})
