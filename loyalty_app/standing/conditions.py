"""Whether the conditions of a rule or a challenge are met: days, hours, places, tiers."""

from collections.abc import Collection
from datetime import time

from ..activities.values import Activity
from ..programme.document import Programme
from ..programme.sections.earning import Weekday, When
from ..programme.sections.tiers import Level
from .values import Standing
from .visits import PURCHASES


def holds(when: When, programme: Programme, standing: Standing, activity: Activity) -> bool:
    """All conditions given are met. Days and hours are the shop's, the tier is that of now."""
    return when.is_always or (
        (not when.weekdays or Weekday.of(activity.day) in when.weekdays)
        and (when.between is None or _within(activity.hour, *when.between))
        and when.holds_on(activity.day)
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
