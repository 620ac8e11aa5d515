"""Whether a rule speaks of an activity at all."""

from collections.abc import Collection
from datetime import time

from ..activities.values import Activity, Kind
from ..programme.document import Programme
from ..programme.sections.earning import EarningRule, Weekday, When
from ..programme.sections.tiers import Level
from ..standing.values import Standing
from ..standing.visits import PURCHASES
from .basket import Basket


def applies(
    rule: EarningRule,
    programme: Programme,
    standing: Standing,
    activity: Activity,
    basket: Basket,
    lines: tuple[int, ...],
) -> bool:
    return (
        _is_about(rule, activity, lines)
        and holds(rule.when, programme, standing, activity)
        and (rule.order is None or rule.order.holds(basket.worth(basket.everything, rule.basis)))
        and (rule.lines is None or rule.lines.holds(basket.worth(lines, rule.basis)))
    )


def _is_about(rule: EarningRule, activity: Activity, lines: tuple[int, ...]) -> bool:
    if rule.action:
        return activity.kind is Kind.ACTION and activity.action == rule.action
    if rule.per_visit:
        return activity.kind in (Kind.PURCHASE, Kind.VISIT)
    return activity.kind is Kind.PURCHASE and activity.amount > 0 and bool(lines)


def holds(when: When, programme: Programme, standing: Standing, activity: Activity) -> bool:
    """All conditions given are met. Days and hours are the shop's, the tier is that of now."""
    return (
        (not when.weekdays or Weekday.of(activity.day) in when.weekdays)
        and (when.between is None or _within(activity.hour, *when.between))
        and (when.first_day is None or activity.day >= when.first_day)
        and (when.last_day is None or activity.day <= when.last_day)
        and (not when.shops or activity.shop in when.shops)
        and (not when.channels or activity.channel in when.channels)
        and (when.first_purchase is None or standing.count(PURCHASES) == 0)
        and (not when.tiers or _is_on(programme.level(standing.tier), when.tiers))
    )


def _is_on(level: Level | None, tiers: Collection[str]) -> bool:
    return level is not None and level.id in tiers


def _within(hour: time | None, start: time, end: time) -> bool:
    """From start, before end; over midnight when the end is not later. A bare date has no hour."""
    if hour is None:
        return False
    if start < end:
        return start <= hour < end
    return hour >= start or hour < end
