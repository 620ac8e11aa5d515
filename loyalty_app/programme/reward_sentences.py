"""Rewards in words: what each is worth, who gets it when and where, what becomes of vouchers.
Pure."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from ..texts import day_in_words, money, points, say
from .document import Programme
from .rule_sentences import Called, either, for_tiers, limited
from .sections.paying import Paying
from .sections.rewards import Reward, RewardKind, Vouchers


def what_it_is(reward: Reward, currency: str) -> str:
    """`a product`, `€5.00 off a purchase`, `10% off a purchase, at most €5.00`."""
    if reward.kind is RewardKind.DISCOUNT:
        return worth(reward.amount or 0, reward.percent or 0, reward.at_most or 0, currency)
    return {
        RewardKind.PRODUCT: _("a product"),
        RewardKind.SHIPPING: _("free delivery"),
        RewardKind.SERVICE: _("a service"),
        RewardKind.EXPERIENCE: _("an experience"),
        RewardKind.ACCESS: _("early access"),
    }[reward.kind]


def worth(amount: int, percent: int, at_most: int, currency: str) -> str:
    """What a discount takes off a purchase; all but the percentage in minor units."""
    if amount:
        return _("%(amount)s off a purchase", amount=money(amount, currency))
    if not at_most:
        return _("%(percent)d%% off a purchase", percent=percent)
    most = money(at_most, currency)
    return _("%(percent)d%% off a purchase, at most %(most)s", percent=percent, most=most)


def reward_terms(reward: Reward, programme: Programme, called: Called = str) -> Iterator[str]:
    """How long its voucher is good and where, how many there are, how often, for whom and when."""
    if reward.valid_until:
        yield _("a voucher is good until %(day)s", day=day_in_words(reward.valid_until))
    else:
        yield ngettext(
            "a voucher is good for %(num)d day",
            "a voucher is good for %(num)d days",
            reward.valid_days,
        )
    if reward.shops:
        yield _("only in the shop %(names)s", names=either([called(s) for s in reward.shops]))
    if reward.stock is not None:
        yield _("%(n)s in all, for all members together", n=reward.stock)
    if reward.limit:
        yield limited(reward.limit)
    if reward.tiers:
        yield for_tiers(reward.tiers, programme)
    yield from _days(reward, programme)


def _days(reward: Reward, programme: Programme) -> Iterator[str]:
    if reward.first_day:
        yield _("from %(day)s on", day=day_in_words(reward.first_day))
    for tier, day in reward.early.items():
        level = programme.level(tier)
        name = say(level.name) if level else tier
        yield _("with the tier %(tier)s from %(day)s on", tier=name, day=day_in_words(day))
    if reward.last_day:
        yield _("until %(day)s", day=day_in_words(reward.last_day))


def paying_words(paying: Paying, currency: str) -> tuple[str, tuple[str, ...]]:
    """What points are worth at the till; then how many of them, and of how much."""
    rate = _(
        "At the till %(points)s are worth %(amount)s",
        points=points(paying.points),
        amount=money(paying.worth, currency),
    )
    more = [_("from %(points)s on", points=points(paying.least))]
    if paying.at_most < 100:
        more.append(_("for at most %(percent)d%% of a purchase", percent=paying.at_most))
    return rate, tuple(more)


def what_comes_back(rules: Vouchers) -> str:
    cancelled = {
        "points_back": _("A voucher can be cancelled before it is used; its points come back."),
        "points_lost": _("A voucher can be cancelled before it is used; its points are lost."),
        "never": _("A voucher cannot be cancelled by its holder."),
    }[rules.cancel]
    expired = {
        "points_lost": _("When it expires, its points are lost."),
        "points_back": _("When it expires, its points come back, those that are still good."),
    }[rules.expiry]
    return f"{cancelled} {expired}"
