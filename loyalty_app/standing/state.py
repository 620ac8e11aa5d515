"""The standing as the text of its row, and back."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from ..activities.chain import canonical, lot_from_json, lot_to_json
from .time import due_on
from .values import Holding, OpenVoucher, Standing, Win


def columns_of(standing: Standing) -> dict[str, Any]:
    """The row of a standing, all derived from it."""
    return {
        "points": standing.available,
        "tier": "",
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
                id_: [voucher.reward, voucher.expires_on.isoformat(), voucher.of_stock]
                for id_, voucher in standing.vouchers.items()
            },
            "wins": [
                [win.card, win.target, win.voucher, win.day.isoformat(), win.used, win.kept]
                for win in standing.wins
            ],
            "closed": standing.closed,
        }
    )


def standing_from(row: Mapping[str, Any]) -> Standing:
    state = json.loads(row["state"])
    return Standing(
        member=row["member_id"],
        sequence=row["sequence"],
        head=row["head"],
        clock=date.fromisoformat(state["clock"]),
        debt=state["debt"],
        lots={lot_from_json(days): Holding(left, gone) for *days, left, gone in state["lots"]},
        counts=state["counts"],
        vouchers={
            id_: OpenVoucher(reward, date.fromisoformat(day), of_stock)
            for id_, (reward, day, of_stock) in state["vouchers"].items()
        },
        wins=[Win(c, t, v, date.fromisoformat(d), u, k) for c, t, v, d, u, k in state["wins"]],
        closed=state["closed"],
    )
