"""A moment comes back as it went in, whatever the database does with zones."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from sqlalchemy import literal, select
from sqlalchemy.exc import StatementError

from loyalty_app.extensions import UtcDateTime, db

ROME = ZoneInfo("Europe/Rome")


def stored(moment: datetime) -> datetime | None:
    return db.session.scalar(select(literal(moment, UtcDateTime)))


def test_a_moment_comes_back_aware_and_in_utc(app: Flask) -> None:
    moment = datetime(2026, 7, 1, 0, 30, 15, 250, tzinfo=ROME)
    back = stored(moment)
    assert back == moment
    assert back is not None
    assert back.tzinfo is UTC


def test_the_hour_that_summer_time_repeats_is_kept_apart(app: Flask) -> None:
    first = datetime(2026, 10, 25, 2, 30, tzinfo=ROME)
    second = first.replace(fold=1)
    assert stored(first) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert stored(second) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_moment_without_a_zone_is_refused(app: Flask) -> None:
    with pytest.raises(StatementError, match="without a time zone"):
        stored(datetime(2026, 7, 1))  # noqa: DTZ001
