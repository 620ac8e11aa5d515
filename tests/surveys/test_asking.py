"""Whoever is to be asked is asked, at the right time, and nobody too often."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import db, in_transaction
from loyalty_app.jobs import ask_members, post_mails
from loyalty_app.members.models import Member, Purpose
from loyalty_app.members.operations import say_consent
from loyalty_app.privacy.operations import erase
from loyalty_app.surveys.rules import is_sampled

from ..at_once import answers_at_once
from ..factories import enrol_member
from .conftest import NOON, asking, buy, invitations, survey

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def asked_at(moment: datetime) -> int:
    with time_machine.travel(moment, tick=False):
        return ask_members()


def test_after_a_purchase_and_its_hours(member: Member) -> None:
    with time_machine.travel(NOON, tick=False):
        bought = buy(member, "1")
    assert asked_at(NOON + 2 * HOUR - timedelta(minutes=1)) == 0
    assert asked_at(NOON + 2 * HOUR) == 1
    (invitation,) = invitations()
    assert (invitation.occasion, invitation.shop) == (bought.activity.id, "centro")
    assert invitation.hour == 12  # on the shop's clock


def test_nobody_is_asked_twice_within_the_days_of_rest(member: Member) -> None:
    for days in (0, 1, 29, 31):
        with time_machine.travel(NOON + days * DAY, tick=False):
            buy(member, f"{days}")
    assert [asked_at(NOON + days * DAY + 3 * HOUR) for days in (0, 1, 29, 31)] == [1, 0, 0, 1]


def test_rest_holds_for_all_surveys_together(member: Member) -> None:
    with time_machine.travel(NOON, tick=False):
        other = survey(on="on: joining, days: 0", id="hello")
        asking(survey(), other)
        buy(member, "1")
    assert asked_at(NOON + 2 * HOUR) == 1


def test_workers_at_once_ask_once(member: Member, app: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        buy(member, "1")
        buy(member, "2")
    with time_machine.travel(NOON + 3 * HOUR, tick=False):
        assert sum(answers_at_once(app, ask_members)) == 1
    assert len(invitations()) == 1


def test_what_was_taken_back_or_is_long_past_is_not_asked_about(member: Member) -> None:
    with time_machine.travel(NOON, tick=False):
        bought = buy(member, "1")
        undo = Activity(member.id, Kind.UNDO, "till", "u", refers_to=bought.activity.id)
        in_transaction(lambda: engine.record(undo))
        buy(member, "2")
    assert asked_at(NOON + 3 * DAY) == 0
    assert asked_at(NOON + 3 * HOUR) == 1
    assert invitations()[0].occasion != bought.activity.id


def test_who_left_is_not_asked(member: Member) -> None:
    with time_machine.travel(NOON, tick=False):
        buy(member, "1")
        in_transaction(lambda: erase(member.id))
    assert asked_at(NOON + 3 * HOUR) == 0


def test_some_days_after_joining(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        asking(survey(on="on: joining, days: 7"))
        enrol_member()
    assert [asked_at(NOON + days * DAY) for days in (6, 7, 8)] == [0, 1, 0]


def test_when_a_tier_is_reached(app: Flask) -> None:
    tiers = (
        "tiers: {measure: visits, levels: [{id: low, name: Low, from: 0},"
        " {id: high, name: High, from: 2}]}\n"
    )
    with time_machine.travel(NOON, tick=False):
        asking(survey(on="on: tier, tier: high"), more=tiers)
        member = enrol_member()
        buy(member, "1")
    assert asked_at(NOON + HOUR) == 0
    with time_machine.travel(NOON + DAY, tick=False):
        buy(member, "2")
    assert [asked_at(NOON + DAY + HOUR), asked_at(NOON + DAY + 2 * HOUR)] == [1, 0]


def test_every_so_many_days_of_those_who_came(app: Flask) -> None:
    with time_machine.travel(NOON, tick=False):
        asking(survey(on="on: interval, days: 40"))
        member, _absent = enrol_member(), enrol_member()
    for days in (35, 75, 85):
        with time_machine.travel(NOON + days * DAY, tick=False):
            buy(member, f"{days}")
    assert [asked_at(NOON + days * DAY) for days in (39, 41, 60, 82, 200)] == [0, 1, 0, 1, 0]


def test_a_sample_is_the_same_for_ever_and_about_one_in_so_many() -> None:
    visits = [f"{number:032x}" for number in range(3000)]
    sample = [visit for visit in visits if is_sampled("visit", visit, 3)]
    assert sample == [visit for visit in visits if is_sampled("visit", visit, 3)]
    assert 900 < len(sample) < 1100
    assert sample != [visit for visit in visits if is_sampled("other", visit, 3)]
    assert all(is_sampled("visit", visit, 1) for visit in visits)


@pytest.mark.parametrize(("agreed", "mails"), [(True, 1), (False, 0)])
def test_a_mail_goes_to_who_agreed_to_hear_from_the_shop(
    app: Flask, member: Member, agreed: bool, mails: int
) -> None:
    def reachable() -> None:
        db.session.get_one(Member, member.id).email = "guest@example.org"
        say_consent(member, Purpose.MARKETING, given=agreed, words="Write.")

    with time_machine.travel(NOON, tick=False):
        in_transaction(reachable)
        buy(member, "1")
    outbox = app.extensions["mailman"].outbox = []
    with time_machine.travel(NOON + 3 * HOUR, tick=False):
        ask_members()
        post_mails()
    assert len(outbox) == mails
    for sent in outbox:
        assert "How was it?" in sent.body
        html = sent.alternatives[0][0]
        assert html.count("?score=") == 11
        assert "http://localhost/a/" in html


def test_what_a_link_asks_nobody_is_asked_by_the_clock(app: Flask) -> None:
    with time_machine.travel(datetime(2026, 3, 3, tzinfo=UTC), tick=False):
        asking(survey(on="on: link"))
        buy(enrol_member(), "1")
        assert ask_members() == 0
