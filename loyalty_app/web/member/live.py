from flask import Response, request
from flask.typing import ResponseReturnValue

from ...live.hub import hub
from ...live.queries import newest_sequence
from ...receipts.choices import FROM_THE_SHOP
from ...receipts.queries import receipts_of_member
from ...sessions.operations import hashed
from ..pages import go_to, render, wants_fragment
from ..visitor import me, the_member
from . import bp

MOST = 20
"""Receipts that are summed up when a phone was off for long; the history has the rest."""


@bp.get("/live")
def live() -> ResponseReturnValue:
    """A stream of numbers: the newest of the member's chain, after the one the phone has seen."""
    assert me.visitor
    member, session, listeners = the_member().id, hashed(me.visitor.token), hub()
    stream = listeners.listen(member, session)
    stream.begin(_seen(), newest_sequence(member))  # after listening: nothing falls in between
    response = Response(stream, mimetype="text/event-stream")
    response.headers["X-Accel-Buffering"] = "no"  # a proxy must not collect what is told
    response.call_on_close(lambda: listeners.leave(stream))
    return response


@bp.get("/live/receipt")
def live_receipt() -> ResponseReturnValue:
    """What the shop recorded after the number the phone has seen, as one slip."""
    if not wants_fragment():
        return go_to("member.card")
    member = the_member().id
    found = receipts_of_member(member, MOST, after=_seen() or 0, only=[FROM_THE_SHOP])
    return render("member/live", receipts=found)


def _seen() -> int | None:
    """A browser that comes back by itself knows better than the address it first asked."""
    told = request.headers.get("Last-Event-ID", type=int)
    return request.args.get("after", type=int) if told is None else told
