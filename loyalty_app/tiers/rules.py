"""reach_tier: the last word of every decision, when all that is measured has been counted."""

from collections.abc import Iterator

from ..activities.facts import Fact, Outcome, OutcomeKind, Tally
from ..activities.values import Activity, Kind
from ..programme.document import Programme
from ..programme.sections.tiers import Level, Tiers
from ..standing.holdings import Held
from ..standing.measures import measured
from ..standing.reviews import terms
from ..standing.values import Standing
from ..standing.vouchers import promised


def prizes(level_id: str) -> str:
    """Subject of the tally of prizes that a member got for reaching a level: one, ever."""
    return f"tier_prizes:{level_id}"


def reach_tier(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Up to what is deserved now, at once; a reversal first takes back what it had brought."""
    if activity.kind in (Kind.REFUND, Kind.UNDO) and activity.reverses:
        yield from _take_back(standing, activity.reverses.sequence)
    if programme.tiers:
        yield from _reach(programme, programme.tiers, standing, activity)


def _reach(
    programme: Programme, tiers: Tiers, standing: Standing, activity: Activity
) -> Iterator[Fact]:
    value = measured(standing, tiers.measure, tiers.over, standing.clock)
    rank, deserved = tiers.rank(standing.tier), tiers.deserved(value)
    if deserved <= rank:
        return
    levels = tiers.levels[rank + 1 : deserved + 1]
    won = [level for level in levels if level.prize and not standing.count(prizes(level.id))]
    level = levels[-1]
    why = {
        **terms(tiers, level, standing.clock),
        "value": value,
        "sequence": standing.sequence + 1,
        **({"prizes": {passed.id: _voucher(activity, passed) for passed in won}} if won else {}),
    }
    yield Outcome(OutcomeKind.TIER_REACHED, level.id, why=why)
    for passed in won:
        yield from _prize(programme, standing, activity, passed)


def _voucher(activity: Activity, level: Level) -> str:
    return f"{activity.id}-tier-{level.id}"


def _prize(
    programme: Programme, standing: Standing, activity: Activity, level: Level
) -> Iterator[Fact]:
    if reward := programme.reward(level.prize or ""):
        yield Tally(prizes(level.id), "", 1, share=None)
        why = {**promised(reward, standing.clock), "tier": level.id}
        voucher = _voucher(activity, level)
        yield Outcome(OutcomeKind.VOUCHER_ISSUED, reward.id, voucher=voucher, why=why)


def _take_back(standing: Standing, sequence: int) -> Iterator[Fact]:
    """Tiers that this activity or a later one reached, the newest first, until one's target is
    still met. The prize goes along, if it was not used; a used one is not won again."""
    while standing.tiers and _falls(standing, standing.tiers[-1], sequence):
        held = standing.tiers[-1]
        yield Outcome(OutcomeKind.TIER_TAKEN_BACK, held.tier, why={"target": held.target})
        for level, voucher in held.prizes:
            if prize := standing.vouchers.get(voucher):
                yield Tally(prizes(level), "", -1, share=None)
                yield Outcome(OutcomeKind.VOUCHER_CANCELLED, prize.reward, voucher=voucher)


def _falls(standing: Standing, held: Held, sequence: int) -> bool:
    value = measured(standing, held.measure, held.over, standing.clock)
    return held.sequence >= sequence and value < held.target
