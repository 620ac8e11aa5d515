"""Receipts as read from the chain: of one activity, of a member, of a till's day."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, bindparam, select
from sqlalchemy.orm import InstrumentedAttribute

from ..activities.chain import outcome_from, tallies_from
from ..activities.facts import Outcome, OutcomeKind
from ..activities.models import ActivityRow, DetailRow, OutcomeRow
from ..activities.queries import reversed_by
from ..activities.values import UNDOABLE, Kind
from ..errors import UnknownActivity
from ..extensions import db
from ..members.models import Member
from ..programme.document import Programme
from ..standing.visits import SPEND
from ..texts import money
from .words import Entry, entry, title

_OUTCOME = OutcomeRow.__table__.columns
CELEBRATED = frozenset(
    {
        OutcomeKind.CARD_FILLED,
        OutcomeKind.TIER_REACHED,
        OutcomeKind.CHALLENGE_WON,
        OutcomeKind.BADGE_EARNED,
    }
)
"""What is a reason for joy, not only for a receipt."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """An activity as people read it; `amount` is minor units, `happened_at` None when stripped.
    `follows`: it was caused by something in another chain."""

    id: str
    sequence: int
    member_id: int
    member_name: str
    kind: Kind
    reference: str
    happened_at: datetime | None
    day: date
    shop: str
    staff_id: int | None
    amount: int
    reason: str
    occasion: str
    approved_by: int | None
    follows: bool
    undone: bool
    refunded: bool
    outcomes: tuple[Outcome, ...]

    @property
    def can_be_undone(self) -> bool:
        return self.kind in UNDOABLE and not self.undone

    @property
    def points(self) -> int:
        """What it changed on the balance."""
        return sum(outcome.points for outcome in self.outcomes)

    @property
    def is_celebrated(self) -> bool:
        return not self.undone and any(outcome.kind in CELEBRATED for outcome in self.outcomes)

    def stamps_on(self, card_id: str) -> int:
        """Stamps that it brought to one card."""
        collected = (o for o in self.outcomes if o.kind is OutcomeKind.STAMPS_COLLECTED)
        return sum(outcome.count for outcome in collected if outcome.subject == card_id)

    def title(self) -> str:
        return title(self.kind, self.occasion)

    def entries(self, programme: Programme) -> list[Entry]:
        return [entry(outcome, programme) for outcome in self.outcomes]

    def total(self, programme: Programme) -> str:
        return money(self.amount, programme.currency) if self.amount else ""


def receipt_of(activity_id: str) -> Receipt:
    """Raises UnknownActivity."""
    found = _receipts(_select().where(ActivityRow.id == activity_id), ActivityRow.sequence, 1)
    if not found:
        raise UnknownActivity(reference=activity_id)
    return found[0]


def receipts_of_member(
    member_id: int,
    limit: int,
    before: int | None = None,
    after: int = 0,
    only: Sequence[ColumnElement[bool]] = (),
) -> list[Receipt]:
    """Newest first; `before` is the sequence to go on from (of the last one shown), `after` the one
    to stop at; `only` those that meet conditions, of `receipts.choices` or others."""
    said = {"member": member_id, "after": after, "limit": limit}
    if before is None and not only:
        return _read(_newest(), said)
    query = _of_member().where(*only)
    if before is not None:
        query = query.where(ActivityRow.sequence < before)
    return _read(_with_outcomes(query, ActivityRow.sequence), said)


def receipts_of_day(day: date, shop: str | None = None, *, limit: int = 100) -> list[Receipt]:
    """What was recorded for a local day, newest first; of one shop or of all."""
    query = _select().where(ActivityRow.day == day, ActivityRow.kind != Kind.CLOCK)
    if shop is not None:
        query = query.where(DetailRow.shop == shop)
    return _receipts(query, ActivityRow.recorded_at, limit)


@cache
def _select() -> Select[*tuple[Any, ...]]:
    return (
        select(
            ActivityRow.id,
            ActivityRow.sequence,
            ActivityRow.recorded_at,
            ActivityRow.member_id,
            Member.name.label("member_name"),
            ActivityRow.kind,
            ActivityRow.reference,
            ActivityRow.tallies,
            ActivityRow.caused_by,
            ActivityRow.day,
            DetailRow.happened_at,
            DetailRow.shop,
            DetailRow.staff_id,
            DetailRow.body,
            reversed_by(Kind.UNDO).label("undone"),
            reversed_by(Kind.REFUND).label("refunded"),
        )
        .select_from(ActivityRow)
        .join(Member, Member.id == ActivityRow.member_id)
        .outerjoin(DetailRow, DetailRow.activity_id == ActivityRow.id)
    )


def _of_member() -> Select[*tuple[Any, ...]]:
    return _select().where(
        ActivityRow.member_id == bindparam("member"), ActivityRow.sequence > bindparam("after")
    )


@cache
def _newest() -> Select[*tuple[Any, ...]]:
    return _with_outcomes(_of_member(), ActivityRow.sequence)


def _with_outcomes(
    query: Select[*tuple[Any, ...]], order: InstrumentedAttribute[Any]
) -> Select[*tuple[Any, ...]]:
    """The last `limit` in this order, last first, each with its outcomes."""
    found = query.order_by(order.desc()).limit(bindparam("limit", type_=Integer)).subquery()
    return (
        select(found, *(column.label(f"outcome_{column.name}") for column in _OUTCOME))
        .outerjoin(OutcomeRow, OutcomeRow.activity_id == found.c.id)
        .order_by(found.c[order.key].desc(), found.c.id, OutcomeRow.position)
    )


def _receipts(
    query: Select[*tuple[Any, ...]], order: InstrumentedAttribute[Any], limit: int
) -> list[Receipt]:
    return _read(_with_outcomes(query, order), {"limit": limit})


def _read(query: Select[*tuple[Any, ...]], said: dict[str, Any]) -> list[Receipt]:
    rows = db.session.execute(query, said)
    return [_receipt(list(lines)) for _, lines in groupby(rows, key=lambda row: row.id)]


def _receipt(lines: Sequence[Any]) -> Receipt:
    row = lines[0]
    said = json.loads(row.body or "{}")
    return Receipt(
        id=row.id,
        sequence=row.sequence,
        member_id=row.member_id,
        member_name=row.member_name,
        kind=Kind(row.kind),
        reference=row.reference,
        happened_at=row.happened_at,
        day=row.day,
        shop=row.shop or "",
        staff_id=row.staff_id,
        amount=said.get("amount") or _given_back(row.tallies),
        reason=said.get("reason", ""),
        occasion=said.get("occasion", ""),
        approved_by=said.get("approved_by"),
        follows=row.caused_by is not None,
        undone=row.undone,
        refunded=row.refunded,
        outcomes=tuple(_outcome(line) for line in lines if line.outcome_kind),
    )


def _given_back(tallies: str) -> int:
    """Minor units that a reversal took from what was spent: items come back without an amount."""
    return -sum(t.n for t in tallies_from(tallies) if t.subject == SPEND and t.n < 0)


def _outcome(line: Any) -> Outcome:  # noqa: ANN401
    return outcome_from(
        {column.name: line._mapping[f"outcome_{column.name}"] for column in _OUTCOME}
    )
