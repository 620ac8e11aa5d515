"""Days and weeks in a row: how long a row is, and where one that is missed breaks it. Pure.

A place is the number of a day, or a week, among all that count; a row is a set of places. What lies
in a pause does not count.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

_WEEK = 7
_ONE_DAY = timedelta(days=1)


Pauses = Sequence[tuple[date, date]]
"""First and last days, in order, no two of which touch."""


def place_of_day(day: date, weekdays: Sequence[int] = (), pauses: Pauses = ()) -> int:
    """Its number among the days that count: those of some weekdays (0 is Monday), or all.

    A day that does not count has the place of the next one that does.
    """
    return _place(day, weekdays) - sum(
        _place(min(day, last + _ONE_DAY), weekdays) - _place(first, weekdays)
        for first, last in pauses
        if first < day
    )


def _place(day: date, weekdays: Sequence[int]) -> int:
    counting = sorted(weekdays or range(_WEEK))
    weeks, weekday = divmod(day.toordinal() - 1, _WEEK)
    return weeks * len(counting) + sum(one < weekday for one in counting)


def place_of_week(day: date, pauses: Pauses = ()) -> int:
    """The number of its week, which begins on Monday; a week that is all in a pause does not
    count."""
    week = (day.toordinal() - 1) // _WEEK
    paused = 0
    for first, last in pauses:
        begins, ends = -(-(first.toordinal() - 1) // _WEEK), last.toordinal() // _WEEK
        paused += max(0, min(week, ends) - begins)
    return week - paused


def longest(places: Iterable[int], freezes: int = 0) -> int:
    """The most that are there in one row, of which `freezes` may be missing."""
    row: list[int] = []
    best = 0
    for place in sorted(set(places)):
        row.append(place)
        while place - row[0] + 1 - len(row) > freezes:
            row.pop(0)
        best = max(best, len(row))
    return best


def running(places: Iterable[int], now: int, freezes: int = 0) -> int:
    """How many are in the row that can still go on at the place of now, whose own time is not over
    yet."""
    there = sorted({place for place in places if place <= now})
    end = now if there[-1:] == [now] else now - 1
    for first, place in enumerate(there):
        if end - place + 1 - (len(there) - first) <= freezes:
            return len(there) - first
    return 0
