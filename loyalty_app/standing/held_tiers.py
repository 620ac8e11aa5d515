"""The tiers a member holds, one upon the other: what was reached by which activity, so that it can
be taken back with it, and what a review keeps or drops."""

from dataclasses import replace
from datetime import date

from ..activities.facts import Outcome, OutcomeKind
from .holdings import Held


def tiers_after(tiers: tuple[Held, ...], outcome: Outcome) -> tuple[Held, ...]:
    """What is held after an outcome; most have nothing to do with tiers."""
    if outcome.kind is OutcomeKind.TIER_REACHED:
        return (*tiers, _held(outcome))
    if outcome.kind is OutcomeKind.TIER_TAKEN_BACK:
        return tiers[:-1]
    if outcome.kind is OutcomeKind.TIER_AT_RISK:
        drops_on = date.fromisoformat(outcome.why["drops_on"])
        return (*tiers[:-1], replace(tiers[-1], drops_on=drops_on))
    if outcome.kind is OutcomeKind.TIER_KEPT:
        return (*tiers[:-1], _under_terms_of(outcome, tiers[-1]))
    if outcome.kind is OutcomeKind.TIER_DROPPED:
        return _dropped(tiers, outcome)
    return tiers


def _held(outcome: Outcome) -> Held:
    why = outcome.why
    day = date.fromisoformat(why["day"])
    return Held(
        tier=outcome.subject,
        target=why["target"],
        measure=why["measure"],
        over=why["over"],
        since=day,
        sequence=why.get("sequence", 0),
        seen_on=day,
        falls=why.get("falls", False),
        prizes=tuple(sorted(why.get("prizes", {}).items())),
    )


def _under_terms_of(outcome: Outcome, held: Held) -> Held:
    """The same tier, since the same day, under the terms of the programme now."""
    return replace(_held(outcome), since=held.since, sequence=held.sequence, prizes=held.prizes)


def _dropped(tiers: tuple[Held, ...], outcome: Outcome) -> tuple[Held, ...]:
    """Down to the tier that is named, held before or not; to none where it is the lowest."""
    if outcome.why.get("lowest"):
        return ()
    held = [n for n, tier in enumerate(tiers[:-1]) if tier.tier == outcome.subject]
    if not held:
        return (_held(outcome),)
    return (*tiers[: held[-1]], _under_terms_of(outcome, tiers[held[-1]]))
