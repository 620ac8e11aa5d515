from flask.typing import ResponseReturnValue

from ...activities.values import Kind
from ...receipts.queries import receipts_of_day
from ..pages import render
from ..visitor import programme
from . import bp
from .till import the_till

MOST = 100


@bp.get("/receipts")
def receipts() -> ResponseReturnValue:
    """Of this shop and its local day. An undone one is struck through; its undo adds no line."""
    till = the_till()
    slips = receipts_of_day(till.today, till.shop, limit=MOST)
    return render(
        "counter/receipts",
        slips=[slip for slip in slips if slip.kind is not Kind.UNDO],
        today=till.today,
        more=len(slips) == MOST,
        rules=programme(),
    )
