"""What the catalogue offers one member today, and why not. Pure; the rules are those of a claim."""

from dataclasses import dataclass
from enum import StrEnum

from ..errors import LimitReached, LoyaltyError, NotEnoughPoints, SoldOut, TierNeeded
from ..programme.document import Programme
from ..programme.sections.rewards import Reward
from ..standing.values import Standing
from .rules import refuse_beyond_limit, refuse_other_tiers


class OfferState(StrEnum):
    """How a reward stands for a member; in the order the catalogue shows them."""

    READY = "ready"
    SHORT = "short"
    LIMIT = "limit"
    TIER = "tier"
    PRIZE = "prize"
    OUT = "out"


@dataclass(frozen=True, slots=True)
class Offer:
    """A reward as one member finds it. `refusal` is what claiming it now would answer.

    `missing` points; `left` of the stock, None when there is no end to it.
    """

    reward: Reward
    state: OfferState
    missing: int = 0
    left: int | None = None
    refusal: LoyaltyError | None = None


def offer(programme: Programme, reward: Reward, standing: Standing, taken: int = 0) -> Offer:
    """`taken`: how many of a limited stock are gone."""
    left = None if reward.stock is None else max(0, reward.stock - taken)
    if reward.points is None:
        return Offer(reward, OfferState.PRIZE, left=left)
    if left == 0:
        return Offer(reward, OfferState.OUT, left=left, refusal=SoldOut())
    try:
        refuse_other_tiers(programme, reward, standing)
        refuse_beyond_limit(reward, standing, standing.clock)
    except TierNeeded as refusal:
        return Offer(reward, OfferState.TIER, left=left, refusal=refusal)
    except LimitReached as refusal:
        return Offer(reward, OfferState.LIMIT, left=left, refusal=refusal)
    if (missing := reward.points - standing.available) > 0:
        return Offer(reward, OfferState.SHORT, missing, left, NotEnoughPoints(missing))
    return Offer(reward, OfferState.READY, left=left)


def offers(programme: Programme, standing: Standing, taken: dict[str, int]) -> list[Offer]:
    """Within reach first, then what is nearest."""
    found = [
        offer(programme, reward, standing, taken.get(reward.id, 0)) for reward in programme.rewards
    ]
    order = list(OfferState)
    return sorted(found, key=lambda o: (order.index(o.state), o.missing, o.reward.points or 0))


def nearest(offers: list[Offer]) -> Offer | None:
    """What to look forward to: the dearest one within reach, else the one with least missing."""
    ready = [offer for offer in offers if offer.state is OfferState.READY]
    short = [offer for offer in offers if offer.state is OfferState.SHORT]
    return ready[-1] if ready else next(iter(short), None)
