"""The standing as the text of its row, and back."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson

from ..activities.chain import canonical, lot_from_json, lot_to_json
from .holdings import Held, Holding, Invited, Win, Won
from .prizes import terms_from, terms_to_json, worn_from
from .time import due_on
from .values import Standing
from .vouchers import voucher_from_json, voucher_to_json


def columns_of(standing: Standing) -> dict[str, Any]:
    """The row of a standing, all derived from it."""
    return {
        "points": standing.available,
        "tier": standing.tier,
        "sequence": standing.sequence,
        "head": standing.head,
        "due_on": due_on(standing),
        "state": _state_text(standing),
    }


def _state_text(standing: Standing) -> str:
    lots = [[*lot_to_json(lot), h.left, h.expired] for lot, h in standing.lots.items()]
    return canonical(
        {
            "clock": standing.clock.isoformat(),
            "debt": standing.debt,
            "lots": sorted(lots, key=str),
            "counts": standing.counts,
            "vouchers": {
                id_: voucher_to_json(voucher) for id_, voucher in standing.vouchers.items()
            },
            "wins": [
                [win.card, win.target, win.voucher, win.day.isoformat(), win.used, win.kept]
                for win in standing.wins
            ],
            "closed": standing.closed,
            **_rarely_there(standing),
        }
    )


def _rarely_there(standing: Standing) -> dict[str, Any]:
    """Only what there is: most members have none of it."""
    extended = [
        [lot_to_json(lot), h.until.isoformat()] for lot, h in standing.lots.items() if h.until
    ]
    tiers = [_held_to_json(held) for held in standing.tiers]
    rare = {
        "extended": sorted(extended, key=str),
        "tiers": tiers,
        "won": [_won_to_json(won) for won in standing.won],
        "badges": {badge: list(worn) for badge, worn in standing.badges.items()},
        "card_days": {card: day.isoformat() for card, day in standing.card_days.items()},
        "joined": {challenge: day.isoformat() for challenge, day in standing.joined.items()},
        "invited": standing.invited and standing.invited.to_json(),
    }
    return {name: value for name, value in rare.items() if value}


def _held_to_json(held: Held) -> list[Any]:
    days = held.since.isoformat(), held.seen_on.isoformat()
    return [
        *(held.tier, held.target, held.measure, held.over, *days, held.sequence, held.falls),
        *(held.drops_on and held.drops_on.isoformat(), list(held.prizes)),
    ]


def _held_from_json(values: list[Any]) -> Held:
    tier, target, measure, over, since, seen_on, sequence, falls, drops_on, prizes = values
    return Held(
        tier,
        target,
        measure,
        over,
        since=date.fromisoformat(since),
        sequence=sequence,
        seen_on=date.fromisoformat(seen_on),
        falls=falls,
        drops_on=drops_on and date.fromisoformat(drops_on),
        prizes=tuple((level, voucher) for level, voucher in prizes),
    )


def _won_to_json(won: Won) -> list[Any]:
    lot, terms = won.lot and lot_to_json(won.lot), terms_to_json(won.terms)
    return [
        *(won.challenge, won.period, terms, won.day.isoformat(), won.points, lot),
        *(won.voucher, won.badge, won.used, won.kept),
    ]


def _won_from_json(values: list[Any]) -> Won:
    challenge, period, terms, day, points, lot, *rest = values
    lot = lot and lot_from_json(lot)
    return Won(challenge, period, terms_from(terms), date.fromisoformat(day), points, lot, *rest)


def standing_from(row: Mapping[str, Any]) -> Standing:
    state = orjson.loads(row["state"])
    standing = Standing(
        member=row["member_id"],
        sequence=row["sequence"],
        head=row["head"],
        clock=date.fromisoformat(state["clock"]),
        debt=state["debt"],
        lots={lot_from_json(terms): Holding(left, gone) for *terms, left, gone in state["lots"]},
        counts=state["counts"],
        vouchers={id_: voucher_from_json(values) for id_, values in state["vouchers"].items()},
        wins=[Win(c, t, v, date.fromisoformat(d), u, k) for c, t, v, d, u, k in state["wins"]],
        won=[_won_from_json(values) for values in state.get("won", ())],
        badges=worn_from(state.get("badges", {})),
        card_days={c: date.fromisoformat(d) for c, d in state.get("card_days", {}).items()},
        joined={one: date.fromisoformat(day) for one, day in state.get("joined", {}).items()},
        invited=Invited.from_json(state["invited"]) if "invited" in state else None,
        closed=state["closed"],
        tiers=tuple(_held_from_json(values) for values in state.get("tiers", ())),
    )
    for terms, until in state.get("extended", ()):
        standing.lots[lot_from_json(terms)].until = date.fromisoformat(until)
    return standing
