"""Challenges and badges in words: what is asked, within which time, what it brings. Pure."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from ..texts import day_in_words, grouped, money, points, say
from .document import Programme
from .rule_sentences import Called, for_tiers, of_order, of_which, when_words
from .sections.badges import Badge, Rarity, Shape
from .sections.challenges import STREAKS, Challenge
from .sections.holidays import Holiday


def counted_in_words(n: int, counted: str, currency: str) -> str:
    """So much of what challenges and badges count: `3 visits`, `€40.00`, `5 days in a row`."""
    if counted == "spend":
        return money(n, currency)
    number = grouped(n)
    return {
        "visits": lambda: ngettext("%(n)s visit", "%(n)s visits", n, n=number),
        "purchases": lambda: ngettext("%(n)s purchase", "%(n)s purchases", n, n=number),
        "items": lambda: ngettext("%(n)s item", "%(n)s items", n, n=number),
        "shops": lambda: ngettext("%(n)s shop", "%(n)s different shops", n, n=number),
        "categories": lambda: ngettext("%(n)s category", "%(n)s different categories", n, n=number),
        "actions": lambda: ngettext("%(n)s action", "%(n)s actions", n, n=number),
        "friends": lambda: ngettext("%(n)s friend", "%(n)s friends", n, n=number),
        "days": lambda: ngettext("%(n)s day", "%(n)s days in a row", n, n=number),
        "years": lambda: ngettext("%(n)s year with a card", "%(n)s years with a card", n, n=number),
        "weeks": lambda: ngettext("%(n)s week", "%(n)s weeks in a row", n, n=number),
    }[counted]()


def how_far(n: int, target: int, counted: str, currency: str) -> str:
    """`2 of 5 visits`, `€12.00 of €40.00`."""
    so_far = money(n, currency) if counted == "spend" else grouped(n)
    much = counted_in_words(target, counted, currency)
    return _("%(so_far)s of %(much)s", so_far=so_far, much=much)


def what_it_asks(challenge: Challenge, programme: Programme) -> str:
    """`5 visits, each week`."""
    much = counted_in_words(challenge.target, challenge.count, programme.currency)
    if challenge.together:
        much = _("all members together: %(much)s", much=much)
    return {
        "ever": much,
        "day": _("%(much)s, each day", much=much),
        "week": _("%(much)s, each week", much=much),
        "month": _("%(much)s, each month", much=much),
    }[challenge.per]


def conditions(challenge: Challenge, programme: Programme, called: Called = str) -> Iterator[str]:
    """What narrows what it counts; one sentence each."""
    if challenge.opt_in:
        yield _("for whoever joins in, from that day on")
    if challenge.together:
        yield _("won by everybody who added to it")
    if challenge.only:
        yield _("only items %(which)s", which=of_which(challenge.only, called))
    if challenge.action:
        yield _("only the action “%(action)s”", action=called(challenge.action))
    if challenge.order:
        yield _("if the purchase is %(range)s", range=of_order(challenge.order, programme.currency))
    yield from when_words(challenge.when, called)
    if challenge.when.tiers:
        yield for_tiers(challenge.when.tiers, programme)
    if challenge.freezes:
        yield ngettext(
            "%(num)d missed one breaks nothing",
            "%(num)d missed ones break nothing",
            challenge.freezes,
        )
    if challenge.count in STREAKS:
        for holiday in programme.holidays:
            yield _("nothing breaks while we are closed, %(days)s", days=from_to(holiday))


def from_to(holiday: Holiday) -> str:
    return _(
        "from %(first)s to %(last)s",
        first=day_in_words(holiday.first_day),
        last=day_in_words(holiday.last_day),
    )


def begins(challenge: Challenge, programme: Programme) -> Iterator[str]:
    """After which other one, if there is one."""
    if challenge.after and (before := programme.challenge(challenge.after)):
        yield _("begins when “%(challenge)s” is won", challenge=say(before.name))


def what_it_gives(challenge: Challenge, programme: Programme) -> Iterator[str]:
    """`20 points`, `a voucher for “A coffee”`, `the badge “Early bird”`."""
    if challenge.points:
        yield points(challenge.points)
    if prize := programme.reward(challenge.prize or ""):
        yield _("a voucher for %(reward)s", reward=f"“{say(prize.name)}”")
    if badge := programme.badge(challenge.badge or ""):
        yield _("the badge “%(badge)s”", badge=say(badge.name))


def how_it_is_earned(badge: Badge, programme: Programme) -> str:
    """By what, and by which challenges."""
    ways = [
        _("by the challenge “%(challenge)s”", challenge=say(challenge.name))
        for challenge in programme.challenges
        if challenge.badge == badge.id
    ]
    for counted, n in (("visits", badge.visits), ("purchases", badge.purchases)):
        if n:
            ways.append(_("by %(much)s", much=counted_in_words(n, counted, "")))
    if badge.years:
        ways.append(_("by %(much)s", much=counted_in_words(badge.years, "years", "")))
    if badge.tier and (level := programme.level(badge.tier)):
        ways.append(_("by reaching %(tier)s", tier=say(level.name)))
    if badge.given_by:
        ways.append(
            {
                "cashier": _("given by all staff, with a word of thanks"),
                "manager": _("given by managers and owners, with a word of thanks"),
            }[badge.given_by]
        )
    return _(" or ").join(ways)


def how_it_looks(badge: Badge) -> str:
    """`a rare shield with the icon “coffee”`."""
    shape = {
        Shape.CIRCLE: _("a circle"),
        Shape.SHIELD: _("a shield"),
        Shape.HEXAGON: _("a hexagon"),
        Shape.FLOWER: _("a flower"),
    }[badge.shape]
    return _(
        "%(shape)s, %(rarity)s, with the icon “%(icon)s”",
        shape=shape,
        rarity=rarity_in_words(badge.rarity),
        icon=badge.icon,
    )


def rarity_in_words(rarity: Rarity) -> str:
    return {
        Rarity.COMMON: _("common"),
        Rarity.RARE: _("rare"),
        Rarity.PRECIOUS: _("precious"),
    }[rarity]
