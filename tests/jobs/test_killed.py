"""A tick that is killed half-way and started again ends where an undisturbed one would."""

import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from sqlalchemy import func, select

from loyalty_app import create_app, engine, jobs
from loyalty_app.activities.models import ActivityRow, OutcomeRow
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import db, in_transaction
from loyalty_app.standing.models import MonthRow, StandingRow
from loyalty_app.standing.operations import enrol_numbered
from loyalty_app.trust.verification import Verification

from ..conftest import SETTINGS
from ..factories import publish_preset
from ..plugins.databases import PostgresServer, SqliteFiles

ROOT = Path(__file__).parent.parent.parent
DUE, BATCH, WHOLE_BATCHES = 40, 5, 3
BEFORE, AFTER = datetime(2025, 3, 2, 12, tzinfo=UTC), datetime(2026, 6, 1, 12, tzinfo=UTC)
KILLED = f"""
import os, signal, sys
from datetime import datetime
from loyalty_app import create_app, engine, jobs

record_all, calls = engine.record_all, []

def then_die(activities):
    answers = record_all(activities)
    calls.append(activities)
    if len(calls) > {WHOLE_BATCHES}:
        os.kill(os.getpid(), signal.SIGKILL)  # all is written, nothing of it committed
    return answers

jobs.BATCH, engine.record_all = {BATCH}, then_die
app = create_app({{"SQLALCHEMY_DATABASE_URI": sys.argv[1], "SECRET_KEY": sys.argv[2]}})
with app.app_context():
    jobs.tick(datetime.fromisoformat("{AFTER.isoformat()}"))
"""


@pytest.fixture
def databases(database: str, request: pytest.FixtureRequest) -> SqliteFiles | PostgresServer:
    kinds = {"sqlite": "sqlite_files", "postgres": "postgres_server"}
    found: SqliteFiles | PostgresServer = request.getfixturevalue(kinds[database])
    return found


def test_a_killed_tick_is_made_good(
    app: Flask, database_url: str, databases: SqliteFiles | PostgresServer
) -> None:
    members_with_points()
    db.engine.dispose()
    twin = databases.copy(database_url)
    key = str(SETTINGS["SECRET_KEY"])
    killed = subprocess.run([sys.executable, "-c", KILLED, database_url, key], cwd=ROOT)
    assert killed.returncode == -signal.SIGKILL
    assert ticks() == BATCH * WHOLE_BATCHES
    assert jobs.tick(AFTER).recorded == DUE - BATCH * WHOLE_BATCHES
    assert list(Verification().differences()) == []
    assert state() == undisturbed(twin)
    databases.drop(twin)


def members_with_points() -> None:
    with time_machine.travel(BEFORE):
        publish_preset("cafe")
        numbers = [str(number) for number in range(DUE)]
        members = in_transaction(lambda: enrol_numbered(numbers)).values()
        bought = [Activity(m, Kind.PURCHASE, "t", f"t{m}", amount=1000 + m) for m in members]
        in_transaction(lambda: engine.record_all(bought))
    db.session.remove()


def undisturbed(url: str) -> object:
    app = create_app({**SETTINGS, "SQLALCHEMY_DATABASE_URI": url})
    with app.app_context():
        assert jobs.tick(AFTER).recorded == DUE
        found = state()
        db.session.remove()
        db.engine.dispose()
    return found


def state() -> list[Any]:
    """Everything but what is random or says when it was recorded."""
    activity, outcome, standing = ActivityRow, OutcomeRow, StandingRow
    chain = (activity.member_id, activity.sequence)
    queries = (
        select(*chain, activity.kind, activity.reference, activity.day, activity.tallies),
        select(*chain, outcome.kind, outcome.points, outcome.parts, outcome.why)
        .join(outcome, outcome.activity_id == activity.id)
        .order_by(outcome.position),
        select(standing.member_id, standing.points, standing.due_on, standing.state),
        select(MonthRow.__table__),
    )
    found = [sorted(map(tuple, db.session.execute(query)), key=repr) for query in queries]
    db.session.rollback()
    return found


def ticks() -> int:
    found = db.session.scalar(select(func.count()).where(ActivityRow.kind == Kind.CLOCK))
    db.session.rollback()
    return found or 0
