"""Days of the shop: local dates, months and weeks. No clock, no database."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY, WEEK, MONTH, EVER = "day", "week", "month", "ever"


@lru_cache(maxsize=4096)
def months_later(day: date, months: int) -> date:
    """The same day that many months on, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def moments_of(local: datetime, zone: ZoneInfo) -> list[datetime]:
    """The moments (aware UTC) at which a clock shows a local time (naive): none in the hour that is
    skipped when clocks go forward, two in the one that comes twice when they go back."""
    found = {local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)}
    naive = local.replace(fold=0)
    return sorted(m for m in found if m.astimezone(zone).replace(tzinfo=None, fold=0) == naive)


@lru_cache(maxsize=4096)
def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def quarter_end(day: date) -> date:
    return month_end(day.replace(day=1, month=day.month + (3 - day.month) % 3))


def day_in_year(year: int, month_day: str) -> date:
    """`02-29` in a year: the 29th, or the 28th where there is none."""
    month, day = map(int, month_day.split("-"))
    return date(year, month, min(day, monthrange(year, month)[1]))


@lru_cache(maxsize=4096)
def month_of(day: date) -> str:
    """The bucket of a month: `2026-11`."""
    return f"{day.year:04d}-{day.month:02d}"


def bucket_of(day: date, per: str) -> str:
    """The bucket a day falls in: `2026-11-22`, `2026-W47` (ISO 8601), `2026-11`, or `` for ever."""
    if per == DAY:
        return day.isoformat()
    if per == WEEK:
        year, week, _ = day.isocalendar()
        return f"{year:04d}-W{week:02d}"
    return month_of(day) if per == MONTH else ""


def this_start(day: date, per: str) -> date | None:
    """The first day of the bucket a day falls in; None when it has none."""
    if per == WEEK:
        return day - timedelta(days=day.weekday())
    return {DAY: day, MONTH: day.replace(day=1)}.get(per)


def next_start(day: date, per: str) -> date | None:
    """The first day of the next bucket; None when there is none."""
    if per == DAY:
        return day + timedelta(days=1)
    if per == WEEK:
        return day + timedelta(days=8 - day.isoweekday())
    return month_end(day) + timedelta(days=1) if per == MONTH else None
