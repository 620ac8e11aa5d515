"""`verify` says what is wrong, and ends with 1."""

import json

import pytest
from flask import Flask

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import in_transaction

from ..factories import enrol_member, publish_preset
from ..trust.conftest import unguarded
from .conftest import Console


@pytest.fixture
def member(app: Flask) -> int:
    publish_preset("cafe")
    member = enrol_member().id
    for number in range(2):
        bought = Activity(member, Kind.PURCHASE, "till", f"t{number}", amount=500)
        in_transaction(lambda bought=bought: engine.record(bought))  # type: ignore[misc]
    return member


def test_all_is_as_it_was_recorded(member: int, console: Console) -> None:
    result = console("verify")
    assert result.exit_code == 0
    assert "2 activities of 1 members" in result.stdout
    shown = json.loads(console("verify", "--json").stdout)
    assert shown == {
        "members": 1,
        "activities": 2,
        "stripped": 0,
        "count": 0,
        "differences": [],
    }


def test_a_bad_row_is_named_with_its_column(member: int, console: Console) -> None:
    with unguarded() as connection:
        connection.exec_driver_sql("UPDATE standing SET points = 999")
    result = console("verify")
    assert result.exit_code == 1
    assert result.stdout.startswith(f"standing {member}, points: stored 999, computed")
    shown = json.loads(console("verify", "--json").stdout)
    assert shown["count"] == 1
    assert shown["differences"][0]["column"] == "points"
