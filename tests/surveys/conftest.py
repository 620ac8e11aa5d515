"""A shop that asks, and what its members bought."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.clock import now
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.programme.document import Programme
from loyalty_app.programme.sections.surveys import Said
from loyalty_app.programme.versions import published_versions
from loyalty_app.surveys.due import Due
from loyalty_app.surveys.models import Answer, SurveyInvitation
from loyalty_app.surveys.operations import invite

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


def buy(
    member: Member, reference: str, at: datetime | None = None, served_by: int | None = None
) -> engine.Recorded:
    basic = member.id, Kind.PURCHASE, "till", reference, at
    said = Activity(*basic, amount=500, shop="centro", staff_id=served_by)
    return in_transaction(lambda: engine.record(said))


def say(member: Member, said: Said, visit: str = "visit", shop: str = "") -> engine.Answered:
    """A member is asked the shop's first survey about a visit, and answers."""
    version = published_versions()[-1]
    asked, one = version.programme.surveys[0], Due(member.id, visit, shop, 9)

    def verb() -> engine.Answered:
        invitation = invite(asked, version.number, one, now(), timedelta(microseconds=1))
        assert invitation
        return engine.answer(invitation, said)

    return in_transaction(verb)


def invitations() -> list[SurveyInvitation]:
    db.session.rollback()
    return list(db.session.scalars(select(SurveyInvitation).order_by(SurveyInvitation.id)))


def answers() -> list[Answer]:
    db.session.rollback()
    return list(db.session.scalars(select(Answer).execution_options(populate_existing=True)))
