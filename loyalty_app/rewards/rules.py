"""claim_reward, claim_automatically, use_voucher: points become a voucher, which is used once."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from ..activities.facts import WHOLE, Fact, Outcome, OutcomeKind, Share, Tally
from ..activities.values import Activity, Kind
from ..errors import LimitReached, PriceChanged, TierNeeded, UnknownReward, VoucherNotOpen
from ..programme.calendar import bucket_of, next_start
from ..programme.document import Programme
from ..programme.sections.rewards import Reward
from ..standing.points import BURNT, monthly, spend
from ..standing.values import Standing

MOST_AT_ONCE = 10
"""Automatic claims that follow from one activity."""

_CLAIMS_NOTHING_BESIDE = frozenset({Kind.CLAIM, Kind.REFUND, Kind.UNDO, Kind.CLOSED})
"""The member has chosen otherwise; or it only takes back, and must leave what was before."""


def claims(reward_id: str) -> str:
    return f"claims:{reward_id}"


def claim_reward(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Points for a voucher. Raises UnknownReward, PriceChanged, TierNeeded, LimitReached,
    NotEnoughPoints.

    Where the activity names points, they are the price that was seen and agreed to.
    """
    if activity.kind is not Kind.CLAIM:
        return
    reward = programme.reward(activity.reward)
    if reward is None or reward.points is None:
        raise UnknownReward
    if activity.points and activity.points != reward.points:
        raise PriceChanged(reward.points)
    refuse_other_tiers(programme, reward, standing)
    refuse_beyond_limit(reward, standing, activity.day)
    if reward.limit:
        yield Tally(claims(reward.id), bucket_of(activity.day, reward.limit.per), 1)
    yield from _exchange(standing, activity, reward, f"{activity.id}-{reward.id}", WHOLE)


def claim_automatically(
    programme: Programme, standing: Standing, activity: Activity
) -> Iterator[Fact]:
    """What the programme claims by itself, in its order, as often as the points are there.

    It goes with its activity as long as the voucher is unused. Points that are released beside an
    activity that claims nothing wait for the next one.
    """
    if activity.kind in _CLAIMS_NOTHING_BESIDE:
        return
    number = 0
    for reward in programme.automatic_rewards:
        if not is_for(programme, reward, standing):
            continue
        while number < MOST_AT_ONCE and standing.available >= (reward.points or 0):
            number += 1
            voucher = f"{activity.id}-{reward.id}.{number}"  # no id in the document has a point
            yield from _exchange(standing, activity, reward, voucher, Share(voucher=voucher))


def _exchange(
    standing: Standing, activity: Activity, reward: Reward, voucher: str, share: Share
) -> Iterator[Fact]:
    """Points of the price for a voucher. Raises NotEnoughPoints."""
    price = reward.points or 0
    yield Outcome(
        OutcomeKind.POINTS_SPENT,
        reward.id,
        points=-price,
        parts=spend(standing, price),
        why={"automatic": True} if share.voucher else {},
        share=share,
    )
    yield monthly(BURNT, activity.day, price, share)
    why: dict[str, Any] = {"expires_on": reward.last_day(standing.clock).isoformat()}
    if reward.stock is not None:
        why["from_stock"] = True
    yield Outcome(OutcomeKind.VOUCHER_ISSUED, reward.id, voucher=voucher, why=why, share=share)


def is_for(programme: Programme, reward: Reward, standing: Standing) -> bool:
    """Whether the tier of now may have it."""
    level = programme.level(standing.tier)
    return not reward.tiers or (level is not None and level.id in reward.tiers)


def refuse_other_tiers(programme: Programme, reward: Reward, standing: Standing) -> None:
    if not is_for(programme, reward, standing):
        levels = programme.tiers.levels if programme.tiers else ()
        raise TierNeeded([level.name for level in levels if level.id in reward.tiers])


def refuse_beyond_limit(reward: Reward, standing: Standing, day: date) -> None:
    limit = reward.limit
    if limit and standing.count(claims(reward.id), bucket_of(day, limit.per)) >= limit.times:
        raise LimitReached(limit.times, next_start(day, limit.per))


def use_voucher(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Hand over what the voucher promises. Raises VoucherNotOpen."""
    if activity.kind is not Kind.USE:
        return
    voucher = standing.vouchers.get(activity.voucher)
    if voucher is None:
        raise VoucherNotOpen
    yield Outcome(
        OutcomeKind.VOUCHER_USED,
        voucher.reward,
        voucher=activity.voucher,
        why={
            "expires_on": voucher.expires_on.isoformat(),
            **({"of_stock": True} if voucher.of_stock else {}),
        },
        share=WHOLE,
    )
