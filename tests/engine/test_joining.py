"""Whoever joins is welcomed at once, in the same transaction, and once."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from sqlalchemy import select

from loyalty_app import engine
from loyalty_app.activities.models import ActivityRow
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.contacts import ContactTaken
from loyalty_app.members.models import Member
from loyalty_app.standing.queries import standing_of

from ..factories import publish, publish_preset

PLAIN = "name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\n"


def test_a_new_member_has_what_the_programme_gives_for_joining(app: Flask) -> None:
    publish_preset("cafe")
    member = in_transaction(lambda: engine.join("Member", email="me@example.org"))
    assert standing_of(member.id).available == 10
    assert db.session.scalars(select(ActivityRow.reference)).all() == [f"joining-{member.id}"]


def test_where_joining_brings_nothing_nothing_is_recorded(app: Flask) -> None:
    publish(PLAIN)
    member = in_transaction(lambda: engine.join("Member"))
    assert standing_of(member.id).sequence == 0


def test_whoever_cannot_join_is_not_welcomed(app: Flask) -> None:
    publish_preset("cafe")
    in_transaction(lambda: engine.join("Member", email="me@example.org"))
    with pytest.raises(ContactTaken):
        in_transaction(lambda: engine.join("Stranger", email="me@example.org"))
    assert len(db.session.scalars(select(Member)).all()) == 1
    assert len(db.session.scalars(select(ActivityRow)).all()) == 1


def test_they_may_have_joined_before(app: Flask) -> None:
    """The demo has a past."""
    publish_preset("cafe")
    at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    member = in_transaction(lambda: engine.join("Member", at=at))
    assert str(standing_of(member.id).clock) == "2026-03-02"
