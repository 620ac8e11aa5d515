from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ... import engine
from ...activities.facts import Outcome, OutcomeKind
from ...extensions import in_transaction
from ...receipts.names import reward_name
from ...rewards.queries import lost_by_cancelling, ticket_of
from ...shops.queries import shop_names
from ...standing.queries import standing_today
from ...texts import points
from ..pages import go_to, render
from ..qr import qr_svg
from ..visitor import programme, the_member
from . import bp


@bp.get("/vouchers/<code>")
def voucher(code: str) -> ResponseReturnValue:
    """One's own ticket, and the way back before it is used."""
    ticket = ticket_of(the_member().id, code)
    standing = standing_today(programme(), ticket.member_id)
    day = standing.clock
    return render(
        "member/voucher",
        ticket=ticket,
        reward=reward_name(ticket.reward, programme()),
        looks=ticket.looks(day),
        qr=qr_svg(ticket.code),
        can_be_cancelled=ticket.can_be_cancelled(day),
        lost=lost_by_cancelling(ticket, standing),
        shops=shop_names(ticket.terms.shops),
    )


@bp.post("/vouchers/<code>/cancel")
def cancel_voucher(code: str) -> ResponseReturnValue:
    ticket = ticket_of(the_member().id, code)
    done = in_transaction(lambda: engine.record(ticket.cancellation()))
    returned = (f for f in done.facts if isinstance(f, Outcome) and f.subject == ticket.reward)
    back = sum(f.points for f in returned if f.kind is OutcomeKind.POINTS_RETURNED)
    if ticket.terms.cancel == "points_lost":
        flash(_("Cancelled. Its points do not come back."), "good")
    else:
        flash(_("Cancelled. %(points)s are back on your card.", points=points(back)), "good")
    return go_to("member.rewards")
