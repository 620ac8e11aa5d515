"""Receipts say why, stay where they are, and are taken back by whoever may."""

from datetime import timedelta

import pytest
import time_machine

from loyalty_app.clock import now
from loyalty_app.members.models import Member
from loyalty_app.shops.models import Shop
from loyalty_app.standing.cards import stamps_on

from ...factories import hire
from .conftest import KEY, OTHER_KEY, Counter, coffees, has, speaking
from .test_scan import own_card_of


def test_a_receipt_says_what_followed_and_why(till: Counter, member: Member) -> None:
    receipt = till.sell(member, "2.60", **coffees(2))
    page = till.get(f"/receipts/{receipt}").text
    for words in (">+2<", "€2.60: 1 point for every €1.00", "2 stamps", "2 of 3", "Undo"):
        assert words in page
    assert "now has" not in page  # only just after it was taken


def test_an_undone_receipt_is_struck_through_and_stays(till: Counter, member: Member) -> None:
    receipt = till.sell(member, "2.60", **coffees(2))
    answer = till.post(f"/receipts/{receipt}/undo")
    assert (answer.status_code, answer.location) == (303, f"/counter/receipts/{receipt}")
    page = till.client.get(answer.location).text
    assert "slip-undone" in page
    assert f"/receipts/{receipt}/undo" not in page
    assert has(member).available == 0
    assert stamps_on(has(member), "coffee") == 0


def test_undoing_twice_is_undoing_once(till: Counter, member: Member) -> None:
    till.sell(member, "9.00", OTHER_KEY)
    receipt = till.sell(member, "2.60")
    assert till.post(f"/receipts/{receipt}/undo").status_code == 303
    assert till.post_fragment(f"/receipts/{receipt}/undo").status_code == 204
    assert has(member).available == 9
    assert has(member).sequence == 3


def test_an_undo_is_not_undone(till: Counter, member: Member) -> None:
    receipt = till.sell(member, "2.60")
    till.post(f"/receipts/{receipt}/undo")
    day = till.get("/receipts").text
    assert day.count("/counter/receipts/") == 1
    assert "line-undone" in day


def test_a_colleagues_receipt_is_the_managers_to_undo(
    till: Counter, managers_till: Counter, member: Member, shop: Shop
) -> None:
    receipt = managers_till.sell(member, "2.60")
    assert "Only the colleague who took it" in till.get(f"/receipts/{receipt}").text
    answer = till.post(f"/receipts/{receipt}/undo")
    assert answer.status_code == 409
    assert "Only the colleague who took it" in answer.text
    assert has(member).available == 2
    second = till.sell(member, "3.00", OTHER_KEY)
    assert managers_till.post(f"/receipts/{second}/undo").status_code == 303
    assert has(member).available == 2


def test_after_the_programmes_minutes_it_is_the_managers_to_undo(
    till: Counter, managers_till: Counter, member: Member
) -> None:
    receipt = till.sell(member, "2.60")
    with time_machine.travel(now() + timedelta(minutes=16), tick=False):
        till.sign_in_again()
        managers_till.sign_in_again()
        assert till.post(f"/receipts/{receipt}/undo").status_code == 409
        assert managers_till.post(f"/receipts/{receipt}/undo").status_code == 303


def test_nobody_takes_back_on_their_own_card(till: Counter, member: Member) -> None:
    receipt = till.sell(member, "2.60")
    own_card_of(till.staff, member)
    assert "Nobody serves their own card" in till.post(f"/receipts/{receipt}/undo").text
    assert till.get(f"/receipts/{receipt}/refund").status_code == 409
    assert has(member).available == 2


@pytest.mark.parametrize("path", ["", "/refund"])
def test_an_unknown_receipt_is_said(till: Counter, member: Member, path: str) -> None:
    assert till.get(f"/receipts/none{path}").status_code == 404
    assert till.post("/receipts/none/undo").status_code == 404


def test_a_receipt_costs_few_statements(
    till: Counter, member: Member, statements: list[str]
) -> None:
    receipt = till.sell(member, "2.60")
    statements.clear()
    till.get(f"/receipts/{receipt}")
    assert len(statements) == 3  # who asks; the slip with its lines; what they have now


def test_in_italian_it_is_written_as_italians_do(till: Counter, member: Member) -> None:
    speaking(till.client, "it")
    receipt = till.sell(member, "1.234,50")
    assert "1.234,50" in till.get(f"/receipts/{receipt}").text


def test_the_day_of_another_shop_is_not_shown(till: Counter, member: Member) -> None:
    till.sell(member, "2.60")
    elsewhere = Counter(till.client.application.test_client(), hire())
    elsewhere.sign_in_again()
    assert "Nothing yet today" in elsewhere.get("/receipts").text
    assert "Regular Guest" in till.get("/receipts").text


def test_todays_receipts_are_the_newest_first(till: Counter, member: Member) -> None:
    assert "Nothing yet today" in till.get("/receipts").text
    with time_machine.travel("2027-06-30 10:00:00Z", tick=False) as clock:
        till.sign_in_again()
        till.sell(member, "2.60", KEY)
        clock.shift(60)
        till.sell(member, "7.00", OTHER_KEY)
        page = till.get("/receipts").text
        assert page.index("€7.00") < page.index("€2.60")
        clock.shift(timedelta(days=1))
        till.sign_in_again()
        assert "Nothing yet today" in till.get("/receipts").text


def test_the_day_is_the_shops_and_not_greenwichs(till: Counter, member: Member) -> None:
    with time_machine.travel("2027-06-30 22:30:00Z", tick=False):  # half past midnight in Rome
        till.sign_in_again()
        till.sell(member, "2.60")
        assert "12:30" in till.get("/receipts").text
    with time_machine.travel("2027-07-01 10:00:00Z", tick=False):
        till.sign_in_again()
        assert "€2.60" in till.get("/receipts").text
