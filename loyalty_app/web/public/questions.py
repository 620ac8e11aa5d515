from flask.typing import ResponseReturnValue

from ..explaining import answers
from ..pages import render
from . import bp


@bp.get("/questions")
def questions() -> ResponseReturnValue:
    """What one may ask before or after joining; `#q-7` leads to one of the shop's own."""
    return render("public/questions", answers=answers())
