"""What waits for the owner: scans from a device that was shut out, after a shift was over, or above
what who served records alone."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update

from ..clock import now
from ..devices.models import Device, QueuedScan, ScanState
from ..errors import LoyaltyError
from ..extensions import db
from ..programme.document import Programme
from ..shops.models import Shop
from ..staff.models import Staff
from .queue import RECORDED, Judged, judge, record_judged, staff_of
from .scans import Queued, Scan, Served

KEPT = timedelta(days=30)
"""How long a scan waits, and its answer is remembered; rotating codes are no longer judged then."""


class RefusedByOwner(LoyaltyError):
    words = _l("The owner looked at it and refused it.")
    code = "refused_by_owner"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A scan that waits, with the device it came from and who served, where that is known."""

    scan: QueuedScan
    device: Device | None
    shop: Shop | None
    staff: Staff | None


@dataclass(frozen=True, slots=True)
class Settled:
    """How many were recorded, and in words why others could not be."""

    recorded: int
    refusals: tuple[str, ...]


def waiting(limit: int) -> list[Waiting]:
    """The oldest first."""
    rows = db.session.execute(
        select(QueuedScan, Device, Shop, Staff)
        .outerjoin(Device, Device.id == QueuedScan.device_id)
        .outerjoin(Shop, Shop.code == QueuedScan.shop)
        .outerjoin(Staff, Staff.id == QueuedScan.staff_id)
        .where(QueuedScan.state == ScanState.WAITING)
        .order_by(QueuedScan.at, QueuedScan.id)
        .limit(limit)
    )
    return [Waiting(*row) for row in rows]


def how_many_wait() -> int:
    count = select(func.count()).where(QueuedScan.state == ScanState.WAITING)
    return db.session.scalar(count) or 0


def accept(ids: Collection[str], by: int, programme: Programme) -> Settled:
    """Record them as if they had come in time; what cannot be is refused. Twice is once."""
    rows = {row.id: row for row in _taken(ids, by, ScanState.ACCEPTED)}
    people = staff_of(row.staff_id for row in rows.values() if row.staff_id)
    judging = (
        judge(_queued(row), people.get(row.staff_id or 0), programme, row.received_at)
        for row in sorted(rows.values(), key=lambda row: row.at)
    )
    answers = list(record_judged([_approved(judged, by) for judged in judging]))
    for answer in answers:
        if answer.state != RECORDED:
            rows[answer.id].state, rows[answer.id].why = ScanState.REFUSED, answer.why[:500]
    for row in rows.values():
        row.said = ""
    recorded = sum(answer.state == RECORDED for answer in answers)
    refusals = (answer.why for answer in answers if answer.state != RECORDED)
    return Settled(recorded, tuple(dict.fromkeys(refusals)))


def refuse(ids: Collection[str], staff_id: int) -> int:
    """How many that were."""
    rows = _taken(ids, staff_id, ScanState.REFUSED)
    for row in rows:
        row.said, row.why = "", str(RefusedByOwner())
    return len(rows)


def forget_old_scans() -> None:
    db.session.execute(delete(QueuedScan).where(QueuedScan.received_at < now() - KEPT))


def _taken(ids: Collection[str], staff_id: int, state: ScanState) -> list[QueuedScan]:
    """Those that still waited: of two who settle one, one gets it."""
    open_ones = update(QueuedScan).where(
        QueuedScan.id.in_(ids), QueuedScan.state == ScanState.WAITING
    )
    taking = open_ones.values(state=state, settled_by=staff_id, settled_at=now())
    taking = taking.execution_options(synchronize_session=False)
    taken = db.session.scalars(taking.returning(QueuedScan.id)).all()
    query = select(QueuedScan).where(QueuedScan.id.in_(taken))
    return list(db.session.scalars(query.execution_options(populate_existing=True)))


def _approved(judged: Judged, by: int) -> Judged:
    approved = (activity._replace(approved_by=by) for activity in judged.activities)
    return replace(judged, activities=tuple(approved))


def _queued(row: QueuedScan) -> Queued:
    served = Served(row.staff_id, row.shop, row.at) if row.staff_id else None
    return Queued(Scan.model_validate_json(row.said), served)
