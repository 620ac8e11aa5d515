"""Forgot the card: the counter makes a slip for what was bought, and one member collects it.

Two conditional UPDATEs decide who is first, the member or who withdraws it; what it brings is a
purchase through the one door, at the time and under the programme of the day it was made.
"""

import json
import re
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, select, update

from ..activities.values import Activity, Kind, Line
from ..clock import now
from ..engine import Recorded, record
from ..errors import LoyaltyError, NotFound, OwnCard, ReferenceTaken
from ..extensions import db
from ..members.codes import random_code, read_in
from ..programme.document import Programme
from ..staff.models import Role, Staff
from .models import ClaimSlip
from .rules import NotYours, order_of, refuse_dear_purchase, refuse_own_card
from .values import Sale, Till

SOURCE = "slip"
DIGITS = 10
KEPT = timedelta(days=30)
"""For so long after its end a slip still says what became of it."""
_CODE = re.compile(r"(?:^|/S/)([0-9A-TV-Z]{10})$")


class UnknownSlip(NotFound):
    words = _l("No slip has this code. Check it and type it again.")
    code = "unknown_slip"


class SlipOver(LoyaltyError):
    words = _l("The time to collect this slip is over. Ask at the counter.")
    code = "slip_over"


class SlipWithdrawn(LoyaltyError):
    words = _l("The shop has withdrawn this slip. Ask at the counter.")
    code = "slip_withdrawn"


class SlipCollected(LoyaltyError):
    words = _l("This slip was collected already.")
    code = "slip_collected"


def make_slip(till: Till, programme: Programme, key: str, sale: Sale) -> str:
    """Its code; the same form makes it once. Raises PurchaseOverLimit and what `order_of`
    raises."""
    if earlier := db.session.scalar(select(ClaimSlip.code).where(ClaimSlip.key == key)):
        return earlier
    amount, lines = order_of(sale)
    refuse_dear_purchase(till, programme, amount)
    made_at = now()
    slip = ClaimSlip(
        code=random_code(DIGITS),
        key=key,
        shop=till.shop,
        staff_id=till.staff_id,
        approved_by=till.approver.staff_id if till.approver else None,
        amount=amount,
        lines=json.dumps([asdict(line) for line in lines]),
        made_at=made_at,
        expires_at=made_at + timedelta(hours=programme.counter.slip_hours),
    )
    db.session.add(slip)
    db.session.flush()
    return slip.code


def slip_in(text: str) -> ClaimSlip | None:
    """The slip whose code this is, typed or as the address that its QR code holds."""
    code = read_in(text, _CODE)
    return db.session.get(ClaimSlip, code) if code else None


def slip_coded(code: str) -> ClaimSlip:
    """Raises UnknownSlip."""
    slip = slip_in(code)
    if slip is None:
        raise UnknownSlip
    return slip


def refuse_closed(slip: ClaimSlip) -> None:
    """Raises SlipWithdrawn, SlipCollected, SlipOver."""
    if slip.withdrawn_at:
        raise SlipWithdrawn
    if slip.collected_at:
        raise SlipCollected
    if slip.expires_at <= now():
        raise SlipOver


def is_open(slip: ClaimSlip) -> bool:
    with suppress(SlipWithdrawn, SlipCollected, SlipOver):
        refuse_closed(slip)
        return True
    return False


def withdraw(till: Till, code: str) -> None:
    """By who made it, or a manager. Raises UnknownSlip, NotYours, SlipCollected, SlipOver."""
    slip = slip_coded(code)
    if slip.staff_id != till.staff_id and not till.role.includes(Role.MANAGER):
        raise NotYours
    _settle(slip, withdrawn_at=now())


def collect(code: str, member_id: int) -> Recorded:
    """What it brings is this member's; asked again by them, the same.

    Raises UnknownSlip, OwnCard, SlipWithdrawn, SlipCollected, SlipOver."""
    slip = slip_coded(code)
    served = select(Staff.member_id).where(Staff.id.in_((slip.staff_id, slip.approved_by)))
    if member_id in db.session.scalars(served).all():
        raise OwnCard
    with suppress(SlipCollected):  # by whom, the chain knows
        _settle(slip, collected_at=now())
    try:
        return record(sale_of(slip, member_id))
    except ReferenceTaken as error:
        raise SlipCollected from error


def credit(till: Till, code: str, member_id: int) -> Recorded:
    """The same for who brings it back with a card of paper. Raises what `collect` raises."""
    refuse_own_card(till, member_id)
    return collect(code, member_id)


def sale_of(slip: ClaimSlip, member_id: int) -> Activity:
    """The purchase that it stands for, as this member's."""
    lines = tuple(Line(**line) for line in json.loads(slip.lines))
    return Activity(
        member_id,
        Kind.PURCHASE if slip.amount or lines else Kind.VISIT,
        SOURCE,
        slip.code,
        said_at=slip.made_at,
        amount=slip.amount,
        lines=lines,
        shop=slip.shop,
        staff_id=slip.staff_id,
        approved_by=slip.approved_by,
    )


def _settle(slip: ClaimSlip, **when: object) -> None:
    """One of those who come at once; the others learn what became of it."""
    settled = update(ClaimSlip).where(ClaimSlip.code == slip.code, *_open()).values(**when)
    row = settled.returning(ClaimSlip.code).execution_options(synchronize_session=False)
    if db.session.scalar(row) is None:
        db.session.refresh(slip)
        refuse_closed(slip)


def _open() -> tuple[ColumnElement[bool], ...]:
    return (
        ClaimSlip.collected_at.is_(None),
        ClaimSlip.withdrawn_at.is_(None),
        ClaimSlip.expires_at > now(),
    )


def forget_old_slips() -> None:
    db.session.execute(delete(ClaimSlip).where(ClaimSlip.expires_at < now() - KEPT))
