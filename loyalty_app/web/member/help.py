from flask.typing import ResponseReturnValue

from ..explaining import answers
from ..pages import render
from . import bp


@bp.get("/help")
def help() -> ResponseReturnValue:
    """How the card works: what `/questions` says to anybody, between the member's own tabs."""
    return render("member/help", answers=answers())
