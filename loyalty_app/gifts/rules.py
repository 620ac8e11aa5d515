"""give_gifts: what an occasion brings, and what staff give by hand."""

from collections.abc import Iterator
from typing import Any

from ..activities.facts import WHOLE, Fact, Outcome, OutcomeKind, Share
from ..activities.values import Activity, Kind
from ..errors import ThanksMissing, UnknownReward
from ..programme.calendar import month_of
from ..programme.document import Programme
from ..programme.sections.gifts import OccasionGift
from ..programme.sections.rewards import Reward
from ..standing.points import born, give
from ..standing.values import Standing
from ..standing.vouchers import asked_for, promised


def give_gifts(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """The budget of a gift by hand was taken before. Raises UnknownReward, ThanksMissing."""
    if activity.kind is Kind.GIFT and not activity.badge:
        yield _by_hand(programme, standing, activity)
    for gift in programme.gifts.on(activity.occasion):
        yield from _on_occasion(programme, standing, activity, gift)


def _by_hand(programme: Programme, standing: Standing, activity: Activity) -> Outcome:
    given, reward = programme.gifts.by_hand, programme.reward(activity.reward)
    if given is None or reward is None or reward.id not in given.rewards:
        raise UnknownReward
    if not activity.reason.strip():
        raise ThanksMissing
    why = {"gift_of": month_of(activity.day)}
    return _voucher(reward, standing, asked_for(activity.id, reward.id), why, WHOLE)


def _on_occasion(
    programme: Programme, standing: Standing, activity: Activity, gift: OccasionGift
) -> Iterator[Fact]:
    """Nobody takes an occasion back, so nothing of it has a share."""
    why = {"gift": gift.id, "occasion": activity.occasion}
    if gift.points:
        lot = born(programme.points, activity.day)
        kind = OutcomeKind.POINTS_GIVEN
        yield from give(standing, lot, gift.points, gift.id, why, share=None, kind=kind)
    if gift.prize and (prize := programme.reward(gift.prize)):
        yield _voucher(prize, standing, f"{activity.id}-{gift.id}", why, None)


def _voucher(
    reward: Reward, standing: Standing, voucher: str, why: dict[str, Any], share: Share | None
) -> Outcome:
    why = {**promised(reward, standing.clock), **why}
    return Outcome(OutcomeKind.VOUCHER_ISSUED, reward.id, voucher=voucher, why=why, share=share)
