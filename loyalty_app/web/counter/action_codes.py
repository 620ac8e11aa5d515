from flask import abort, request
from flask.typing import ResponseReturnValue

from ...clock import now
from ...counter.action_codes import GOOD_FOR, action_code, period_of
from ...counter.favourites import deeds_by_action
from ..addresses import public_address
from ..pages import render
from ..qr import qr_svg
from ..visitor import programme
from . import bp
from .till import the_till


@bp.get("/codes")
def action_codes() -> ResponseReturnValue:
    """One action's code for everybody who is here; it makes room for the next one by itself."""
    found = deeds_by_action(programme()) or abort(404)
    chosen = found.get(request.args.get("action", ""), next(iter(found.values())))
    at = now()
    code = action_code(the_till(), chosen.action, at)
    return render(
        "counter/action_codes",
        deeds=list(found.values()),
        chosen=chosen,
        until=at + GOOD_FOR,
        per=period_of(programme(), chosen.action),
        qr=qr_svg(public_address("public.action", code=code)),
    )
