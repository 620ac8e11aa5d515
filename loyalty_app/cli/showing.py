"""Outcomes and standings as JSON; the shape is the same for every command."""

from collections import Counter
from typing import Any

from ..activities.facts import Outcome
from ..programme.document import Programme
from ..receipts.words import entry
from ..standing.cards import stamps_on
from ..standing.values import Standing


def outcome_json(outcome: Outcome, programme: Programme) -> dict[str, Any]:
    words = entry(outcome, programme)
    shown = {
        "kind": outcome.kind.value,
        "subject": outcome.subject,
        "points": outcome.points,
        "count": outcome.count,
        "why": dict(outcome.why),
        "sentence": words.text,
        "reason": words.why,
    }
    return {**shown, "voucher": outcome.voucher} if outcome.voucher else shown


def standing_json(standing: Standing, programme: Programme) -> dict[str, Any]:
    """Points in all their states, open lots and vouchers, stamps on each open card, what was won
    and how often, badges, the counts."""
    held = [
        (lot, standing.last_day(lot), holding.left)
        for lot, holding in standing.lots.items()
        if holding.left
    ]
    return {
        "day": standing.clock.isoformat(),
        "available": standing.available,
        "pending": standing.pending,
        "debt": standing.debt,
        "tier": standing.tier,
        "lots": [
            {
                "releases_on": lot.releases_on and lot.releases_on.isoformat(),
                "expires_on": last_day and last_day.isoformat(),
                "left": left,
            }
            for lot, last_day, left in sorted(held, key=str)
        ],
        "stamps": {card.id: stamps_on(standing, card.id) for card in programme.stamp_cards},
        "vouchers": [
            {"id": id_, "reward": v.reward, "expires_on": v.expires_on.isoformat()}
            for id_, v in sorted(standing.vouchers.items())
        ],
        "won": Counter(win.challenge for win in standing.won),
        "badges": sorted(standing.badges),
        "counts": standing.counts,
        "closed": standing.closed,
    }
