from flask import request, url_for
from flask.typing import ResponseReturnValue

from ...receipts.queries import receipts_of_member
from ..pages import render
from ..visitor import the_member
from . import bp

PAGE = 30
HIGHEST = 2**31 - 1


@bp.get("/history")
def history() -> ResponseReturnValue:
    """Everything that happened, newest first; `before` is the sequence number to go on from."""
    before = request.args.get("before", type=int)
    if before is not None:
        before = max(0, min(before, HIGHEST))
    found = receipts_of_member(the_member().id, limit=PAGE + 1, before=before)
    receipts, more = found[:PAGE], len(found) > PAGE
    return render(
        "member/history",
        receipts=receipts,
        newer=url_for("member.history") if before is not None else None,
        older=url_for("member.history", before=receipts[-1].sequence) if more else None,
    )
