from flask import abort
from flask.typing import ResponseReturnValue

from ...counter.favourites import deeds
from ...insight.actions import action_counts
from ..pages import render
from ..visitor import programme
from . import bp


@bp.get("/actions")
def actions() -> ResponseReturnValue:
    """What members did beside buying, by shop and by member."""
    rules = programme()
    if not rules.actions:
        abort(404)
    counts = action_counts(rules)
    return render("console/actions", actions=[(deed, counts[deed.action]) for deed in deeds(rules)])
