from dataclasses import dataclass
from datetime import date

from flask import abort
from flask.typing import ResponseReturnValue

from ...badges.shelf import shelf
from ...challenges.progress import Pursuit, Stage, pursuits
from ...challenges.queries import so_far_together
from ...programme.explained import Challenged, challenged
from ...receipts.names import challenge_name
from ...shops.queries import all_shops
from ...standing.holdings import Won as Win
from ...standing.queries import standing_today
from ...standing.values import Standing
from ..pages import render
from ..visitor import programme, the_member
from . import bp


@dataclass(frozen=True, slots=True)
class Won:
    """A challenge that was won: the last time, how many times, and the points of all of them."""

    name: str
    day: date
    times: int
    points: int


@bp.get("/play")
def play() -> ResponseReturnValue:
    """What is running and how far, what comes next, what was won; and the badges."""
    rules = programme()
    if not (rules.challenges or rules.badges):
        abort(404)
    standing = standing_today(rules, the_member().id)
    shops = {shop.code: shop.name for shop in all_shops()}
    everybody = so_far_together(rules, standing.clock)
    found: dict[Stage, list[tuple[Pursuit, Challenged]]] = {stage: [] for stage in Stage}
    for one in pursuits(rules, standing, everybody):
        found[one.stage].append((one, challenged(one.challenge, rules, shops)))
    return render(
        "member/play",
        running=found[Stage.RUNNING],
        open=found[Stage.OPEN],
        waiting=found[Stage.WAITING],
        victories=_won(standing),
        badges=shelf(rules, standing),
        worn=sum(badge.id in standing.badges for badge in rules.badges),
    )


def _won(standing: Standing) -> list[Won]:
    """The newest first."""
    found: dict[str, list[Win]] = {}
    for win in reversed(standing.won):
        found.setdefault(win.challenge, []).append(win)
    return [
        Won(challenge_name(id_, programme()), all_[0].day, len(all_), sum(w.points for w in all_))
        for id_, all_ in found.items()
    ]
