"""Why a reward cannot be had, or a voucher not be used, here and now."""

from collections.abc import Mapping, Sequence
from datetime import date

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from ..errors import LoyaltyError
from ..texts import day_in_words, points, say

Sooner = tuple[Mapping[str, str], date]
"""The name of a tier, and its own first day."""


class NotYet(LoyaltyError):
    code = "not_yet"

    def __init__(self, day: date, sooner: Sequence[Sooner] = ()) -> None:
        super().__init__(day=day.isoformat(), sooner=[(dict(n), d.isoformat()) for n, d in sooner])
        self.day, self.sooner = day, sooner

    def __str__(self) -> str:
        early = (
            str(_l("With the tier %(tier)s from %(day)s."))
            % {"tier": say(name), "day": day_in_words(day)}
            for name, day in self.sooner
        )
        begins = str(_l("From %(day)s on.")) % {"day": day_in_words(self.day)}
        return " ".join([begins, *early])


class NoLonger(LoyaltyError):
    code = "no_longer"

    def __init__(self, day: date) -> None:
        super().__init__(day=day.isoformat())
        self.day = day

    def __str__(self) -> str:
        words = _l("It was there until %(day)s. Choose another one.")
        return str(words) % {"day": day_in_words(self.day)}


class NotInThisShop(LoyaltyError):
    words = _l("This voucher is not good in this shop. Its page says where it is.")
    code = "not_in_this_shop"


class NotOffAPurchase(LoyaltyError):
    words = _l("This voucher takes nothing off a purchase. Hand over what it promises instead.")
    code = "not_off_a_purchase"


class NoPayingWithPoints(LoyaltyError):
    words = _l("Points do not pay for purchases in this programme. Take the amount in money.")
    code = "no_paying_with_points"


class NotInSteps(LoyaltyError):
    code = "not_in_steps"

    def __init__(self, step: int, least: int) -> None:
        super().__init__(step=step, least=least)
        self.step, self.least = step, least

    def __str__(self) -> str:
        words = _l("Points pay in steps of %(step)s, from %(least)s on.")
        return str(words) % {"step": points(self.step), "least": points(self.least)}


class TooManyForThis(LoyaltyError):
    code = "too_many_for_this"

    def __init__(self, most: int) -> None:
        super().__init__(most=most)
        self.most = most

    def __str__(self) -> str:
        if not self.most:
            return str(_l("This purchase is too small to be paid with points."))
        return ngettext(
            "At most %(num)d point may pay for this purchase.",
            "At most %(num)d points may pay for this purchase.",
            self.most,
        )
