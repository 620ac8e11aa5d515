"""`tick` and `worker`, as from a console."""

import json
import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import in_transaction
from loyalty_app.members.operations import celebrate_on

from ..conftest import SETTINGS
from ..factories import enrol_member, publish_preset
from .conftest import Console

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def member(app: Flask) -> int:
    publish_preset("shop")
    member = enrol_member().id
    bought = Activity(member, Kind.PURCHASE, "t", "t1", date(2001, 3, 2), amount=1000)
    in_transaction(lambda: engine.record(bought))
    return member


def test_tick_says_for_how_many_time_passed(member: int, console: Console) -> None:
    result = console("tick", "--at", "2003-02-28")
    assert (result.exit_code, result.stdout) == (0, "Time passed to Feb 28, 2003 for 0 members.\n")
    shown = json.loads(console("tick", "--at", "2003-04-01T08:00", "--json").stdout)
    nothing = ("failed", "birthdays", "anniversaries", "won_together", "invitations")
    assert shown == {"day": "2003-04-01", "recorded": 1, **dict.fromkeys(nothing, 0)}
    assert json.loads(console("tick", "--json").stdout)["recorded"] == 0


def test_tick_says_whose_birthdays_there_were(member: int, console: Console) -> None:
    in_transaction(lambda: celebrate_on(member, "03-02"))
    assert console("tick", "--at", "2003-03-02").stdout.endswith("1 birthday.\n")
    assert json.loads(console("tick", "--at", "2003-03-02", "--json").stdout)["birthdays"] == 0


def test_the_future_is_passed_to_only_when_one_insists(member: int, console: Console) -> None:
    refused = console("tick", "--at", "2190-01-01")
    assert refused.exit_code == 1
    assert "never comes back" in refused.stderr
    assert console("tick", "--at", "2190-01-01", "--yes").exit_code == 0


@pytest.mark.parametrize("at", ["tomorrow", "2026-02-30", "0001-01-01", ""])
def test_a_time_that_is_none_is_wrong_usage(member: int, console: Console, at: str) -> None:
    assert console("tick", "--at", at or " ").exit_code == 2


def test_a_worker_does_everything_once(member: int, console: Console) -> None:
    assert console("worker", "--once").exit_code == 0
    assert json.loads(console("tick", "--json").stdout)["recorded"] == 0


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_signal_ends_the_worker_cleanly(member: int, database_url: str) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "SECRET_KEY": str(SETTINGS["SECRET_KEY"]),
        "LC_ALL": "en_US.UTF-8",
    }
    command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker", "--every", "600"]
    worker = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE, text=True)
    assert worker.stderr
    assert "at work" in worker.stderr.readline()
    worker.send_signal(signal.SIGTERM)
    _, rest = worker.communicate(timeout=30)
    assert (worker.returncode, "has ended" in rest) == (0, True)
