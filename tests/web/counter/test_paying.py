"""A discount and points take their part off a sale; what is left is paid in money."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask

from loyalty_app import engine
from loyalty_app.activities.values import OWN_PHONE, Activity, By, Kind
from loyalty_app.clock import now
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.programme.document import Programme
from loyalty_app.receipts.queries import receipt_of
from loyalty_app.rewards.models import Voucher, VoucherState
from loyalty_app.rewards.queries import open_tickets
from loyalty_app.shops.models import Shop
from loyalty_app.standing.queries import standing_of, today
from loyalty_app.web.counter import scan
from loyalty_app.web.counter.till import PHONE_STAYS

from ...factories import publish
from .conftest import KEY, OTHER_KEY, Counter, coffees, receipt_id

RULES = """
name: Café
currency: EUR
time_zone: Europe/Rome
earning: [{id: base, per_spend: {points: 1, every: 1.00}}]
stamp_cards:
  - {id: coffee, name: Three, stamps: 3, per_item: {category: [coffee]}, prize: cup}
rewards:
  - {id: tenth, name: A tenth, kind: discount, percent: 10, at_most: 5.00, points: 50}
  - {id: far, name: Far away, kind: discount, amount: 3.00, points: 50, shops: [nowhere]}
  - {id: cup, name: A cup, kind: product, points: 40}
pay_with_points: {points: 100, worth: 1.00, at_least: 200, at_most: 50}
"""


@pytest.fixture
def programme(app: Flask) -> Programme:
    return publish(RULES)


@pytest.fixture
def member(member: Member) -> Member:
    """With 1,000 points."""
    with_points(member)
    return member


def with_points(member: Member) -> None:
    given = Activity(member.id, Kind.ADJUSTMENT, "test", "start", points=1000, reason="A start.")
    in_transaction(lambda: engine.record(given))


@pytest.fixture
def phone_is_here(till: Counter, member: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    """The code on the phone was scanned just now."""
    monkeypatch.setattr(scan, "identify", lambda text, rules, at: db.session.get(Member, member.id))
    monkeypatch.setattr(scan, "shown_in", lambda text: text == "LY1")
    assert till.post("/", code="LY1").status_code == 303


def claimed(member: Member, reward: str) -> Voucher:
    said = Activity(
        member.id, Kind.CLAIM, OWN_PHONE, f"claim-{reward}", reward=reward, by=By.MEMBER
    )
    in_transaction(lambda: engine.record(said))
    found = db.session.query(Voucher).filter_by(member_id=member.id, reward=reward).one()
    db.session.expunge(found)
    db.session.rollback()
    return found


def page_of(till: Counter, member: Member, **said: str) -> str:
    return till.get(f"/members/{member.number}", query_string=said).text


def test_a_discount_is_offered_and_taken_off_with_the_voucher(
    till: Counter, member: Member
) -> None:
    voucher = claimed(member, "tenth")
    page = page_of(till, member)
    assert "A tenth: 10% off a purchase, at most €5.00" in page
    said = {"amount": "20.00", "voucher": voucher.id, "key": KEY}
    shown = till.post_fragment(f"/members/{member.number}/preview", **said).text
    assert "To pay: €18.00" in shown
    assert "€2.00 off: A tenth" in shown
    receipt = receipt_of(till.sell(member, "20.00", voucher=voucher.id))
    assert receipt.amount == 1800
    assert standing_of(member.id).available == 1000 - 50 + 18
    assert db.session.get_one(Voucher, voucher.id).state is VoucherState.USED


def test_sent_again_it_is_the_same_sale(till: Counter, member: Member) -> None:
    voucher = claimed(member, "tenth")
    first = till.sell(member, "20.00", voucher=voucher.id)
    assert till.sell(member, "20.00", voucher=voucher.id) == first
    answer = till.post(
        f"/members/{member.number}", amount="20.00", key=OTHER_KEY, voucher=voucher.id, again="yes"
    )
    assert answer.status_code == 422
    assert "was cancelled or has expired" in answer.text or "already used" in answer.text


def test_the_undone_sale_makes_the_voucher_good_again(till: Counter, member: Member) -> None:
    voucher = claimed(member, "tenth")
    receipt = till.sell(member, "20.00", voucher=voucher.id)
    till.post(f"/receipts/{receipt}/undo")
    assert db.session.get_one(Voucher, voucher.id).state is VoucherState.ISSUED


def test_items_share_the_discount_to_the_cent(till: Counter, member: Member) -> None:
    voucher = claimed(member, "tenth")
    receipt = till.sell(member, "10.05", voucher=voucher.id, **coffees(2, "3.33"))
    [sale] = [receipt_of(receipt)]
    assert sale.amount == 1005 - 101
    assert f"{sale.total(publish(RULES))}"


def test_a_voucher_is_chosen_by_its_own_code(till: Counter, member: Member) -> None:
    voucher = claimed(member, "tenth")
    page = till.get(f"/vouchers/{voucher.code}").text
    assert "10% off a purchase, at most €5.00" in page
    address = re.search(r'href="(/counter/members/[^"]*voucher=[^"]*)"', page)
    assert address
    chosen = till.client.get(address[1].replace("&amp;", "&")).text
    assert re.search(rf'<input[^>]*checked[^>]*value="{voucher.id}"', chosen)


def test_a_discount_of_another_shop_is_not_offered_and_says_where_it_is_good(
    till: Counter, member: Member, shop: Shop
) -> None:
    voucher = claimed(member, "far")
    assert "Far away: " not in page_of(till, member)
    answer = till.post(f"/vouchers/{voucher.code}", key=KEY)
    assert answer.status_code == 409
    assert "not good in this shop" in answer.text


def test_nothing_bought_takes_nothing_off(till: Counter, member: Member) -> None:
    voucher = claimed(member, "tenth")
    answer = till.post(f"/members/{member.number}", amount="0", key=KEY, voucher=voucher.id)
    assert answer.status_code == 422
    assert "Write the amount" in answer.text


def test_points_pay_a_part(till: Counter, member: Member, phone_is_here: None) -> None:
    assert "At the till 100 points are worth €1.00" in page_of(till, member)
    said = {"amount": "10.00", "points": "300", "key": KEY}
    shown = till.post_fragment(f"/members/{member.number}/preview", **said).text
    assert "To pay: €7.00" in shown
    assert "€3.00 paid with 300 points" in shown
    receipt = till.sell(member, "10.00", points="300")
    assert standing_of(member.id).available == 1000 - 300 + 7
    till.post(f"/receipts/{receipt}/undo")
    assert standing_of(member.id).available == 1000


@pytest.mark.parametrize(
    ("points", "words"),
    [
        ("100", "Points pay in steps of 100 points, from 200 points on."),
        ("250", "Points pay in steps of 100 points, from 200 points on."),
        ("600", "At most 500 points may pay for this purchase."),
        ("x", "Not a valid integer value"),
    ],
)
def test_too_many_or_odd_ones_are_refused_in_words_and_nothing_typed_is_lost(
    till: Counter, member: Member, phone_is_here: None, points: str, words: str
) -> None:
    answer = till.post(f"/members/{member.number}", amount="10.00", points=points, key=KEY)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{points}"' in answer.text
    assert 'value="10.00"' in answer.text
    assert standing_of(member.id).available == 1000


def test_both_together_the_discount_first(
    till: Counter, member: Member, phone_is_here: None
) -> None:
    voucher = claimed(member, "tenth")
    receipt = till.sell(member, "10.00", voucher=voucher.id, points="400")
    assert receipt_of(receipt).amount == 1000 - 100 - 400


def test_without_the_phone_points_pay_nothing(till: Counter, member: Member) -> None:
    """A number, a photo, a card on paper: they earn, and never spend."""
    assert "scan the code on the member" in page_of(till, member)
    answer = till.post(f"/members/{member.number}", amount="10.00", points="200", key=KEY)
    assert answer.status_code == 422
    assert "Points pay only with the member" in answer.text


def test_the_phone_is_here_for_a_while(till: Counter, member: Member, phone_is_here: None) -> None:
    with time_machine.travel(now() + PHONE_STAYS + timedelta(seconds=1)):
        till.sign_in_again()
        assert "scan the code on the member" in page_of(till, member)


def test_a_partial_refund_brings_its_part_back(
    till: Counter, managers_till: Counter, member: Member, phone_is_here: None
) -> None:
    receipt = till.sell(member, "10.00", points="400")
    answer = till.post(f"/receipts/{receipt}/refund", amount="3.00", key=OTHER_KEY)
    assert answer.status_code == 303, answer.text
    assert receipt_id(answer.location)
    assert standing_of(member.id).available == 1000 - 400 + 200 + 3
    assert not open_tickets(member.id, today(publish(RULES)))
