"""A voucher is handed over once; whoever comes second learns when, where and by whom."""

from datetime import timedelta

import pytest
import time_machine

from loyalty_app import engine
from loyalty_app.activities.values import Activity, By, Kind
from loyalty_app.clock import now
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.receipts.queries import receipts_of_member
from loyalty_app.rewards.models import Voucher, VoucherState
from loyalty_app.shops.models import Shop

from .conftest import KEY, OTHER_KEY, Counter, claim, give, has, receipt_id
from .test_scan import own_card_of


@pytest.fixture
def code(member: Member) -> str:
    give(member, 80)
    claim(member)
    return db.session.query(Voucher).one().code


def test_the_page_says_what_for_whom_and_until_when(till: Counter, code: str) -> None:
    page = till.get(f"/vouchers/{code}").text
    for words in ("A coffee", "Regular Guest", "Good until", "Ready", "Hand it over"):
        assert words in page


def test_a_voucher_is_handed_over(till: Counter, member: Member, code: str) -> None:
    answer = till.post(f"/vouchers/{code}", key=KEY)
    assert answer.status_code == 303
    slip = till.client.get(answer.location).text
    assert "Handed over: A coffee" in slip
    assert not has(member).vouchers


def test_a_double_tap_gets_the_same_receipt(till: Counter, member: Member, code: str) -> None:
    first = till.post(f"/vouchers/{code}", key=KEY)
    again = till.post_fragment(f"/vouchers/{code}", key=KEY)
    assert again.headers["HX-Redirect"] == first.location
    assert has(member).sequence == 3


def test_the_second_tab_learns_when_where_and_by_whom(
    till: Counter, shop: Shop, member: Member, code: str
) -> None:
    with time_machine.travel("2027-03-01 09:42:00Z", tick=False):
        till.sign_in_again()
        claim(member, "second")
        code = db.session.query(Voucher).filter_by(state=VoucherState.ISSUED).all()[-1].code
        till.post(f"/vouchers/{code}", key=KEY)
        answer = till.post_fragment(f"/vouchers/{code}", key=OTHER_KEY)
    assert answer.status_code == 409
    assert answer.text.lstrip().startswith('<div id="voucher"')
    for words in ("used already", "Mar 1, 2027, 10:42", shop.name, "Cashier"):
        assert words in answer.text
    assert "Hand it over" not in answer.text


def test_a_manager_makes_it_good_again_and_says_why(
    till: Counter, managers_till: Counter, member: Member, code: str
) -> None:
    used = receipt_id(till.post(f"/vouchers/{code}", key=KEY).location)
    assert f"/receipts/{used}/reopen" in managers_till.get(f"/vouchers/{code}").text
    assert f"/receipts/{used}/reopen" in managers_till.get(f"/receipts/{used}").text
    assert "“A coffee”" in managers_till.get(f"/receipts/{used}/reopen").text

    answer = managers_till.post(f"/receipts/{used}/reopen", reason="  ")
    assert answer.status_code == 422
    assert "Say why" in answer.text
    assert not has(member).vouchers

    answer = managers_till.post(f"/receipts/{used}/reopen", reason="The machine was broken")
    assert (answer.status_code, answer.location) == (303, f"/counter/receipts/{used}")
    assert "slip-undone" in managers_till.client.get(answer.location).text
    undone = receipts_of_member(member.id, 1)[0]
    assert (undone.kind, undone.reason) == (Kind.UNDO, "The machine was broken")
    assert "Hand it over" in till.get(f"/vouchers/{code}").text
    assert till.post(f"/vouchers/{code}", key=OTHER_KEY).status_code == 303
    assert not has(member).vouchers


def test_a_cashier_does_not_make_it_good_again(till: Counter, member: Member, code: str) -> None:
    used = receipt_id(till.post(f"/vouchers/{code}", key=KEY).location)
    for page in (till.get(f"/vouchers/{code}"), till.get(f"/receipts/{used}")):
        assert f"/receipts/{used}/reopen" not in page.text
    assert "Only a manager makes a used voucher good again" in till.get(f"/receipts/{used}").text
    for answer in (
        till.get(f"/receipts/{used}/reopen"),
        till.post(f"/receipts/{used}/reopen", reason="For a friend"),
        till.post(f"/receipts/{used}/undo"),
    ):
        assert "Only a manager makes a used voucher good again" in answer.text
    assert not has(member).vouchers


def test_only_a_voucher_that_was_used_is_made_good_again(
    managers_till: Counter, member: Member, code: str
) -> None:
    bought = managers_till.sell(member, "2.60")
    assert managers_till.get(f"/receipts/{bought}/reopen").status_code == 404
    used = receipt_id(managers_till.post(f"/vouchers/{code}", key=OTHER_KEY).location)
    answer = managers_till.post(f"/receipts/{used}/undo")
    assert "needs a reason" in answer.text
    assert not has(member).vouchers


def test_an_expired_voucher_says_so_before_the_night_has_tidied_up(
    till: Counter, member: Member, code: str
) -> None:
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        till.sign_in_again()
        assert "This voucher has expired." in till.get(f"/vouchers/{code}").text
        answer = till.post(f"/vouchers/{code}", key=KEY)
        assert answer.status_code == 409
        assert "This voucher has expired." in answer.text
    assert has(member).vouchers  # a refusal writes nothing


def test_a_cancelled_voucher_says_so(till: Counter, member: Member, code: str) -> None:
    claimed = db.session.query(Voucher).one().issued_by
    cancel = Activity(member.id, Kind.UNDO, "card", "cancel", refers_to=claimed, by=By.MEMBER)
    in_transaction(lambda: engine.record(cancel))
    assert "This voucher was cancelled." in till.get(f"/vouchers/{code}").text
    assert till.post(f"/vouchers/{code}", key=KEY).status_code == 409


def test_an_unknown_voucher_is_said(till: Counter, member: Member) -> None:
    assert till.get("/vouchers/0000000000").status_code == 404
    assert till.post("/vouchers/0000000000", key=KEY).status_code == 404


def test_nobody_hands_over_to_themselves(till: Counter, member: Member, code: str) -> None:
    own_card_of(till.staff, member)
    answer = till.post(f"/vouchers/{code}", key=KEY)
    assert answer.status_code == 409
    assert "Nobody serves their own card" in answer.text
    assert has(member).vouchers


def test_a_damaged_form_hands_nothing_over(till: Counter, member: Member, code: str) -> None:
    assert till.post(f"/vouchers/{code}", key="x").status_code == 422
    assert has(member).vouchers
