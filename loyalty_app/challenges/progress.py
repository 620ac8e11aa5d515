"""How a member stands with each challenge, for pages. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ..programme.calendar import bucket_of, next_start
from ..programme.document import Programme
from ..programme.sections.challenges import Challenge
from ..standing.values import Standing
from .measures import so_far_now, terms_of, wins
from .rules import has_begun


class Stage(StrEnum):
    """In the order in which pages show them."""

    RUNNING = "running"
    WON = "won"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Pursuit:
    """A challenge with what a member has of it, in the period of the standing's day.

    `last_day`: to whose end it can be won in this period; None: no bound.
    """

    challenge: Challenge
    stage: Stage
    so_far: int
    last_day: date | None

    @property
    def share(self) -> float:
        return self.so_far / self.challenge.target


def pursuits(programme: Programme, standing: Standing) -> list[Pursuit]:
    """All that can still be won, or was won in this period: what runs first, the nearest first."""
    found = [
        _pursuit(challenge, standing)
        for challenge in programme.challenges
        if not _is_over(challenge, standing)
    ]
    order = list(Stage)
    return sorted(found, key=lambda pursuit: (order.index(pursuit.stage), -pursuit.share))


def nearest(found: list[Pursuit]) -> Pursuit | None:
    """What has begun and is nearest to being won."""
    running = (p for p in found if p.stage is Stage.RUNNING and p.so_far)
    return next(running, None)


def _is_over(challenge: Challenge, standing: Standing) -> bool:
    last = challenge.when.last_day
    return last is not None and last < standing.clock


def _pursuit(challenge: Challenge, standing: Standing) -> Pursuit:
    day = standing.clock
    waits = not has_begun(challenge, standing) or _starts_later(challenge, day)
    won = standing.count(wins(challenge.id), bucket_of(day, challenge.per))
    following = next_start(day, challenge.per)
    ends = (challenge.when.last_day, following and following - timedelta(days=1))
    return Pursuit(
        challenge,
        Stage.WON if won else Stage.WAITING if waits else Stage.RUNNING,
        min(so_far_now(standing, challenge.id, terms_of(challenge), day), challenge.target),
        min((end for end in ends if end), default=None),
    )


def _starts_later(challenge: Challenge, day: date) -> bool:
    first = challenge.when.first_day
    return first is not None and first > day
