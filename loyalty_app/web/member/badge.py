from flask import abort
from flask.typing import ResponseReturnValue

from ...badges.operations import share_badge, stop_sharing
from ...badges.queries import link_of
from ...badges.shelf import Shown, shown
from ...extensions import in_transaction
from ...programme.play_sentences import how_it_is_earned
from ...receipts.queries import receipts_of_member
from ...standing.queries import standing_today
from ..addresses import public_address
from ..pages import go_to, render
from ..visitor import programme, the_member
from . import bp


@bp.get("/play/badges/<badge_id>")
def badge(badge_id: str) -> ResponseReturnValue:
    """One badge, how it is earned; who has it reads since when, the word of thanks, and may show
    it to others."""
    rules, member = programme(), the_member().id
    found = shown(rules, standing_today(rules, member), badge_id)
    if found is None:
        abort(404)
    token = link_of(member, badge_id)
    return render(
        "member/badge",
        shown=found,
        earned=how_it_is_earned(found.badge, rules),
        thanks=_thanks(found, member),
        token=token,
        address=public_address("public.shared_badge", token=token) if token else None,
    )


@bp.post("/play/badges/<badge_id>/share")
def share(badge_id: str) -> ResponseReturnValue:
    member = the_member().id
    in_transaction(lambda: share_badge(member, badge_id))
    return go_to("member.badge", badge_id=badge_id)


@bp.post("/play/badges/<badge_id>/keep")
def keep_to_oneself(badge_id: str) -> ResponseReturnValue:
    member = the_member().id
    in_transaction(lambda: stop_sharing(member, badge_id))
    return go_to("member.badge", badge_id=badge_id)


def _thanks(found: Shown, member: int) -> str:
    if found.worn is None or found.worn.way != "given":
        return ""
    receipts = receipts_of_member(member, 1, before=found.worn.sequence + 1)
    return receipts[0].reason if receipts else ""
