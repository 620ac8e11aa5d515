"""Forgot the card: a slip brings what was bought to one member, once."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from loyalty_app.clock import now
from loyalty_app.counter.models import ClaimSlip
from loyalty_app.counter.slips import KEPT, SlipCollected, collect
from loyalty_app.extensions import db, in_transaction
from loyalty_app.jobs import work_once
from loyalty_app.members.models import Member
from loyalty_app.receipts.queries import receipts_of_member
from loyalty_app.staff.models import Role
from loyalty_app.standing.cards import stamps_on
from loyalty_app.standing.operations import enrol

from ...factories import hire, publish
from ...sign_in import as_member
from ..console.test_cards import codes_on
from .conftest import CAFE, KEY, OTHER_KEY, Counter, coffees, has, speaking
from .test_scan import own_card_of


@pytest.fixture
def phone(app: Flask, member: Member) -> FlaskClient:
    return speaking(as_member(app.test_client(), member), "en")


@pytest.fixture
def code(till: Counter) -> str:
    return make(till)


def make(till: Counter, amount: str = "12.00", key: str = KEY, **more: str) -> str:
    answer = till.post("/slips/new", amount=amount, key=key, **more)
    assert answer.status_code == 303, answer.text
    return answer.location.rpartition("/")[2]


def test_the_way_there_is_on_the_first_page(till: Counter) -> None:
    assert "/counter/slips/new" in till.get("/").text
    assert "A slip for later" in till.get("/slips/new").text


def test_a_double_tap_makes_one_slip(till: Counter) -> None:
    assert make(till) == make(till)
    assert db.session.query(ClaimSlip).count() == 1


@pytest.mark.parametrize("amount", ["", "12.345", "-1", "x"])
def test_a_wrong_amount_is_said_and_stays(till: Counter, amount: str) -> None:
    answer = till.post("/slips/new", amount=amount, key=KEY)
    assert answer.status_code == 422
    assert 'class="fault"' in answer.text
    assert f'value="{amount}"' in answer.text
    assert db.session.query(ClaimSlip).count() == 0


def test_the_member_collects_what_it_brings(
    till: Counter, phone: FlaskClient, member: Member
) -> None:
    code = make(till, "4.00", **coffees(2))
    page = phone.get(f"/s/{code}").text
    for words in ("€4.00", "4 points earned", "2 stamps", "Collect"):
        assert words in page
    assert has(member).available == 0  # looking collects nothing
    assert phone.post(f"/s/{code}").location == "/card"
    assert has(member).available == 4
    assert stamps_on(has(member), "coffee") == 2
    assert "Collected" in till.get(f"/slips/{code}").text


def test_asked_again_it_is_the_same(phone: FlaskClient, member: Member, code: str) -> None:
    for _ in range(2):
        assert phone.post(f"/s/{code}").location == "/card"
    assert has(member).available == 12


def test_it_happened_when_it_was_made_and_by_the_rules_of_then(
    till: Counter, phone: FlaskClient, member: Member, code: str
) -> None:
    made_at = db.session.get_one(ClaimSlip, code).made_at
    with time_machine.travel(now() + timedelta(hours=3), tick=False):
        as_member(phone, member)
        publish(CAFE.replace("points: 1, every: 1.00", "points: 9, every: 1.00"))
        phone.post(f"/s/{code}")
    receipt = receipts_of_member(member.id, 1)[0]
    assert (receipt.happened_at, receipt.points) == (made_at, 12)
    assert receipt.staff_id == till.staff.id


def test_a_second_member_is_told(app: Flask, phone: FlaskClient, code: str) -> None:
    other = in_transaction(lambda: enrol("Other"))
    phone.post(f"/s/{code}")
    theirs = speaking(as_member(app.test_client(), other), "en")
    answer = theirs.post(f"/s/{code}")
    assert answer.status_code == 409
    assert "This slip was collected already." in answer.text
    assert has(other).sequence == 0


def test_of_those_who_come_at_once_one_collects(app: Flask, member: Member, code: str) -> None:
    ids = [member.id, *(in_transaction(lambda: enrol("Other")).id for _ in range(5))]
    db.session.rollback()
    together, late = Barrier(len(ids)), []

    def tap(member_id: int) -> None:
        together.wait()
        with app.app_context():
            try:
                in_transaction(lambda: collect(code, member_id))
            except SlipCollected:
                late.append(member_id)

    taps = [Thread(target=tap, args=(member_id,)) for member_id in ids]
    for thread in taps:
        thread.start()
    for thread in taps:
        thread.join()
    assert len(late) == 5
    [first] = set(ids) - set(late)
    assert [receipt.amount for receipt in receipts_of_member(first, 9)] == [1200]


def test_a_stranger_joins_and_comes_back_to_it(app: Flask, till: Counter, code: str) -> None:
    stranger = speaking(app.test_client(), "en")
    page = stranger.get(f"/s/{code}").text
    assert "/join" in page
    assert f"/login?next=/s/{code}" in page
    assert stranger.post(f"/s/{code}").location == f"/s/{code}"
    assert stranger.post("/join", data={"of_age": "y"}).location == f"/s/{code}"
    assert stranger.post(f"/s/{code}").location == "/card"


def test_a_slip_ends_and_says_so(
    till: Counter, phone: FlaskClient, member: Member, code: str
) -> None:
    with time_machine.travel(now() + timedelta(hours=24, seconds=1), tick=False):
        as_member(phone, member)
        till.sign_in_again()
        assert "The time to collect this slip is over." in phone.get(f"/s/{code}").text
        assert phone.post(f"/s/{code}").status_code == 409
        assert "This slip is over" in till.get(f"/slips/{code}").text
    assert has(member).sequence == 0


def test_who_made_it_withdraws_it(
    till: Counter, managers_till: Counter, phone: FlaskClient, member: Member, code: str
) -> None:
    theirs = make(managers_till, "5.00", OTHER_KEY)
    assert till.post(f"/slips/{theirs}/withdraw").status_code == 409
    assert "withdraw" not in till.get(f"/slips/{theirs}").text
    assert managers_till.post(f"/slips/{theirs}/withdraw").status_code == 303
    assert till.post(f"/slips/{code}/withdraw").status_code == 303
    assert "Withdrawn" in till.get(f"/slips/{code}").text
    assert "The shop has withdrawn this slip." in phone.post(f"/s/{code}").text
    assert has(member).sequence == 0


def test_what_was_collected_is_not_withdrawn(till: Counter, phone: FlaskClient, code: str) -> None:
    phone.post(f"/s/{code}")
    answer = till.post(f"/slips/{code}/withdraw")
    assert answer.status_code == 409
    assert "This slip was collected already." in answer.text


def test_with_a_card_of_paper_it_is_credited_at_the_counter(
    till: Counter, member: Member, code: str
) -> None:
    shown = f"{code[:5]} {code[5:]}".lower()
    assert till.post("/", code=shown).location == f"/counter/slips/{code}"
    assert till.post("/", code=f"https://x-y.example/s/{code}").location == f"/counter/slips/{code}"
    assert till.post(f"/slips/{code}", code="").status_code == 422
    answer = till.post(f"/slips/{code}", code="9999999999")
    assert answer.status_code == 422
    assert "9999999999" in answer.text
    answer = till.post(f"/slips/{code}", code=member.number)
    assert answer.status_code == 303
    assert "now has 12 points" in till.client.get(answer.location).text


def test_who_made_it_does_not_collect_it(
    till: Counter, phone: FlaskClient, member: Member, code: str
) -> None:
    own_card_of(till.staff, member)
    assert "Nobody serves their own card" in phone.post(f"/s/{code}").text
    assert "Nobody serves their own card" in till.post(f"/slips/{code}", code=member.number).text
    assert has(member).sequence == 0


def test_whoever_approved_a_slip_does_not_collect_it(
    phone: FlaskClient, member: Member, code: str
) -> None:
    manager = hire(Role.MANAGER)
    own_card_of(manager, member)
    approved = update(ClaimSlip).values(approved_by=manager.id)
    in_transaction(lambda: db.session.execute(approved))
    assert "Nobody serves their own card" in phone.post(f"/s/{code}").text
    assert has(member).sequence == 0


def test_a_page_that_waits_hears_when_it_was_collected(
    till: Counter, phone: FlaskClient, code: str
) -> None:
    assert till.get(f"/slips/{code}?waiting=1").status_code == 204
    phone.post(f"/s/{code}")
    assert "Collected" in till.get(f"/slips/{code}?waiting=1").text


def test_the_code_is_typed(phone: FlaskClient, code: str) -> None:
    assert 'href="/s"' in phone.get("/history").text
    assert (
        phone.post("/s", data={"code": f" {code[:4]}-{code[4:]}".lower()}).location == f"/s/{code}"
    )
    for typed in ("", "0000000000", "what?"):
        answer = phone.post("/s", data={"code": typed})
        assert answer.status_code == 422
        assert 'class="fault"' in answer.text
    assert phone.get("/s/0000000000").status_code == 404


def test_it_is_printed_with_a_code_that_reads(till: Counter, code: str) -> None:
    answer = till.get(f"/slips/{code}.pdf")
    assert answer.mimetype == "application/pdf"
    assert [text.rpartition("/s/")[2] for text in codes_on(answer.data)] == [code]


def test_old_slips_are_forgotten(code: str) -> None:
    over_at = db.session.get_one(ClaimSlip, code).expires_at
    for moment, left in ((over_at + KEPT - timedelta(hours=1), 1), (over_at + 2 * KEPT, 0)):
        with time_machine.travel(moment, tick=False):
            work_once()
        db.session.rollback()
        assert db.session.query(ClaimSlip).count() == left
