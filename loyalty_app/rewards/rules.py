"""claim_reward, claim_automatically, use_voucher: points become a voucher, which is used once."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from ..activities.facts import WHOLE, Fact, Outcome, OutcomeKind, Part, Share, Tally
from ..activities.values import Activity, Kind
from ..errors import LimitReached, PriceChanged, TierNeeded, UnknownReward, VoucherNotOpen
from ..programme.calendar import bucket_of, month_of, next_start
from ..programme.document import Programme
from ..programme.sections.rewards import Reward, Vouchers
from ..programme.sections.tiers import Level
from ..standing.points import BURNT, monthly, spend
from ..standing.values import Standing
from ..standing.vouchers import asked_for, promised
from .refusals import NoLonger, NotInThisShop, NotOffAPurchase, NotYet

MOST_AT_ONCE = 10
"""Automatic claims that follow from one activity."""

_CLAIMS_NOTHING_BESIDE = frozenset({Kind.CLAIM, Kind.REFUND, Kind.UNDO, Kind.CLOSED})
"""The member has chosen otherwise; or it only takes back, and must leave what was before."""


def claims(reward_id: str) -> str:
    return f"claims:{reward_id}"


def claim_reward(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Points for a voucher. Raises UnknownReward, PriceChanged, NotEnoughPoints, and what
    `refuse_claim` raises.

    Where the activity names points, they are the price that was seen and agreed to.
    """
    if activity.kind is not Kind.CLAIM:
        return
    reward = programme.reward(activity.reward)
    if reward is None or reward.points is None:
        raise UnknownReward
    if activity.points and activity.points != reward.points:
        raise PriceChanged(reward.points)
    refuse_claim(programme, reward, standing, activity.day)
    if reward.limit:
        yield Tally(claims(reward.id), bucket_of(activity.day, reward.limit.per), 1)
    voucher = asked_for(activity.id, reward.id)
    yield from _exchange(programme, standing, activity, reward, voucher, WHOLE)


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
        if not is_for(programme, reward, standing, activity.day):
            continue
        while number < MOST_AT_ONCE and standing.available >= (reward.points or 0):
            number += 1
            voucher = f"{activity.id}-{reward.id}.{number}"  # no id in the document has a point
            share = Share(voucher=voucher)
            yield from _exchange(programme, standing, activity, reward, voucher, share)


def _exchange(
    programme: Programme,
    standing: Standing,
    activity: Activity,
    reward: Reward,
    voucher: str,
    share: Share,
) -> Iterator[Fact]:
    """Points of the price for a voucher. Raises NotEnoughPoints."""
    price = reward.points or 0
    parts = spend(standing, price)
    yield Outcome(
        OutcomeKind.POINTS_SPENT,
        reward.id,
        points=-price,
        parts=parts,
        why={"automatic": True} if share.voucher else {},
        share=share,
    )
    yield monthly(BURNT, activity.day, price, share)
    why = promised(reward, standing.clock, **_paid(programme.vouchers, activity, parts))
    if reward.stock is not None:
        why["from_stock"] = True
    yield Outcome(OutcomeKind.VOUCHER_ISSUED, reward.id, voucher=voucher, why=why, share=share)


def _paid(rules: Vouchers, activity: Activity, parts: tuple[Part, ...]) -> dict[str, Any]:
    """What becomes of the price, under the rules of the day it was paid on."""
    if rules.expiry == "points_lost":
        return {"cancel": rules.cancel}
    return {"cancel": rules.cancel, "paid": parts, "paid_in": month_of(activity.day)}


def is_for(programme: Programme, reward: Reward, standing: Standing, day: date) -> bool:
    """Whether who has the tier of now may have it on a local day."""
    try:
        _refuse_other_tiers(programme, reward, standing)
        _refuse_other_days(programme, reward, standing, day)
    except (TierNeeded, NotYet, NoLonger):
        return False
    return True


def refuse_claim(programme: Programme, reward: Reward, standing: Standing, day: date) -> None:
    """Raises TierNeeded, NotYet, NoLonger, LimitReached."""
    _refuse_other_tiers(programme, reward, standing)
    _refuse_other_days(programme, reward, standing, day)
    _refuse_beyond_limit(reward, standing, day)


def tiers_of(programme: Programme, reward: Reward) -> list[Level]:
    """Those it is for, the lowest first; none: it is for everybody."""
    levels = programme.tiers.levels if programme.tiers else ()
    return [level for level in levels if level.id in reward.tiers]


def _refuse_other_tiers(programme: Programme, reward: Reward, standing: Standing) -> None:
    level = programme.level(standing.tier)
    if reward.tiers and (level is None or level.id not in reward.tiers):
        raise TierNeeded([level.name for level in tiers_of(programme, reward)])


def _refuse_other_days(programme: Programme, reward: Reward, standing: Standing, day: date) -> None:
    if reward.last_day and reward.last_day < day:
        raise NoLonger(reward.last_day)
    if reward.first_day is None:
        return
    levels = programme.tiers.levels if programme.tiers else ()
    rank = programme.tiers.rank(standing.tier) if programme.tiers else 0
    early = [(n, level) for n, level in enumerate(levels) if level.id in reward.early]
    own = [reward.early[level.id] for n, level in early if n <= rank]
    if day < (begins := min([*own, reward.first_day])):
        sooner = [(level.name, reward.early[level.id]) for n, level in early if n > rank]
        raise NotYet(begins, [(name, first) for name, first in sooner if first < begins])


def _refuse_beyond_limit(reward: Reward, standing: Standing, day: date) -> None:
    limit = reward.limit
    if limit and standing.count(claims(reward.id), bucket_of(day, limit.per)) >= limit.times:
        raise LimitReached(limit.times, next_start(day, limit.per))


def use_voucher(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Hand over what the voucher promises; beside a purchase, it is what a discount has taken off
    that. Raises VoucherNotOpen, NotInThisShop, NotOffAPurchase."""
    takes_off = activity.kind is Kind.PURCHASE and activity.voucher
    if activity.kind is not Kind.USE and not takes_off:
        return
    voucher = standing.vouchers.get(activity.voucher)
    if voucher is None:
        raise VoucherNotOpen
    if voucher.terms.shops and activity.shop not in voucher.terms.shops:
        raise NotInThisShop
    why = voucher.why
    if takes_off:
        if not voucher.terms.is_discount:
            raise NotOffAPurchase
        why |= {"off": voucher.terms.off(activity.before_discounts)}
    yield Outcome(
        OutcomeKind.VOUCHER_USED, voucher.reward, voucher=activity.voucher, why=why, share=WHOLE
    )
