"""review_tier: what time does to a tier whose target is not met any more.

A tier is looked at under the terms it is held under; whether it is kept, and what comes after it,
the programme of the day decides.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from ..activities.facts import Fact, Outcome, OutcomeKind
from ..programme.document import Programme
from ..programme.sections.tiers import Level, Tiers
from .holdings import Held
from .measures import keeping, next_review
from .values import Standing

_ONE_DAY = timedelta(days=1)


def review_tier(programme: Programme, standing: Standing, day: date) -> Iterator[Fact]:
    """On the first of a month (or a year, as the tier is measured), and when a grace has ended."""
    held = standing.tiers[-1] if standing.tiers else None
    if held is None or standing.closed:
        return
    due = next_review(standing, held, day - _ONE_DAY)
    if due is None or due > day:
        return
    tiers = programme.tiers
    if tiers is None:
        yield Outcome(OutcomeKind.TIER_DROPPED, why={"from": held.tier, "lowest": True})
        return
    value = keeping(standing, tiers.measure, tiers.over, day)
    rank, deserved = tiers.rank(held.tier), tiers.deserved(value)
    if tiers.downgrade.kind == "none" or (deserved >= rank and held.tier in tiers.ranks):
        why = {**terms(tiers, tiers.level(held.tier), day), "value": value}
        yield Outcome(OutcomeKind.TIER_KEPT, held.tier, why=why)
    elif held.tier in tiers.ranks and tiers.downgrade.grace_days and not held.drops_on:
        yield _at_risk(tiers, held, value, day)
    else:
        yield _dropped(tiers, held, value, day)


def terms(tiers: Tiers, level: Level, day: date) -> dict[str, Any]:
    """What a tier is held under from a day on."""
    falls = tiers.downgrade.kind != "none"
    return {
        "target": level.start,
        "measure": tiers.measure.value,
        "over": tiers.over.value,
        "day": day.isoformat(),
        **({"falls": True} if falls else {}),
    }


def _at_risk(tiers: Tiers, held: Held, value: int, day: date) -> Outcome:
    drops_on = day + timedelta(days=tiers.downgrade.grace_days)
    why = {
        "drops_on": drops_on.isoformat(),
        "missing": tiers.level(held.tier).start - value,
        "measure": tiers.measure.value,
    }
    return Outcome(OutcomeKind.TIER_AT_RISK, held.tier, why=why)


def _dropped(tiers: Tiers, held: Held, value: int, day: date) -> Outcome:
    rank = tiers.deserved(value)
    if tiers.downgrade.kind == "one_level":
        rank = max(rank, tiers.rank(held.tier) - 1)
    level = tiers.levels[rank]
    why: dict[str, Any] = {"from": held.tier, "value": value}
    why |= terms(tiers, level, day) if rank else {"lowest": True}
    return Outcome(OutcomeKind.TIER_DROPPED, level.id, why=why)
