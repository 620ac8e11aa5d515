"""What the shop gives without being asked, in words. Pure."""

from flask_babel import gettext as _

from ..texts import points, say
from .document import Programme
from .sections.gifts import ByHand, Occasion, OccasionGift


def on_occasion(gift: OccasionGift, programme: Programme) -> str:
    """`For joining: 10 points`, `On the birthday: a voucher for “A coffee”`."""
    given = _given(gift, programme)
    return {
        Occasion.JOINING: _("For joining: %(gift)s", gift=given),
        Occasion.BIRTHDAY: _("On the birthday: %(gift)s", gift=given),
    }[gift.on]


def by_hand(given: ByHand, programme: Programme) -> tuple[str, tuple[str, ...]]:
    """What staff may give; then how much of it, and who may."""
    rewards = ", ".join(_reward(reward, programme) for reward in given.rewards)
    monthly = _("at most %(n)d a month, by all staff together", n=given.monthly)
    who = {
        "cashier": _("all staff may give"),
        "manager": _("managers and owners may give"),
    }[given.by]
    return _("Given by hand, with a word of thanks: %(rewards)s", rewards=rewards), (monthly, who)


def _given(gift: OccasionGift, programme: Programme) -> str:
    if gift.prize is None:
        return points(gift.points or 0)
    voucher = _("a voucher for %(reward)s", reward=_reward(gift.prize, programme))
    if gift.points is None:
        return voucher
    return _("%(points)s and %(voucher)s", points=points(gift.points), voucher=voucher)


def _reward(reward_id: str, programme: Programme) -> str:
    reward = programme.reward(reward_id)
    return f"“{say(reward.name) if reward else reward_id}”"
