from flask import abort
from flask.typing import ResponseReturnValue

from ...programme.tier_sentences import benefits, how_it_is_lost, what_counts
from ...standing.queries import standing_today
from ...tiers.progress import progress
from ..pages import render
from ..visitor import programme, the_member
from . import bp


@bp.get("/tier")
def tier() -> ResponseReturnValue:
    """Where one stands, what keeps it, and what every tier brings."""
    rules = programme()
    found = progress(rules, standing_today(rules, the_member().id))
    if rules.tiers is None or found is None:
        abort(404)
    return render(
        "member/tier",
        tier=found,
        levels=rules.tiers.levels,
        benefits=benefits(rules, rules.tiers),
        counted=what_counts(rules.tiers),
        lost=how_it_is_lost(rules.tiers),
    )
