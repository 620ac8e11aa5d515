"""What the counter's code for an action leads to: a look, a tap, and it has counted, once."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from loyalty_app.activities.models import ActivityRow, DetailRow
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.clock import now
from loyalty_app.counter.action_codes import action_code, read_action_code, take_scanned
from loyalty_app.counter.values import Till
from loyalty_app.engine import record
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.programme.versions import current_programme
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.operations import link_card
from loyalty_app.standing.operations import enrol
from loyalty_app.standing.queries import standing_of

from ...at_once import answers_at_once
from ...factories import hire, open_shop, preset_source, publish
from ...sign_in import as_member

NOON = datetime(2027, 11, 22, 11, tzinfo=UTC)
CAFE = preset_source("cafe")


@pytest.fixture(autouse=True)
def programme(app: Flask) -> None:
    publish(CAFE)


@pytest.fixture
def cashier(app: Flask) -> Staff:
    return hire(Role.CASHIER, open_shop("Piazza"))


@pytest.fixture
def member(app: Flask) -> Member:
    return in_transaction(lambda: enrol("Member Surname", email="me@example.org", language="en"))


@pytest.fixture
def phone(app: Flask, member: Member) -> FlaskClient:
    return as_member(app.test_client(), member)


def code(cashier: Staff, at: datetime, action: str = "own-cup") -> str:
    """Where the QR code of this moment leads."""
    till = Till(cashier.id, cashier.role, cashier.member_id, "piazza", at.date())
    return f"/did/{action_code(till, action, at)}"


def points(member: Member) -> int:
    db.session.rollback()
    return standing_of(member.id).available


def test_looking_counts_nothing(phone: FlaskClient, member: Member, cashier: Staff) -> None:
    with time_machine.travel(NOON, tick=False):
        for _ in range(3):
            page = phone.get(code(cashier, NOON))
    assert "Own cup" in page.text
    assert "5 points" in page.text
    assert "I did it" in page.text
    assert points(member) == 0


def test_a_tap_counts_and_says_who_showed_it_where(
    phone: FlaskClient, member: Member, cashier: Staff
) -> None:
    with time_machine.travel(NOON, tick=False):
        answer = phone.post(code(cashier, NOON))
        assert answer.location == "/card"
        assert "“Own cup” has counted." in phone.get("/card").text
    assert points(member) == 5
    detail = db.session.scalars(select(DetailRow)).one()
    assert (detail.shop, detail.staff_id) == ("piazza", cashier.id)


def test_it_counts_once_a_day_whatever_is_scanned(
    phone: FlaskClient, member: Member, cashier: Staff
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        phone.post(code(cashier, NOON))
        again = phone.post(code(cashier, NOON))
        assert again.status_code == 409
        assert "It counts again from Nov 23, 2027." in again.text
        clock.shift(timedelta(minutes=5))
        assert phone.post(code(cashier, NOON + timedelta(minutes=5))).status_code == 409
        clock.shift(timedelta(days=1))
        tomorrow = NOON + timedelta(days=1, minutes=5)
        assert phone.post(code(cashier, tomorrow)).location == "/card"
    assert points(member) == 10


def test_what_was_undone_can_be_scanned_again_from_a_code_shown_since(
    phone: FlaskClient, member: Member, cashier: Staff
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first = code(cashier, NOON)
        for n in range(2):
            phone.post(code(cashier, now()))
            assert points(member) == 5
            clock.shift(timedelta(minutes=1))
            last = db.session.scalars(
                select(ActivityRow.id)
                .where(ActivityRow.kind == Kind.ACTION)
                .order_by(ActivityRow.sequence)
            ).all()[-1]
            undo = Activity(member.id, Kind.UNDO, "counter", f"undo-{n}", refers_to=last)
            in_transaction(lambda undo=undo: record(undo))  # type: ignore[misc]
            phone.post(first)  # which was shown before the undo
            assert points(member) == 0
            clock.shift(timedelta(minutes=1))
        assert phone.post(code(cashier, now())).location == "/card"
        assert phone.post(code(cashier, now())).status_code == 409
    assert points(member) == 5


@pytest.mark.parametrize(
    ("per", "again"), [("week", "Nov 29, 2027"), ("month", "Dec 1, 2027"), ("ever", "counts once")]
)
def test_the_rules_own_period_is_the_one(
    phone: FlaskClient, member: Member, cashier: Staff, per: str, again: str
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        publish(CAFE.replace("limit: {times: 3, per: day}", f"limit: {{times: 1, per: {per}}}"))
        clock.shift(timedelta(minutes=1))
        at = NOON + timedelta(minutes=1)
        phone.post(code(cashier, at))
        assert again in phone.post(code(cashier, at)).text
    assert points(member) == 5


def test_many_scan_the_same_one(app: Flask, cashier: Staff) -> None:
    people = [in_transaction(lambda: enrol("Guest")) for _ in range(3)]
    with time_machine.travel(NOON, tick=False):
        for one in people:
            as_member(app.test_client(), one).post(code(cashier, NOON))
    assert [points(one) for one in people] == [5, 5, 5]


def test_taps_at_once_are_one(app: Flask, member: Member, cashier: Staff) -> None:
    at, member_id, rules = now(), member.id, current_programme()
    said = read_action_code(code(cashier, at).removeprefix("/did/"))
    assert said
    taps = answers_at_once(
        app, lambda: in_transaction(lambda: take_scanned(said, member_id, rules))
    )
    assert len(taps) == 1
    assert points(member) == 5


def test_a_code_is_over_after_two_minutes(
    phone: FlaskClient, member: Member, cashier: Staff
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        shown = code(cashier, NOON)
        clock.shift(timedelta(seconds=121))
        page = phone.get(shown)
        assert page.status_code == 410
        assert "Scan the one that the counter shows now." in page.text
        assert phone.post(shown).location == shown
    assert points(member) == 0


def test_who_opened_it_in_time_may_take_a_while(
    phone: FlaskClient, member: Member, cashier: Staff
) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        shown = code(cashier, NOON)
        phone.get(shown)
        clock.shift(timedelta(minutes=29))
        assert phone.post(shown).location == "/card"
        other = code(cashier, NOON + timedelta(minutes=29))
        phone.get(other)
        clock.shift(timedelta(minutes=31))
        assert phone.post(other).location == other
    assert points(member) == 5


@pytest.mark.parametrize("code", ["nothing", "WyJvd24tY3VwIl0.x", "a.b.c"])
def test_what_is_no_code_is_over(phone: FlaskClient, code: str) -> None:
    assert phone.get(f"/did/{code}").status_code == 410


def test_an_action_that_is_rewarded_no_more_is_over(phone: FlaskClient, cashier: Staff) -> None:
    with time_machine.travel(NOON, tick=False):
        assert phone.get(code(cashier, NOON, "workshop")).status_code == 410


def test_staff_do_not_credit_themselves(phone: FlaskClient, member: Member, cashier: Staff) -> None:
    in_transaction(lambda: link_card(cashier.id, member.id))
    with time_machine.travel(NOON, tick=False):
        answer = phone.post(code(cashier, NOON))
    assert answer.status_code == 409
    assert "Nobody serves their own card." in answer.text
    assert points(member) == 0


def test_a_stranger_gets_a_card_and_comes_back(client: FlaskClient, cashier: Staff) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        shown = code(cashier, NOON)
        page = client.get(shown).text
        assert 'href="/join"' in page
        assert f"/login?next={shown}" in page
        assert client.post(shown).location == shown
        clock.shift(timedelta(minutes=10))
        client.get("/join")
        joined = client.post("/join", data={"name": "New", "of_age": "y"})
        assert joined.location == shown
        assert "I did it" in client.get(shown).text
        assert client.post(shown).location == "/card"
    actions = db.session.scalars(select(ActivityRow).where(ActivityRow.kind == "action"))
    assert len(list(actions)) == 1
