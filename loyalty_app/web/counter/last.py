"""Who was served a moment ago."""

from ...clock import now
from ...counter.rules import Entry, is_just_now, refuse_undoing
from ...errors import LoyaltyError
from ...receipts.queries import Receipt, receipt_of
from ..visitor import programme
from .till import the_till


def why_not_undo(slip: Receipt) -> str:
    """Why this cannot be taken back from this till; empty when it can."""
    try:
        refuse_undoing(the_till(), _entry(slip), programme(), now())
    except LoyaltyError as refusal:
        return str(refusal)
    return ""


def _entry(slip: Receipt) -> Entry:
    return Entry(slip.id, slip.member_id, slip.staff_id, slip.day, slip.kind, slip.happened_at)


def last_one(activity_id: str) -> Receipt | None:
    """What was just recorded, as long as one tap takes it back from here."""
    try:
        slip = receipt_of(activity_id) if activity_id else None
    except LoyaltyError:
        return None
    if slip is None or not slip.can_be_undone or not is_just_now(slip.happened_at, now()):
        return None
    return None if why_not_undo(slip) else slip
