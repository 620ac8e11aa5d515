"""What is above a cashier's limit comes back as it was typed, and a manager's PIN records it."""

import json

import pytest
from sqlalchemy import select

from loyalty_app.activities.models import DetailRow
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.programme.document import Programme
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.operations import link_card
from loyalty_app.trust.verification import Verification

from ...factories import hire, open_shop, publish
from ...on_device import OTHER_PIN, PIN, make_device, with_pin
from .conftest import CAFE, KEY, OTHER_KEY, Counter, coffees, give, has, receipt_id

LIMITS = """
gifts:
  by_hand: {rewards: [free-coffee], monthly: 20, by: cashier}
counter:
  limits:
    cashier: {purchase: 100.00, points: 50, gift: 30}
    manager: {purchase: 500.00}
"""


@pytest.fixture
def programme(app: object) -> Programme:
    return publish(CAFE + LIMITS)


@pytest.fixture
def manager(shop: Shop) -> Staff:
    return with_pin(hire(Role.MANAGER, shop, login="marta"))


@pytest.fixture
def till(till: Counter, manager: Staff) -> Counter:
    """A cashier's, on a device of the shop where a manager has a PIN."""
    make_device(till.client, manager)
    return till


def approved_by(activity_id: str) -> int | None:
    db.session.rollback()
    body = db.session.scalars(
        select(DetailRow.body).where(DetailRow.activity_id == activity_id)
    ).one()
    said: dict[str, int] = json.loads(body)
    return said.get("approved_by")


def test_up_to_the_limit_nobody_is_asked(till: Counter, member: Member) -> None:
    assert approved_by(till.sell(member, "100.00")) is None


def test_above_it_the_form_comes_back_with_everything_typed(
    till: Counter, member: Member, manager: Staff
) -> None:
    path, said = f"/members/{member.number}", {"amount": "100.01", "key": KEY, **coffees(2, "9")}
    asked = till.post_fragment(path, **said)
    assert asked.status_code == 422
    for words in ("up to €100.00 alone", 'value="100.01"', 'value="2"', KEY, manager.name):
        assert words in asked.text
    assert 'name="pin"' in asked.text
    assert has(member).sequence == 0
    approved = till.post(path, **said, approver=str(manager.id), pin=PIN)
    assert approved.status_code == 303
    sale = receipt_id(approved.location)
    assert approved_by(sale) == manager.id
    page = till.get(f"/receipts/{sale}").text
    assert f"approved by {manager.name}" in page
    row = db.session.query(DetailRow).filter_by(activity_id=sale).one()
    assert row.staff_id == till.staff.id
    assert list(Verification().differences()) == []


def test_sent_twice_it_is_recorded_once(till: Counter, member: Member, manager: Staff) -> None:
    said = {"amount": "200", "approver": str(manager.id), "pin": PIN}
    first, second = (till.sell(member, **said) for _ in range(2))
    assert first == second
    assert has(member).sequence == 1


def test_a_wrong_pin_records_nothing_and_says_what_is_left(
    till: Counter, member: Member, manager: Staff
) -> None:
    said = {"amount": "200", "key": KEY, "approver": str(manager.id), "pin": "9173"}
    answers = [till.post(f"/members/{member.number}", **said) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {422}
    assert "4 tries are left" in answers[0].text
    assert "9173" not in answers[0].text
    assert "sign-in by password" in answers[4].text
    assert till.post(f"/members/{member.number}", **{**said, "pin": PIN}).status_code == 422
    assert has(member).sequence == 0


def test_only_who_may_do_more_in_this_shop_approves(
    till: Counter, member: Member, shop: Shop, manager: Staff
) -> None:
    peer = with_pin(hire(Role.CASHIER, shop, login="peer"))
    elsewhere = with_pin(hire(Role.OWNER, open_shop(), login="elsewhere"))
    without = hire(Role.OWNER, shop, login="without")
    path = f"/members/{member.number}"
    for somebody in (peer, elsewhere, without):
        said = {"amount": "200", "key": KEY, "approver": str(somebody.id), "pin": PIN}
        answer = till.post(path, **said)
        assert (answer.status_code, "Choose who approves it." in answer.text) == (422, True)
        assert f'value="{somebody.id}"' not in answer.text
    assert has(member).sequence == 0


def test_above_the_managers_own_limit_it_takes_the_owner(
    till: Counter, member: Member, shop: Shop, manager: Staff
) -> None:
    owner = with_pin(hire(Role.OWNER, shop, login="olga"), OTHER_PIN)
    said = {"amount": "500.01", "key": KEY}
    path = f"/members/{member.number}"
    answer = till.post(path, **said, approver=str(manager.id), pin=PIN)
    assert (answer.status_code, "above what this colleague" in answer.text) == (422, True)
    answer = till.post(path, **said, approver=str(owner.id), pin=OTHER_PIN)
    assert approved_by(receipt_id(answer.location)) == owner.id


def test_nobody_approves_for_their_own_card(till: Counter, member: Member, manager: Staff) -> None:
    in_transaction(lambda: link_card(manager.id, member.id))
    said = {"amount": "200", "key": KEY, "approver": str(manager.id), "pin": PIN}
    answer = till.post(f"/members/{member.number}", **said)
    assert (answer.status_code, "Nobody serves their own card" in answer.text) == (422, True)
    assert has(member).sequence == 0


def test_where_no_pin_is_taken_the_limit_is_told_and_nothing_asked(
    managers_till: Counter, member: Member, shop: Shop
) -> None:
    with_pin(hire(Role.OWNER, shop, login="olga"))
    said = {"amount": "501", "key": KEY, "approver": "3", "pin": PIN}
    answer = managers_till.post(f"/members/{member.number}", **said)
    assert (answer.status_code, "up to €500.00 alone" in answer.text) == (422, True)
    assert 'name="pin"' not in answer.text
    assert has(member).sequence == 0


def test_asked_about_the_same_again_it_is_approved_after_the_yes(
    till: Counter, member: Member, manager: Staff
) -> None:
    approval = {"approver": str(manager.id), "pin": PIN}
    till.sell(member, "200", KEY, **approval)
    path, said = f"/members/{member.number}", {"amount": "200", "key": OTHER_KEY}
    assert till.post(path, **said).status_code == 409
    asked = till.post(path, **said, again="yes")
    assert asked.status_code == 422
    assert '<input type="hidden" name="again" value="yes">' in asked.text
    assert till.post(path, **said, again="yes", **approval).status_code == 303
    assert has(member).sequence == 2


@pytest.mark.parametrize("way", ["give", "take"])
def test_a_correction_is_limited_in_both_directions(
    till: Counter, member: Member, manager: Staff, way: str
) -> None:
    give(member, 120)
    path = f"/members/{member.number}/adjust"
    said = {"way": way, "points": "51", "reason": "Forgotten on Monday", "key": KEY}
    asked = till.post(path, **said)
    assert asked.status_code == 422
    for words in ("up to 50 points alone", 'value="51"', "Forgotten on Monday", manager.name):
        assert words in asked.text
    answer = till.post(path, **said, approver=str(manager.id), pin=PIN)
    assert approved_by(receipt_id(answer.location)) == manager.id
    assert till.post(path, **{**said, "points": "50", "key": OTHER_KEY}).status_code == 303
    assert has(member).available == (221 if way == "give" else 19)


def test_a_dear_gift_is_approved(till: Counter, member: Member, manager: Staff) -> None:
    path = f"/members/{member.number}/gift"
    said = {"reward": "free-coffee", "thanks": "For waiting", "key": KEY}
    asked = till.post(path, **said)
    assert asked.status_code == 422
    for words in ("costs up to 30 points alone", "For waiting", manager.name):
        assert words in asked.text
    answer = till.post(path, **said, approver=str(manager.id), pin=PIN)
    assert approved_by(receipt_id(answer.location)) == manager.id


def test_a_slip_has_the_limit_of_a_purchase(till: Counter, member: Member, manager: Staff) -> None:
    said = {"amount": "100.01", "key": KEY}
    answer = till.post("/slips/new", **said)
    assert answer.status_code == 422
    assert "Who approves" in answer.text
    made = till.post("/slips/new", **said, approver=str(manager.id), pin=PIN)
    assert made.status_code == 303
    code = made.location.rpartition("/")[2]
    credited = till.post(f"/slips/{code}", code=member.number)
    assert approved_by(receipt_id(credited.location)) == manager.id
