"""Scans that come late, shuffled and repeated: one effect each, and always the same answer."""

import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

from loyalty_app import engine
from loyalty_app.activities.models import ActivityRow, DetailRow
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.clock import now
from loyalty_app.counter.quarantine import accept
from loyalty_app.counter.queue import Answer, take_queue
from loyalty_app.counter.scans import Queued, Scan, Served
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.blank_cards import cards_on, print_sheet
from loyalty_app.members.keys import revoke_keys
from loyalty_app.members.models import DeviceKey, Member
from loyalty_app.programme.versions import current_programme
from loyalty_app.staff.models import Staff
from loyalty_app.staff.operations import dismiss, link_card
from loyalty_app.standing.queries import standing_of

from ..at_once import answers_at_once
from ..factories import enrol_member, hire, publish
from ..phones import phone_of

RULES = """
name: Café
currency: EUR
time_zone: Europe/Rome
earning:
  - {id: base, per_spend: {points: 1, every: 1.00}}
  - {id: own-cup, action: own-cup, points: 5}
stamp_cards:
  - {id: coffee, name: Three coffees, stamps: 3, per_item: {category: [coffee]}, prize: cake}
rewards:
  - {id: cake, name: Cake, kind: product, points: 40}
"""


AN_HOUR = timedelta(hours=1)


@pytest.fixture
def cashier(app: Flask) -> Iterator[Staff]:
    publish(RULES)
    with force_locale("en"):
        yield hire()


@pytest.fixture
def member(cashier: Staff) -> Member:
    return enrol_member()


def scanned(code: str, amount: int | None = 500, ago: timedelta = AN_HOUR, **more: object) -> Scan:
    said = {"id": uuid.uuid4().hex, "code": code, "at": now() - ago, "amount": amount, **more}
    return Scan.model_validate(said)


def send(staff: Staff, *scans: Scan, trusted: bool = True) -> list[Answer]:
    """The answers in the order of the scans."""
    db.session.rollback()
    since = min(scan.at for scan in scans) - timedelta(hours=1)
    queued = [Queued(scan, Served(staff.id, "piazza", since)) for scan in scans]
    programme = current_programme()
    answers = in_transaction(lambda: take_queue(queued, None, programme, trusted=trusted))
    db.session.rollback()
    return [answers[scan.id] for scan in scans]


def points(member: Member) -> int:
    db.session.rollback()
    return standing_of(member.id).available


def recorded() -> list[ActivityRow]:
    return list(db.session.scalars(select(ActivityRow).order_by(ActivityRow.sequence)))


def test_a_scan_that_comes_late_is_recorded_at_its_own_time(cashier: Staff, member: Member) -> None:
    scan = scanned(member.code, 1200)
    [answer] = send(cashier, scan)
    assert (answer.state, answer.why) == ("recorded", "")
    assert points(member) == 12
    detail = db.session.get_one(DetailRow, answer.receipt)
    assert (detail.happened_at, detail.shop, detail.staff_id) == (scan.at, "piazza", cashier.id)


def test_sent_again_it_gets_the_same_answer_and_counts_once(cashier: Staff, member: Member) -> None:
    scan = scanned(member.code)
    first = send(cashier, scan)
    assert send(cashier, scan, scan) == first * 2
    assert points(member) == 5


def test_eight_at_once_count_once(app: Flask, cashier: Staff, member: Member) -> None:
    phone, _ = phone_of(member)
    at = now() - timedelta(hours=1)
    scan = scanned(phone.shows(at), at=at)
    queued = [Queued(scan, Served(cashier.id, "", at))]
    programme = current_programme()

    def sent() -> Answer:
        verb = lambda: take_queue(queued, None, programme, trusted=True)  # noqa: E731
        return in_transaction(verb)[scan.id]

    answers = answers_at_once(app, sent)
    assert len(answers) == 8
    assert {(answer.state, answer.receipt) for answer in answers} == {
        ("recorded", recorded()[0].id)
    }
    assert points(member) == 5


def test_a_rotating_code_is_judged_by_the_moment_of_its_scan(
    cashier: Staff, member: Member
) -> None:
    phone, _ = phone_of(member)
    at = now() - timedelta(hours=70)
    good = scanned(phone.shows(at), at=at)
    late = scanned(phone.shows(at - timedelta(minutes=2)), at=at)
    forged = scanned(phone.shows(at)[:-3] + "ZZZ", at=at)
    answers = send(cashier, good, late, forged)
    assert [answer.state for answer in answers] == ["recorded", "refused", "refused"]
    assert "This code is from" in answers[1].why
    assert "No phone shows this code" in answers[2].why


def test_one_code_counts_once_per_step_whatever_the_device_calls_it(
    cashier: Staff, member: Member
) -> None:
    phone, _ = phone_of(member)
    at = now() - timedelta(hours=1)
    answers = send(cashier, scanned(phone.shows(at), at=at), scanned(phone.shows(at), at=at))
    assert sorted(answer.state for answer in answers) == ["recorded", "refused"]
    assert points(member) == 5


def test_a_phone_that_was_removed_since_counts_for_its_time(cashier: Staff, member: Member) -> None:
    phone, row = phone_of(member)
    at = now() - timedelta(hours=1)
    in_transaction(lambda: revoke_keys(DeviceKey.id == row.id))
    assert send(cashier, scanned(phone.shows(at), at=at))[0].state == "recorded"


@pytest.mark.parametrize(
    ("hours", "state"),
    [(71.9, "recorded"), (72.1, "refused"), (-0.05, "recorded"), (-1, "refused")],
)
def test_it_may_be_72_hours_late_and_hardly_early(
    cashier: Staff, member: Member, hours: float, state: str
) -> None:
    [answer] = send(cashier, scanned(member.code, ago=timedelta(hours=hours)))
    assert answer.state == state


def test_the_programme_of_its_time_decides(cashier: Staff, member: Member) -> None:
    before = scanned(member.code, 1000, ago=timedelta(0))
    with time_machine.travel(now() + timedelta(minutes=10)):
        publish(RULES.replace("points: 1, every", "points: 3, every"))
        after = scanned(member.code, 1000, ago=timedelta(0))
    with time_machine.travel(now() + timedelta(hours=2)):
        send(cashier, after, before)
    assert points(member) == 10 + 30


def test_a_refusal_stays_what_it_was(cashier: Staff, member: Member) -> None:
    scan = scanned("1234567897")
    [first] = send(cashier, scan)
    assert "No member has “…7897”" in first.why

    def join() -> None:
        db.session.get_one(Member, member.id).number = "1234567897"

    in_transaction(join)
    assert send(cashier, scan) == [first]
    assert send(cashier, scanned("1234567897"))[0].state == "recorded"
    assert points(member) == 5


def test_one_that_is_refused_keeps_no_other(cashier: Staff, member: Member) -> None:
    bad = scanned("nonsense")
    answers = send(cashier, scanned(member.code), bad, scanned(member.code))
    assert [answer.state for answer in answers] == ["recorded", "refused", "recorded"]


def test_another_body_under_its_name_is_refused(cashier: Staff, member: Member) -> None:
    scan = scanned(member.code, 500)
    send(cashier, scan)
    [answer] = send(cashier, scan.model_copy(update={"amount": 700}))
    assert answer.state == "refused"
    assert "recorded a moment ago with other numbers" in answer.why
    assert points(member) == 5


@pytest.mark.parametrize("approved_by", [None, 1])
def test_a_page_that_waited_in_vain_hands_its_purchase_on_and_it_counts_once(
    cashier: Staff, member: Member, approved_by: int | None
) -> None:
    """The till's form was recorded, but its answer got lost."""
    scan = scanned(member.number, 500, ago=timedelta(0))
    sale = Activity(member.id, Kind.PURCHASE, "counter", scan.id, amount=500, staff_id=cashier.id)
    sale = sale._replace(approved_by=approved_by)
    receipt = in_transaction(lambda: engine.record(sale)).activity.id
    [answer] = send(cashier, scan)
    assert (answer.state, answer.receipt) == ("recorded", receipt)
    assert points(member) == 5


def test_items_and_actions_come_with_it(cashier: Staff, member: Member) -> None:
    coffees = {"category": "coffee", "quantity": 2}
    [answer] = send(
        cashier, scanned(member.code, 400, items=[coffees], actions=["own-cup", "own-cup"])
    )
    assert (answer.state, answer.why) == ("recorded", "")
    assert points(member) == 4 + 5
    assert [row.kind for row in recorded()] == [Kind.PURCHASE, Kind.ACTION]


def test_an_action_alone_and_a_visit(cashier: Staff, member: Member) -> None:
    cup = scanned(member.code, None, actions=["own-cup"])
    visit = scanned(member.code, 0)
    assert {answer.state for answer in send(cashier, cup, visit)} == {"recorded"}
    assert {row.kind for row in recorded()} == {Kind.ACTION, Kind.VISIT}


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"amount": None}, "Write the amount."),
        ({"amount": -5}, "cannot be negative"),
        ({"amount": 10**15}, "too large"),
        ({"amount": None, "actions": ["dance"]}, "no action “dance”"),
        ({"amount": 100, "items": [{"quantity": 1, "amount": 200}]}, "add up to"),
    ],
)
def test_what_makes_no_sense_is_refused_in_words(
    cashier: Staff, member: Member, said: dict[str, object], words: str
) -> None:
    [answer] = send(cashier, scanned(member.code, **said))  # type: ignore[arg-type]
    assert answer.state == "refused"
    assert words in answer.why
    assert recorded() == []


def test_a_card_that_is_nobodys_yet_is_refused(cashier: Staff) -> None:
    in_transaction(print_sheet)
    [answer] = send(cashier, scanned(cards_on(1)[0].number))
    assert "This code is no member's" in answer.why


def test_nobody_serves_their_own_card(cashier: Staff, member: Member) -> None:
    in_transaction(lambda: link_card(cashier.id, member.id))
    assert "Nobody serves their own card" in send(cashier, scanned(member.code))[0].why


def test_what_nobody_served_is_refused(cashier: Staff, member: Member) -> None:
    scan, programme = scanned(member.code), current_programme()
    db.session.rollback()
    queued = [Queued(scan, None)]
    answers = in_transaction(lambda: take_queue(queued, None, programme, trusted=True))
    assert "Nobody was signed in" in answers[scan.id].why


def test_who_had_left_waits_for_the_owner_and_what_was_before_does_not(
    cashier: Staff, member: Member
) -> None:
    hire()  # somebody stays
    before = scanned(member.code, ago=timedelta(minutes=1))
    in_transaction(lambda: dismiss(cashier.id))
    after = scanned(member.code, ago=timedelta(0))
    assert [answer.state for answer in send(cashier, after, before)] == ["waiting", "recorded"]


def test_after_the_shift_it_waits_for_the_owner(cashier: Staff, member: Member) -> None:
    first, late = scanned(member.code, ago=timedelta(hours=20)), scanned(member.code)
    assert [answer.state for answer in send(cashier, first, late)] == ["recorded", "waiting"]


def test_above_a_limit_it_waits_for_the_owner(cashier: Staff, member: Member) -> None:
    """Nobody could approve it without a connection."""
    publish(RULES + "counter: {limits: {cashier: {purchase: 20.00}}}\n")
    dear, cheap = scanned(member.code, 2001), scanned(member.code, 2000)
    assert [answer.state for answer in send(cashier, dear, cheap)] == ["waiting", "recorded"]
    rules = current_programme()
    db.session.rollback()
    settled = in_transaction(lambda: accept([dear.id], cashier.id, rules))
    assert (settled.recorded, settled.refusals) == (1, ())


def test_a_shift_over_midnight_into_summer_time(cashier: Staff, member: Member) -> None:
    """On 28 March 2027 the clock in Rome goes from 2 to 3."""
    moments = [
        datetime(2027, 3, 27, 22, 59, tzinfo=UTC),  # 23:59
        datetime(2027, 3, 27, 23, 1, tzinfo=UTC),  # 0:01
        datetime(2027, 3, 28, 0, 59, tzinfo=UTC),  # 1:59
        datetime(2027, 3, 28, 1, 1, tzinfo=UTC),  # 3:01
        datetime(2027, 3, 28, 22, 1, tzinfo=UTC),  # 0:01 on the 29th
    ]
    phone, _ = phone_of(member)
    with time_machine.travel(datetime(2027, 3, 29, 8, tzinfo=UTC)):
        scans = [scanned(phone.shows(at), 100, at=at) for at in moments]
        for scan in random.Random(7).sample(scans, len(scans)):
            assert send(cashier, scan)[0].state == "recorded"
    days = sorted(row.day.isoformat()[5:] for row in recorded())
    assert days == ["03-27", "03-28", "03-28", "03-28", "03-29"]


def test_two_hours_that_are_called_the_same_are_two(cashier: Staff, member: Member) -> None:
    """On 31 October 2027 the clock in Rome shows 2:30 twice."""
    phone, _ = phone_of(member)
    moments = [datetime(2027, 10, 31, hour, 30, tzinfo=UTC) for hour in (0, 1)]
    with time_machine.travel(datetime(2027, 10, 31, 8, tzinfo=UTC)):
        answers = send(cashier, *[scanned(phone.shows(at), at=at) for at in moments])
    assert [answer.state for answer in answers] == ["recorded", "recorded"]
    assert points(member) == 10


def test_what_a_batch_costs(cashier: Staff, member: Member, statements: list[str]) -> None:
    """One for each static code, three for each rotating one; the rest does not grow."""
    phone, _ = phone_of(member)

    def cost(*scans: Scan) -> int:
        statements.clear()
        send(cashier, *scans)
        return len(statements)

    steps = [now() - timedelta(hours=2) + timedelta(minutes=n) for n in range(20)]
    rotating = [scanned(phone.shows(step), at=step) for step in steps]
    static = [scanned(member.code) for _ in range(20)]
    one = cost(scanned(member.code))
    assert one <= 14
    assert cost(*static) == one + 19
    assert cost(*rotating) <= one + 20 * 3
    assert cost(*rotating, *static) <= 5  # known before
