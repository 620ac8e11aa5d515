"""How a member stands with each challenge, for pages. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ..programme.calendar import bucket_of, next_start
from ..programme.document import Programme
from ..programme.sections.challenges import Challenge
from ..standing.values import Standing
from .measures import so_far_now, terms_of, wins
from .rules import has_begun, takes_part


class Stage(StrEnum):
    """In the order in which pages show them."""

    RUNNING = "running"
    OPEN = "open"
    WON = "won"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Pursuit:
    """A challenge with what a member has of it, in the period of the standing's day.

    `last_day`: to whose end it can be won in this period; None: no bound. Of a goal of all,
    `so_far` is what all have, and `own` what the member added. Open: they may join in.
    """

    challenge: Challenge
    stage: Stage
    so_far: int
    own: int
    last_day: date | None

    @property
    def share(self) -> float:
        return self.so_far / self.challenge.target


def pursuits(
    programme: Programme, standing: Standing, together: Mapping[str, int]
) -> list[Pursuit]:
    """All that can still be won, or was won in this period: what runs first, the nearest first.
    `together`: what all have of the goals of all."""
    found = [
        _pursuit(challenge, programme, standing, together.get(challenge.id, 0))
        for challenge in programme.challenges
        if not _is_over(challenge, standing)
    ]
    order = list(Stage)
    return sorted(found, key=lambda pursuit: (order.index(pursuit.stage), -pursuit.share))


def nearest(found: list[Pursuit]) -> Pursuit | None:
    """What a member has begun for themselves, and is nearest to being won."""
    own = (p for p in found if not p.challenge.together)
    running = (p for p in own if p.stage is Stage.RUNNING and p.so_far)
    return next(running, None)


def _is_over(challenge: Challenge, standing: Standing) -> bool:
    last = challenge.when.last_day
    return last is not None and last < standing.clock


def _pursuit(
    challenge: Challenge, programme: Programme, standing: Standing, together: int
) -> Pursuit:
    day = standing.clock
    own = so_far_now(standing, challenge.id, terms_of(challenge, programme), day)
    following = next_start(day, challenge.per)
    ends = (challenge.when.last_day, following and following - timedelta(days=1))
    return Pursuit(
        challenge,
        _stage(challenge, standing),
        min(together if challenge.together else own, challenge.target),
        own,
        min((end for end in ends if end), default=None),
    )


def _stage(challenge: Challenge, standing: Standing) -> Stage:
    day = standing.clock
    if standing.count(wins(challenge.id), bucket_of(day, challenge.per)):
        return Stage.WON
    if not has_begun(challenge, standing):
        return Stage.WAITING
    if not takes_part(challenge, standing, day):
        return Stage.OPEN
    return Stage.WAITING if _starts_later(challenge, day) else Stage.RUNNING


def _starts_later(challenge: Challenge, day: date) -> bool:
    first = challenge.when.first_day
    return first is not None and first > day
