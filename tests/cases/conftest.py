"""A café whose members say what they think, and a manager who sees to it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from loyalty_app import engine
from loyalty_app.cases.operations import hear
from loyalty_app.extensions import db, in_transaction
from loyalty_app.jobs import ask_members
from loyalty_app.members.models import Member
from loyalty_app.programme.sections.surveys import Said
from loyalty_app.staff.models import Role, Staff
from loyalty_app.surveys.models import Case, SurveyInvitation

from ..factories import enrol_member, hire, publish
from ..surveys.conftest import HEAD, NOON, survey

RULES = (
    f"{HEAD}surveys: [{survey()}]\n"
    "feedback: {answer_hours: 24, again_days: 7,"
    " replies: [{id: sorry, name: Sorry, words: {it: Ci dispiace, en: We are sorry}}]}\n"
    "rewards: [{id: cake, name: A cake, kind: product}]\n"
    "gifts: {by_hand: {rewards: [cake], monthly: 2}}\n"
)

Answering = Callable[[int], engine.Answered]


@pytest.fixture
def member(app: Flask) -> Member:
    with time_machine.travel(NOON, tick=False):
        publish(RULES)
        return enrol_member("Regular Guest")


@pytest.fixture
def manager(member: Member) -> Staff:
    return hire(Role.MANAGER)


def newest_invitation(member: Member) -> SurveyInvitation:
    db.session.rollback()
    query = select(SurveyInvitation).where(SurveyInvitation.member_id == member.id)
    return db.session.scalars(query.order_by(SurveyInvitation.id.desc())).first()  # type: ignore[return-value]


def says(member: Member, score: int) -> engine.Answered:
    """To what they were asked last."""
    invitation = newest_invitation(member).id
    return in_transaction(
        lambda: hear(db.session.get_one(SurveyInvitation, invitation), Said(score))
    )


def asked_on(days: int) -> int:
    """How many are asked so many days and an hour after noon."""
    with time_machine.travel(NOON + timedelta(days=days, hours=1), tick=False):
        return ask_members()


def cases() -> list[Case]:
    db.session.rollback()
    return list(db.session.scalars(select(Case).order_by(Case.id)))
