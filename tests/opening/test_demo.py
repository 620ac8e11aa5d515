"""The demo: a café with a past, opened once, and never over somebody's own shop."""

from collections import Counter

import pytest
from flask import Flask

from loyalty_app import jobs
from loyalty_app.activities.models import ActivityRow
from loyalty_app.challenges.progress import pursuits
from loyalty_app.cli.demo_answers import let_guests_answer
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.opening.demo import demo_is_open, open_demo, passwords
from loyalty_app.programme.versions import current_programme
from loyalty_app.questions.queries import questions
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.passwords import PasswordHash
from loyalty_app.standing.models import StandingRow
from loyalty_app.standing.queries import standing_of, today
from loyalty_app.surveys.figures import results

from ..factories import preset, publish_preset

HASHES = {role: PasswordHash("x") for role in Role}


@pytest.fixture
def demo(app: Flask) -> None:
    assert in_transaction(lambda: open_demo(HASHES))


def test_the_demo_has_a_past_of_every_kind(demo: None) -> None:
    kinds = Counter(db.session.scalars(db.select(ActivityRow.kind)))
    assert {"purchase", "action", "claim", "use", "undo", "gift", "clock"} <= kinds.keys()
    assert sum(kinds.values()) > 200
    assert db.session.query(Shop).count() == 2
    assert {staff.login for staff in db.session.query(Staff)} == {"owner", "manager", "cashier"}
    balances = list(db.session.scalars(db.select(StandingRow.points)))
    assert len(balances) == db.session.query(Member).count() == 12
    assert min(balances) >= 0


def test_somebody_has_a_birthday_today_and_somebody_was_thanked(demo: None) -> None:
    gifts = db.session.query(ActivityRow).filter_by(kind="gift").all()
    assert [db.session.get_one(Member, g.member_id).name for g in gifts] == ["Ospite 1"] * 2
    db.session.rollback()
    assert jobs.tick().birthdays == 1


def test_challenges_are_won_and_in_progress_and_badges_are_worn(demo: None) -> None:
    standings = [standing_of(member) for member in db.session.scalars(db.select(Member.id))]
    db.session.rollback()
    assert sum(len(standing.won) for standing in standings) >= 5
    assert any(pursuits(preset("cafe"), standing, {}) for standing in standings)
    assert {"thank-you", "green"} <= set().union(*(s.badges for s in standings))


def test_guests_ask_in_both_languages(demo: None) -> None:
    asked = questions()
    assert len(asked) == 3
    assert all({*one.question} == {*one.answer} == {"it", "en"} for one in asked)


def test_the_demo_shows_answers_by_who_served(demo: None) -> None:
    rules = current_programme()
    assert rules.feedback.by_staff
    assert not preset("cafe").feedback.by_staff
    in_transaction(let_guests_answer)
    by_staff = results(rules.surveys[0], today(rules), by_staff=True).by_staff
    assert [name for name, _ in by_staff] == ["Cashier", "Manager"]


def test_a_second_time_changes_nothing(demo: None) -> None:
    before = db.session.query(ActivityRow).count()
    assert not in_transaction(lambda: open_demo(HASHES))
    assert db.session.query(ActivityRow).count() == before
    assert demo_is_open()


def test_a_shop_of_ones_own_is_left_alone(app: Flask) -> None:
    publish_preset("shop")
    assert not in_transaction(lambda: open_demo(HASHES))
    assert not demo_is_open()
    assert db.session.query(Member).count() == 0


def test_the_command_says_who_can_sign_in_each_time_the_same(app: Flask) -> None:
    runner = app.test_cli_runner()
    db.session.rollback()
    first, second = (runner.invoke(args=["demo"]) for _ in range(2))
    assert first.exit_code == second.exit_code == 0
    assert first.output == second.output
    for password in passwords(app.config["SECRET_KEY"]).values():
        assert password in first.output


def test_no_two_demos_share_their_passwords() -> None:
    first, second = passwords("one secret key"), passwords("another secret key")
    assert not {*first.values()} & {*second.values()}
    assert len({*first.values()}) == 3
