"""A new mechanic is one pure function and one entry in STEPS: the engine does the rest."""

from collections.abc import Iterator
from functools import partial

import pytest
from flask import Flask

from loyalty_app import engine
from loyalty_app.activities.facts import WHOLE, Fact, Outcome, OutcomeKind, Tally
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.engine import deciding
from loyalty_app.extensions import db, in_transaction
from loyalty_app.programme.document import Programme
from loyalty_app.standing.points import born, give
from loyalty_app.standing.queries import standing_of
from loyalty_app.standing.values import Standing
from loyalty_app.trust.verification import Verification

from ..factories import enrol_member, publish


def every_third(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    """Seven points for every third purchase."""
    if activity.kind is not Kind.PURCHASE:
        return
    yield Tally("third", "", 1, WHOLE)
    if standing.count("third") % 3 == 0:
        yield from give(standing, born(programme.points, activity.day), 7, "third", {})


@pytest.fixture
def member(app: Flask, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr(deciding, "STEPS", (*deciding.STEPS, every_third))
    publish("name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\n")
    return enrol_member().id


def test_a_toy_mechanic_records_undoes_and_verifies(member: int) -> None:
    for n in range(3):
        sale = Activity(member, Kind.PURCHASE, "till", f"r{n}", amount=100)
        done = in_transaction(partial(engine.record, sale))
    given = [f for f in done.facts if isinstance(f, Outcome)]
    assert [(f.kind, f.points) for f in given] == [(OutcomeKind.POINTS_EARNED, 7)]

    undo = Activity(member, Kind.UNDO, "till", "u", refers_to=done.activity.id)
    in_transaction(lambda: engine.record(undo))
    standing = standing_of(member)
    assert (standing.available, standing.count("third")) == (0, 2)
    assert list(Verification().differences()) == []
    db.session.rollback()
