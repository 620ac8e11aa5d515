from flask import request
from flask.typing import ResponseReturnValue

from ...challenges.progress import nearest as nearest_challenge
from ...challenges.progress import pursuits
from ...clock import now
from ...outreach.inbox import waiting_for
from ...receipts.queries import receipts_of_member
from ...rewards.offers import nearest
from ...rewards.queries import catalogue, open_tickets
from ...stamps.queries import cards_of
from ...standing.queries import next_expiry, next_release, standing_today
from ...tiers.progress import progress
from ..pages import render
from ..qr import qr_svg
from ..visitor import me, programme, the_member
from . import bp

NEWEST = 3


@bp.get("/card")
def card() -> ResponseReturnValue:
    """The code to show, what it has brought, and what comes next.

    `after` is what the phone has shown already: stamps from later receipts are seen to land.
    """
    rules, member = programme(), the_member()
    standing = standing_today(rules, member.id)
    receipts = receipts_of_member(member.id, limit=NEWEST)
    waiting = waiting_for(member.id)
    cards = cards_of(rules, standing)
    after = request.args.get("after", standing.sequence, type=int)
    newer = [receipt for receipt in receipts if receipt.sequence > after]
    return render(
        "member/card",
        member=member,
        key=me.key,
        moment=now(),
        qr=qr_svg(member.code),
        standing=standing,
        tier=progress(rules, standing),
        next_challenge=nearest_challenge(pursuits(rules, standing, {})),
        next_offer=nearest(catalogue(rules, standing)),
        expiry=next_expiry(standing),
        release=next_release(standing),
        cards=cards,
        asked=waiting.asked[:1],
        unread=lambda: waiting.unread,
        landed={p.card.id: sum(r.stamps_on(p.card.id) for r in newer) for p in cards},
        tickets=open_tickets(member.id, standing.clock),
        receipts=receipts,
    )
