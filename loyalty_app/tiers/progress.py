"""How far a member is: to the next tier, and in keeping the one they have. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta

from ..programme.document import Programme
from ..programme.sections.tiers import Level, Over, Tiers
from ..standing.holdings import Held
from ..standing.measures import keeping, measured, next_review
from ..standing.values import Standing

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Keeping:
    """What keeps a tier: so much more (0: enough) by the end of a local day. `at_risk`: a review
    found it short already, and the days of grace are running."""

    missing: int
    until: date
    at_risk: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """The level a member is on, what they have of its measure, and so much to the `next` one.

    `keep` None: it stays for good.
    """

    level: Level
    value: int
    next: Level | None
    missing: int
    keep: Keeping | None


def progress(programme: Programme, standing: Standing) -> Progress | None:
    """As of the day time has passed to; None where the programme has no tiers."""
    tiers = programme.tiers
    if tiers is None:
        return None
    value = measured(standing, tiers.measure, tiers.over, standing.clock)
    rank = tiers.rank(standing.tier)
    following = tiers.levels[rank + 1] if rank + 1 < len(tiers.levels) else None
    return Progress(
        level=tiers.levels[rank],
        value=value,
        next=following,
        missing=max(following.start - value, 0) if following else 0,
        keep=_keep(tiers, standing),
    )


def _keep(tiers: Tiers, standing: Standing) -> Keeping | None:
    if not standing.tiers:
        return None
    held = standing.tiers[-1]
    review = next_review(standing, held, standing.clock)
    if review is None:
        return None
    if held.drops_on:
        value = keeping(standing, tiers.measure, tiers.over, standing.clock)
        missing = tiers.level(held.tier).start - value
        return Keeping(max(missing, 0), held.drops_on - _ONE_DAY, at_risk=True)
    return _until(standing, held, review)


def _until(standing: Standing, held: Held, review: date) -> Keeping:
    missing = held.target - keeping(standing, held.measure, held.over, review)
    if missing <= 0 and held.over == Over.CALENDAR_YEAR:  # this year keeps it through the next one
        return Keeping(held.target, date(review.year, 12, 31))
    return Keeping(max(missing, 0), review - _ONE_DAY)
