"""What the catalogue offers one member today, and why not. Pure; the rules are those of a claim."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from ..errors import LimitReached, LoyaltyError, NotEnoughPoints, SoldOut, TierNeeded
from ..programme.document import Programme
from ..programme.sections.rewards import Reward
from ..programme.sections.tiers import Level
from ..standing.measures import measured
from ..standing.values import Standing
from .refusals import NoLonger, NotYet
from .rules import refuse_claim, tiers_of


class OfferState(StrEnum):
    """How a reward stands for a member; in the order the catalogue shows them."""

    READY = "ready"
    SHORT = "short"
    LIMIT = "limit"
    LATER = "later"
    TIER = "tier"
    PRIZE = "prize"
    OUT = "out"
    OVER = "over"


_STATES: Mapping[type[LoyaltyError], OfferState] = {
    TierNeeded: OfferState.TIER,
    NotYet: OfferState.LATER,
    NoLonger: OfferState.OVER,
    LimitReached: OfferState.LIMIT,
}


@dataclass(frozen=True, slots=True)
class Climb:
    """So much of what tiers measure is missing to the first tier that may have a reward."""

    level: Level
    missing: int


@dataclass(frozen=True, slots=True)
class Offer:
    """A reward as one member finds it. `refusal` is what claiming it now would answer.

    `missing` points; `left` of the stock, None when there is no end to it; `climb` to the tier it
    takes; `instead` of one that is sold out.
    """

    reward: Reward
    state: OfferState
    missing: int = 0
    left: int | None = None
    refusal: LoyaltyError | None = None
    climb: Climb | None = None
    instead: Reward | None = None


def offer(programme: Programme, reward: Reward, standing: Standing, taken: int = 0) -> Offer:
    """`taken`: how many of a limited stock are gone."""
    left = None if reward.stock is None else max(0, reward.stock - taken)
    if reward.points is None:
        return Offer(reward, OfferState.PRIZE, left=left)
    refusal = _refusal(programme, reward, standing)
    if left == 0 and not isinstance(refusal, NoLonger):
        return Offer(reward, OfferState.OUT, left=left, refusal=SoldOut())
    if refusal:
        climb = _climb(programme, reward, standing)
        return Offer(reward, _STATES[type(refusal)], 0, left, refusal, climb)
    if (missing := reward.points - standing.available) > 0:
        return Offer(reward, OfferState.SHORT, missing, left, NotEnoughPoints(missing))
    return Offer(reward, OfferState.READY, left=left)


def _refusal(programme: Programme, reward: Reward, standing: Standing) -> LoyaltyError | None:
    try:
        refuse_claim(programme, reward, standing, standing.clock)
    except LoyaltyError as refusal:
        return refusal
    return None


def _climb(programme: Programme, reward: Reward, standing: Standing) -> Climb | None:
    """Where only tiers above the member's may have it."""
    if (tiers := programme.tiers) is None:
        return None
    wanted, rank = tiers_of(programme, reward), tiers.rank(standing.tier)
    if not wanted or tiers.rank(wanted[0].id) <= rank:
        return None
    value = measured(standing, tiers.measure, tiers.over, standing.clock)
    return Climb(wanted[0], max(0, wanted[0].start - value))


def offers(programme: Programme, standing: Standing, taken: Mapping[str, int]) -> list[Offer]:
    """Within reach first, then what is nearest; without what was there until an earlier day."""
    found = [
        offer(programme, reward, standing, taken.get(reward.id, 0)) for reward in programme.rewards
    ]
    there = [one for one in found if one.state is not OfferState.OVER]
    order = list(OfferState)
    there.sort(key=lambda o: (order.index(o.state), o.missing, o.reward.points or 0))
    return [
        replace(one, instead=_instead(one, there)) if one.state is OfferState.OUT else one
        for one in there
    ]


def _instead(gone: Offer, there: list[Offer]) -> Reward | None:
    """What is most like a reward that is sold out, of what points can buy: its kind, its price."""
    price = gone.reward.points or 0
    others = [one.reward for one in there if one.state in (OfferState.READY, OfferState.SHORT)]
    return min(
        others,
        key=lambda r: (r.kind is not gone.reward.kind, abs((r.points or 0) - price)),
        default=None,
    )


def nearest(offers: list[Offer]) -> Offer | None:
    """What to look forward to: the dearest one within reach, else the one with least missing."""
    ready = [offer for offer in offers if offer.state is OfferState.READY]
    short = [offer for offer in offers if offer.state is OfferState.SHORT]
    return ready[-1] if ready else next(iter(short), None)
