"""One earning rule in words: what it brings, and what narrows it. Pure."""

from collections.abc import Callable, Iterator, Sequence

from babel.dates import get_day_names
from flask_babel import format_decimal, get_locale, ngettext
from flask_babel import gettext as _

from ..texts import day_in_words, money, points, say
from .document import Programme
from .sections.earning import (
    Basis,
    Between,
    Cap,
    Channel,
    EarningRule,
    Limit,
    Only,
    PerSpend,
    Weekday,
    When,
)

Called = Callable[[str], str]
"""What readers know an action, a category or a shop by; owners know it by its id."""


def what_it_brings(rule: EarningRule, currency: str, called: Called = str) -> str:
    """`1 point for every €1.00`, `×2 on the points of a purchase`."""
    if rule.per_spend:
        return _per_spend(rule.per_spend, currency)
    if rule.per_item:
        return _("%(points)s for every item", points=points(rule.per_item.points))
    if rule.per_order:
        return _("%(points)s for every purchase", points=points(rule.per_order.points))
    if rule.per_visit:
        return _("%(points)s for every visit", points=points(rule.per_visit.points))
    if rule.bonus:
        return _("%(points)s on top of a purchase", points=points(rule.bonus.points))
    if rule.multiply:
        return _("×%(factor)s on the points of a purchase", factor=format_decimal(rule.multiply))
    return _(
        "%(points)s for the action “%(action)s”",
        points=points(rule.points or 0),
        action=called(rule.action or ""),
    )


def conditions_of(rule: EarningRule, programme: Programme, called: Called = str) -> Iterator[str]:
    """What must be met, which part counts, and how much is paid at most; one sentence each."""
    yield from _rounding(rule)
    if rule.combine == "add":
        yield _("adds up with other multipliers")
    if rule.only:
        yield _("only items %(which)s", which=of_which(rule.only, called))
    if rule.exclude:
        yield _("without items %(which)s", which=of_which(rule.exclude, called))
    yield from when_words(rule.when, called)
    if rule.when.tiers:
        yield for_tiers(rule.when.tiers, programme)
    if rule.order:
        amounts = of_order(rule.order, programme.currency)
        yield _("if the purchase is %(range)s", range=amounts)
    if rule.lines:
        amounts = of_order(rule.lines, programme.currency)
        yield _("if these items come to %(range)s", range=amounts)
    yield from _basis(rule.basis)
    if rule.limit:
        yield limited(rule.limit)
    yield from _ceilings(rule.cap, rule.budget.points if rule.budget else 0)


def order_of(rule: EarningRule) -> Iterator[str]:
    """Which rules it goes before, and which it ends: for whoever writes them."""
    if rule.priority:
        yield _("priority %(n)d", n=rule.priority)
    if rule.stop:
        yield _("where it holds, the rules after it do not count")


def limited(limit: Limit) -> str:
    times = {
        "day": ngettext("at most once a day", "at most %(num)d times a day", limit.times),
        "week": ngettext("at most once a week", "at most %(num)d times a week", limit.times),
        "month": ngettext("at most once a month", "at most %(num)d times a month", limit.times),
        "ever": ngettext("only once", "at most %(num)d times in all", limit.times),
    }[limit.per]
    return _("%(times)s, each member", times=times)


def each_matching(only: Only, called: Called = str) -> str:
    return _("for each item %(which)s", which=of_which(only, called))


def for_tiers(tiers: Sequence[str], programme: Programme) -> str:
    levels = (programme.level(tier) for tier in tiers)
    return _("only for %(tiers)s", tiers=either([say(level.name) for level in levels if level]))


def _per_spend(per: PerSpend, currency: str) -> str:
    return _(
        "%(points)s for every %(amount)s",
        points=points(per.points),
        amount=money(per.every, currency),
    )


def _rounding(rule: EarningRule) -> Iterator[str]:
    if rule.per_spend and rule.per_spend.round == "up":
        yield _("a started amount counts in full")
    elif rule.per_spend and rule.per_spend.round == "nearest":
        yield _("half of the amount counts in full")


def of_which(only: Only, called: Called) -> str:
    """`of category coffee or tea, with the SKU A1`."""
    said = []
    if only.category:
        names = either([called(category) for category in only.category])
        said.append(_("of category %(names)s", names=names))
    if only.sku:
        said.append(_("with the SKU %(names)s", names=either(only.sku)))
    for name, values in only.label.items():
        said.append(_("with %(label)s %(names)s", label=name, names=either(values)))
    if only.delivery is not None:
        said.append(_("of delivery") if only.delivery else _("not of delivery"))
    return ", ".join(said)


def when_words(when: When, called: Called) -> Iterator[str]:
    if when.weekdays:
        yield _("on %(days)s", days=_days(when.weekdays))
    if when.between:
        start, end = (f"{hour:%H:%M}" for hour in when.between)
        yield _("from %(start)s to %(end)s", start=start, end=end)
    if when.first_day:
        yield _("from %(day)s on", day=day_in_words(when.first_day))
    if when.last_day:
        yield _("until %(day)s", day=day_in_words(when.last_day))
    if when.shops:
        yield _("only in the shop %(names)s", names=either([called(shop) for shop in when.shops]))
    if when.channels:
        yield _("only %(channels)s", channels=either([_channel(c) for c in when.channels]))
    if when.first_purchase:
        yield _("only on the first purchase")


def _days(weekdays: Sequence[Weekday]) -> str:
    """`Monday–Friday` for days in a row, else one by one."""
    names = get_day_names("wide", locale=get_locale() or "en")
    numbers = sorted({list(Weekday).index(day) for day in weekdays})
    in_a_row = numbers[-1] - numbers[0] == len(numbers) - 1
    if in_a_row and len(numbers) > 2:
        return f"{names[numbers[0]]}–{names[numbers[-1]]}"
    return ", ".join(names[number] for number in numbers)


def _channel(channel: Channel) -> str:
    return {
        Channel.COUNTER: _("at the counter"),
        Channel.WEB: _("on the web"),
        Channel.PHONE: _("by phone"),
        Channel.PARTNER: _("at a partner's"),
    }[channel]


def of_order(between: Between, currency: str) -> str:
    least = None if between.min is None else money(between.min, currency)
    most = None if between.max is None else money(between.max, currency)
    if least and most:
        return _("from %(least)s to %(most)s", least=least, most=most)
    if least:
        return _("at least %(least)s", least=least)
    return _("at most %(most)s", most=most)


def _basis(basis: Basis) -> Iterator[str]:
    if basis.tax == "excluded":
        yield _("amounts count without tax")
    if basis.discount == "before":
        yield _("amounts count before discounts")


def _ceilings(cap: Cap | None, budget: int) -> Iterator[str]:
    if cap:
        yield {
            "purchase": _("at most %(points)s a purchase", points=points(cap.points)),
            "day": _("at most %(points)s a day, each member", points=points(cap.points)),
            "month": _("at most %(points)s a month, each member", points=points(cap.points)),
        }[cap.per]
    if budget:
        yield _("at most %(points)s to all members together", points=points(budget))


def either(names: Sequence[str]) -> str:
    """`coffee or tea`."""
    return _(" or ").join(names)
