"""Tiers in words: what each is reached by, what it brings, how it is lost. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import format_decimal, ngettext
from flask_babel import gettext as _

from ..texts import day_in_words, grouped, money, points, say
from .document import Programme
from .sections.tiers import Downgrade, Level, Measure, Over, Tiers


@dataclass(frozen=True, slots=True)
class Benefit:
    """One row of what tiers bring: what each of them has of it, the lowest first; True: that it
    has it, empty: that it has not."""

    label: str
    cells: tuple[str | bool, ...]


def so_much(n: int, measure: str, currency: str) -> str:
    """So much of what tiers measure: `500 points`, `€500.00`, `12 visits`, `3 friends`."""
    if measure == Measure.SPEND:
        return money(n, currency)
    if measure == Measure.VISITS:
        return ngettext("%(n)s visit", "%(n)s visits", n, n=grouped(n))
    if measure == Measure.REFERRALS:
        return ngettext("%(n)s friend", "%(n)s friends", n, n=grouped(n))
    return points(n)


def what_counts(tiers: Tiers) -> str:
    """Which numbers, over which time."""
    if tiers.measure is Measure.BALANCE:
        return _("What counts is how many points a member has.")
    what = {
        Measure.POINTS_EARNED: _("points earned"),
        Measure.SPEND: _("what was spent"),
        Measure.VISITS: _("visits"),
        Measure.REFERRALS: _("friends who came"),
    }[tiers.measure]
    time = {
        Over.ROLLING_YEAR: _("this month and the eleven before"),
        Over.CALENDAR_YEAR: _("the calendar year"),
        Over.LIFETIME: _("all the time since joining"),
    }[tiers.over]
    return _("What counts: %(what)s, over %(time)s.", what=what, time=time)


def how_it_is_lost(tiers: Tiers) -> str:
    if tiers.downgrade.kind == "none" or _lasts(tiers):
        return _("A tier that is reached stays.")
    when = (
        _("On the first of January")
        if tiers.over is Over.CALENDAR_YEAR and tiers.measure is not Measure.BALANCE
        else _("On the first of a month")
    )
    return _(
        "%(when)s, who does not meet the target any more goes %(where)s.",
        when=when,
        where=_where(tiers.downgrade),
    )


def _lasts(tiers: Tiers) -> bool:
    return tiers.over is Over.LIFETIME and tiers.measure is not Measure.BALANCE


def _where(downgrade: Downgrade) -> str:
    where = {
        "one_level": _("one tier down"),
        "deserved": _("down to the tier that is deserved"),
    }[downgrade.kind]
    if not downgrade.grace_days:
        return where
    return ngettext(
        "%(where)s, after %(num)d day to make it up",
        "%(where)s, after %(num)d days to make it up",
        downgrade.grace_days,
        where=where,
    )


def reached_by(level: Level, tiers: Tiers, currency: str) -> str:
    if not level.start:
        return _("from the start")
    return _("from %(much)s", much=so_much(level.start, tiers.measure, currency))


def brings(level: Level, programme: Programme) -> Iterator[str]:
    """What the rules give on this tier, then what the owner promises besides."""
    if level.multiply:
        yield _("×%(factor)s on the points of a purchase", factor=format_decimal(level.multiply))
    if level.prize:
        reward = programme.reward(level.prize)
        name = say(reward.name) if reward else level.prize
        yield _("on reaching it: %(reward)s", reward=name)
    for benefit in level.benefits:
        yield say(benefit)


def benefits(programme: Programme, tiers: Tiers) -> list[Benefit]:
    """What each tier takes and brings; rows that would be empty are left out."""
    rows = [
        Benefit(
            _("Reached"), tuple(reached_by(lv, tiers, programme.currency) for lv in tiers.levels)
        ),
        Benefit(_("Points of a purchase"), tuple(_factor(level) for level in tiers.levels)),
        Benefit(_("On reaching it"), tuple(_prize(level, programme) for level in tiers.levels)),
        *_rewards(programme, tiers),
        *_promised(tiers),
    ]
    return [row for row in rows if any(row.cells)]


def _factor(level: Level) -> str:
    return f"×{format_decimal(level.multiply)}" if level.multiply else ""


def _prize(level: Level, programme: Programme) -> str:
    reward = programme.reward(level.prize) if level.prize else None
    return say(reward.name) if reward else level.prize or ""


def _rewards(programme: Programme, tiers: Tiers) -> Iterator[Benefit]:
    """Those for some tiers alone, and those that some may have early."""
    for reward in programme.rewards:
        name = _("Reward: %(reward)s", reward=say(reward.name))
        if reward.tiers:
            yield Benefit(name, tuple(level.id in reward.tiers for level in tiers.levels))
        if reward.early:
            days = (reward.early.get(level.id) for level in tiers.levels)
            cells = tuple(_("from %(day)s on", day=day_in_words(d)) if d else "" for d in days)
            yield Benefit(name, cells)


def _promised(tiers: Tiers) -> Iterator[Benefit]:
    """What the owner promises besides: each once, for all tiers that have it."""
    names = dict.fromkeys(say(benefit) for level in tiers.levels for benefit in level.benefits)
    for name in names:
        cells = tuple(name in map(say, level.benefits) for level in tiers.levels)
        yield Benefit(name, cells)
