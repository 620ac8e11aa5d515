"""A shop in which every kind of thing happened, and a hand that changes rows behind its back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Connection, text

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import db, in_transaction
from loyalty_app.extensions.writing import writing
from loyalty_app.trust.chains import Difference
from loyalty_app.trust.verification import Verification

from ..factories import enrol_member, publish

PROGRAMME = """
name: Everything
currency: EUR
time_zone: Europe/Rome
points: {expiry: {kind: rolling, months: 12}}
earning:
  - {id: base, per_spend: {points: 1, every: 1.00}, budget: {points: 5000}}
stamp_cards:
  - {id: visits, name: Visits, stamps: 2, per_visit: true, prize: mug}
rewards:
  - {id: mug, name: A mug, kind: product, points: 10, stock: 9}
gifts: {by_hand: {rewards: [mug], monthly: 9}}
"""

DAY = date(2026, 3, 2)


@pytest.fixture
def shop(app: Flask) -> None:
    """Three members who bought, returned, claimed, used, filled cards and were given something."""
    publish(PROGRAMME)
    for _member in range(3):
        _live(enrol_member().id)


def _live(member: int) -> None:
    said: list[tuple[Kind, dict[str, Any]]] = [
        (Kind.PURCHASE, {"amount": 5000}),
        (Kind.CLAIM, {"reward": "mug"}),
        (Kind.PURCHASE, {"amount": 2000}),
        (Kind.REFUND, {"amount": 500, "refers_to": f"{member}-0"}),
        (Kind.USE, {"voucher": f"{member:032}-mug"}),
        (Kind.ADJUSTMENT, {"points": 7, "reason": "Sorry for the queue."}),
        (Kind.GIFT, {"reward": "mug", "reason": "Thank you."}),
    ]
    for number, (kind, fields) in enumerate(said):
        id_ = f"{member:032}" if kind is Kind.CLAIM else f"{member:030}-{number}"
        activity = Activity(
            member, kind, "till", f"{member}-{number}", id=id_, said_at=DAY, **fields
        )
        in_transaction(lambda one=activity: engine.record(one))  # type: ignore[misc]


Tamper = Callable[..., None]


@pytest.fixture
def tamper(app: Flask) -> Tamper:
    """Runs SQL with all triggers, foreign keys and checks out of the way."""

    def run(sql: str, **values: object) -> None:
        with unguarded() as connection:
            connection.execute(text(sql), values)

    return run


@contextmanager
def unguarded() -> Iterator[Connection]:
    db.session.rollback()
    with db.engine.connect() as connection, writing():
        driver: Any = connection.connection.dbapi_connection
        if connection.dialect.name == "sqlite":
            driver.execute("PRAGMA foreign_keys = OFF")
            named = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
            for (trigger,) in driver.execute(named).fetchall():
                driver.execute(f"DROP TRIGGER {trigger}")
        else:
            connection.execute(text("SET session_replication_role = replica"))
        yield connection
        connection.commit()
        if connection.dialect.name == "sqlite":
            driver.execute("PRAGMA foreign_keys = ON")
        else:
            connection.execute(text("SET session_replication_role = origin"))
            connection.commit()


def differences() -> list[Difference]:
    found = list(Verification().differences())
    db.session.rollback()
    return found
