from flask import request
from flask.typing import ResponseReturnValue

from ...counter.operations import undo
from ...errors import LoyaltyError
from ...extensions import in_transaction
from ...receipts.queries import receipt_of
from ...staff.queries import name_of
from ...standing.queries import standing_today
from ..pages import go_to, render
from ..visitor import programme
from . import bp
from .last import why_not_undo
from .scan import ScanForm
from .till import the_till


@bp.get("/receipts/<activity_id>")
def receipt(activity_id: str) -> ResponseReturnValue:
    return _page(activity_id, done="done" in request.args)


@bp.post("/receipts/<activity_id>/undo")
def undo_receipt(activity_id: str) -> ResponseReturnValue:
    till, rules = the_till(), programme()
    try:
        in_transaction(lambda: undo(till, rules, activity_id))
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
        why_not=why_not_undo(slip),
        approved_by=name_of(slip.approved_by) if slip.approved_by else "",
        refusal=refusal,
        done=done and not slip.undone,
        form=ScanForm(formdata=None, after=slip.id if done else ""),
    )
