from flask import request
from flask.typing import ResponseReturnValue

from ...counter.operations import undo
from ...counter.rules import Entry, refuse_taking_back
from ...errors import LoyaltyError
from ...extensions import in_transaction
from ...receipts.queries import Receipt, receipt_of
from ...standing.queries import standing_today
from ..pages import go_to, render
from ..visitor import programme
from . import bp
from .scan import ScanForm
from .till import the_till


@bp.get("/receipts/<activity_id>")
def receipt(activity_id: str) -> ResponseReturnValue:
    return _page(activity_id, done="done" in request.args)


@bp.post("/receipts/<activity_id>/undo")
def undo_receipt(activity_id: str) -> ResponseReturnValue:
    till = the_till()
    try:
        in_transaction(lambda: undo(till, activity_id))
    except LoyaltyError as refusal:
        return _page(activity_id, 409, refusal=str(refusal))
    return go_to("counter.receipt", activity_id=activity_id)


def _page(
    activity_id: str, status: int = 200, *, done: bool = False, refusal: str = ""
) -> ResponseReturnValue:
    slip = receipt_of(activity_id)
    return render(
        "counter/receipt",
        status,
        slip=slip,
        entries=slip.entries(programme()),
        standing=standing_today(programme(), slip.member_id),
        why_not=_why_not(slip),
        refusal=refusal,
        done=done and not slip.undone,
        form=ScanForm(formdata=None),
    )


def _why_not(slip: Receipt) -> str:
    """Why this cannot be taken back from this till; empty when it can."""
    try:
        refuse_taking_back(the_till(), Entry(slip.id, slip.member_id, slip.staff_id, slip.day))
    except LoyaltyError as refusal:
        return str(refusal)
    return ""
