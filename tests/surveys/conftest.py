"""A shop that asks, and what its members bought."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.programme.document import Programme
from loyalty_app.surveys.models import Answer, SurveyInvitation

from ..factories import enrol_member, publish

HEAD = "name: Caffè Aurora\ncurrency: EUR\ntime_zone: Europe/Rome\n"
NOON = datetime(2026, 3, 3, 11, tzinfo=UTC)

Ask = Callable[..., Programme]


def survey(
    settings: str = "", kind: str = "nps", on: str = "on: purchase, hours: 2", id: str = "visit"
) -> str:
    more = settings and f", {settings}"
    return (
        f"{{id: {id}, name: Your visit, kind: {kind}, question: How was it?, when: {{{on}}}{more}}}"
    )


def asking(*surveys: str, feedback: str = "rest_days: 30", more: str = "") -> Programme:
    listed = "".join(f"  - {one}\n" for one in surveys)
    return publish(f"{HEAD}{more}surveys:\n{listed}feedback: {{{feedback}}}\n")


@pytest.fixture
def member(app: Flask) -> Member:
    with time_machine.travel(NOON, tick=False):
        asking(survey("thanks: 10"))
        return enrol_member("Regular Guest")


def buy(member: Member, reference: str, at: datetime | None = None) -> engine.Recorded:
    said = Activity(member.id, Kind.PURCHASE, "till", reference, at, amount=500, shop="centro")
    return in_transaction(lambda: engine.record(said))


def invitations() -> list[SurveyInvitation]:
    db.session.rollback()
    return list(db.session.scalars(select(SurveyInvitation).order_by(SurveyInvitation.id)))


def answers() -> list[Answer]:
    db.session.rollback()
    return list(db.session.scalars(select(Answer).execution_options(populate_existing=True)))
