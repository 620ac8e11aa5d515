"""claim_reward and use_voucher: points become a voucher, a voucher is used once."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from ..activities.facts import WHOLE, Fact, Outcome, OutcomeKind, Tally
from ..activities.values import Activity, Kind
from ..errors import LimitReached, PriceChanged, TierNeeded, UnknownReward, VoucherNotOpen
from ..programme.calendar import bucket_of, next_start
from ..programme.document import Programme
from ..programme.sections.rewards import Reward
from ..standing.points import BURNT, monthly, spend
from ..standing.values import Standing


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
    yield Outcome(
        OutcomeKind.POINTS_SPENT,
        reward.id,
        points=-reward.points,
        parts=spend(standing, reward.points),
        share=WHOLE,
    )
    yield monthly(BURNT, activity.day, reward.points)
    if reward.limit:
        yield Tally(claims(reward.id), bucket_of(activity.day, reward.limit.per), 1)
    why: dict[str, Any] = {"expires_on": reward.last_day(standing.clock).isoformat()}
    if reward.stock is not None:
        why["from_stock"] = True
    yield Outcome(
        OutcomeKind.VOUCHER_ISSUED,
        reward.id,
        voucher=f"{activity.id}-{reward.id}",
        why=why,
        share=WHOLE,
    )


def refuse_other_tiers(programme: Programme, reward: Reward, standing: Standing) -> None:
    level = programme.level(standing.tier)
    if reward.tiers and (level is None or level.id not in reward.tiers):
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
