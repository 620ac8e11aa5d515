"""What the programme gives, for a stranger: a few sentences, all of them true."""

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from flask_babel import gettext as _

from ..texts import money, points, say
from .document import Programme
from .sections.earning import EarningRule

AT_MOST = 3
_WITHOUT_CONDITIONS = {"id", "per_spend", "per_visit", "priority"}


class Promise(NamedTuple):
    """`about`: earning, stamps or reward."""

    about: str
    words: str


def promises(programme: Programme) -> list[Promise]:
    """At most three, in the reader's language."""
    return list(islice(_all(programme), AT_MOST))


def _all(programme: Programme) -> Iterator[Promise]:
    if words := next(filter(None, (_earning(r, programme) for r in programme.earning)), ""):
        yield Promise("earning", words)
    for card in programme.stamp_cards[:1]:
        if prize := programme.reward(card.prize):
            yield Promise(
                "stamps",
                _(
                    "%(card)s: after %(stamps)d stamps “%(prize)s” is yours.",
                    card=say(card.name),
                    stamps=card.stamps,
                    prize=say(prize.name),
                ),
            )
    for reward in sorted(programme.rewards, key=lambda reward: reward.points or 0):
        if reward.points:
            yield Promise(
                "reward",
                _(
                    "“%(reward)s” for %(points)s.",
                    reward=say(reward.name),
                    points=points(reward.points),
                ),
            )


def _earning(rule: EarningRule, programme: Programme) -> str:
    """Only a rule that holds for every purchase is promised to a stranger."""
    if not rule.model_dump(exclude_defaults=True).keys() <= _WITHOUT_CONDITIONS:
        return ""
    if rule.per_spend:
        return _(
            "%(points)s for every %(amount)s.",
            points=points(rule.per_spend.points),
            amount=money(rule.per_spend.every, programme.currency),
        )
    return _(
        "%(points)s for every visit.",
        points=points(rule.per_visit.points if rule.per_visit else 0),
    )
