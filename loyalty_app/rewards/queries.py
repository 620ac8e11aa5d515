"""The catalogue for one member, and the vouchers they hold."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select

from ..activities.chain import outcome_from
from ..activities.facts import OutcomeKind
from ..activities.models import ActivityRow, DetailRow, OutcomeRow
from ..activities.values import OWN_PHONE, Activity, By, Kind
from ..errors import CannotUndo, UnknownVoucher
from ..extensions import db
from ..programme.document import Programme
from ..standing.values import Standing
from ..standing.vouchers import VoucherTerms, asked_for, terms_in
from .models import Stock, Voucher, VoucherState
from .offers import Offer, offers

SOON = timedelta(days=3)

_TAKEN = select(Stock.reward, Stock.taken).where(
    Stock.reward.in_(bindparam("rewards", expanding=True))
)


def catalogue(programme: Programme, standing: Standing) -> list[Offer]:
    """Every reward as this member finds it, within reach first: at most one statement."""
    limited = [reward.id for reward in programme.rewards if reward.stock is not None]
    taken: dict[str, int] = {}
    if limited:
        rows = db.session.execute(_TAKEN, {"rewards": limited})
        taken = {reward: number for reward, number in rows}
    return offers(programme, standing, taken)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A voucher as its holder sees it. `claimed`: for points, by a claim of its own. `thanks`: the
    word that came with a gift; `occasion`: what it was given for; `terms`: what was promised."""

    id: str
    member_id: int
    reward: str
    code: str
    state: VoucherState
    expires_on: date
    issued_by: str
    claimed: bool
    thanks: str
    occasion: str
    terms: VoucherTerms

    def looks(self, today: date) -> str:
        """open, soon, used, cancelled or expired: as of today, tick or no tick."""
        if self.state is not VoucherState.ISSUED:
            return self.state.value
        if self.expires_on < today:
            return "expired"
        return "soon" if self.expires_on - today <= SOON else "open"

    def can_be_cancelled(self, today: date) -> bool:
        is_open = self.looks(today) in ("open", "soon")
        return self.claimed and is_open and self.terms.cancel != "never"

    def cancellation(self) -> Activity:
        """The member changes their mind; sent twice it is still one. Raises CannotUndo."""
        if not self.claimed:
            raise CannotUndo
        return Activity(
            member=self.member_id,
            kind=Kind.UNDO,
            source=OWN_PHONE,
            reference=f"cancel-{self.issued_by}",
            refers_to=self.issued_by,
            channel="web",
            by=By.MEMBER,
        )


def open_tickets(member_id: int, today: date) -> list[Ticket]:
    """Vouchers that can be used today, those that go first on top: one statement."""
    rows = db.session.execute(_open_tickets(), {"member": member_id, "today": today})
    return [_ticket(row) for row in rows]


@cache
def _open_tickets() -> Select[*tuple[Any, ...]]:
    return (
        _tickets()
        .where(
            Voucher.member_id == bindparam("member"),
            Voucher.state == VoucherState.ISSUED,
            Voucher.expires_on >= bindparam("today"),
        )
        .order_by(Voucher.expires_on)
    )


def ticket_of(member_id: int, code: str) -> Ticket:
    """One's own voucher, in any state. Raises UnknownVoucher."""
    return _only(_tickets_of(member_id).where(Voucher.code == code))


def ticket_of_claim(claim: Activity) -> Ticket:
    """What a claim gave. Raises UnknownVoucher."""
    return _only(_tickets().where(Voucher.id == asked_for(claim.id, claim.reward)))


def terms_of(voucher: str) -> VoucherTerms:
    """What was promised with a voucher, used or not. Raises UnknownVoucher."""
    why = db.session.scalar(
        select(OutcomeRow.why).where(
            OutcomeRow.voucher == voucher, OutcomeRow.kind == OutcomeKind.VOUCHER_ISSUED
        )
    )
    if why is None:
        raise UnknownVoucher
    return terms_in(json.loads(why))


def lost_by_cancelling(ticket: Ticket, standing: Standing) -> int:
    """Points of a claim that would not come back: all of them by its terms, or those that are out
    of date by now."""
    rows = db.session.execute(
        select(OutcomeRow.__table__).where(
            OutcomeRow.activity_id == ticket.issued_by,
            OutcomeRow.kind == OutcomeKind.POINTS_SPENT,
        )
    )
    parts = [part for row in rows.mappings() for part in outcome_from(dict(row)).parts]
    all_of_it = ticket.terms.cancel == "points_lost"
    lost = (p for p in parts if all_of_it or standing.is_out_of_date(p.lot, standing.clock))
    return -sum(part.left for part in lost)


def _tickets() -> Select[*tuple[Any, ...]]:
    return (
        select(Voucher.__table__, ActivityRow.kind, DetailRow.body, OutcomeRow.why)
        .join(ActivityRow, ActivityRow.id == Voucher.issued_by)
        .outerjoin(DetailRow, DetailRow.activity_id == ActivityRow.id)
        .join(
            OutcomeRow,
            (OutcomeRow.voucher == Voucher.id) & (OutcomeRow.kind == OutcomeKind.VOUCHER_ISSUED),
        )
    )


def _tickets_of(member_id: int) -> Select[*tuple[Any, ...]]:
    return _tickets().where(Voucher.member_id == member_id)


def _only(query: Select[*tuple[Any, ...]]) -> Ticket:
    row = db.session.execute(query).first()
    if row is None:
        raise UnknownVoucher
    return _ticket(row)


def _ticket(row: Any) -> Ticket:  # noqa: ANN401
    said, why = json.loads(row.body or "{}"), json.loads(row.why)
    is_asked_for = row.id == asked_for(row.issued_by, row.reward)
    return Ticket(
        id=row.id,
        member_id=row.member_id,
        reward=row.reward,
        code=row.code,
        state=VoucherState(row.state),
        expires_on=row.expires_on,
        issued_by=row.issued_by,
        claimed=is_asked_for and row.kind == Kind.CLAIM,
        thanks=said.get("reason", "") if is_asked_for and row.kind == Kind.GIFT else "",
        occasion=why.get("occasion", ""),
        terms=terms_in(why),
    )
