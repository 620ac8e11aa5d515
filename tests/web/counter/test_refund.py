"""Giving back a part: by amount or by items, never more than was paid, once."""

import pytest

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind, Line
from loyalty_app.extensions import in_transaction
from loyalty_app.members.models import Member
from loyalty_app.standing.cards import stamps_on

from .conftest import KEY, OTHER_KEY, Counter, coffees, has, receipt_id

THIRD_KEY = "0" * 31 + "3"


@pytest.fixture
def sale(till: Counter, member: Member) -> str:
    """Two coffees for 2.60 among 12.60."""
    return till.sell(member, "12.60", KEY, **coffees(2, "2.60"))


def test_the_page_says_what_is_left(till: Counter, sale: str) -> None:
    page = till.get(f"/receipts/{sale}/refund").text
    for words in ("€12.60 of this purchase", "2 × Coffee · €2.60", "Everything else · €10.00"):
        assert words in page


def test_an_amount_comes_back_with_its_points(till: Counter, member: Member, sale: str) -> None:
    answer = till.post(f"/receipts/{sale}/refund", amount="5.00", key=OTHER_KEY)
    assert answer.status_code == 303
    assert has(member).available == 8  # ceil(12 × 7.60 / 12.60)
    slip = till.get(f"/receipts/{receipt_id(answer.location)}").text
    assert "Refund" in slip
    assert "−4" in slip
    assert "€7.60 of this purchase" in till.get(f"/receipts/{sale}/refund").text


def test_items_come_back_with_their_stamps(till: Counter, member: Member, sale: str) -> None:
    assert till.post(f"/receipts/{sale}/refund", items="0", key=OTHER_KEY).status_code == 303
    assert stamps_on(has(member), "coffee") == 0
    assert has(member).available == 10
    assert "Coffee" not in till.get(f"/receipts/{sale}/refund").text


def test_of_two_lines_alike_the_ticked_one_comes_back(
    managers_till: Counter, member: Member
) -> None:
    till = managers_till
    lines = (Line(300, 1, category="coffee"), Line(500, 1, category="coffee"))
    sale = Activity(member.id, Kind.PURCHASE, "import", "1", amount=800, lines=lines)
    receipt = in_transaction(lambda: engine.record(sale)).activity.id
    assert till.post(f"/receipts/{receipt}/refund", items="1", key=OTHER_KEY).status_code == 303
    assert "€3.00 of this purchase" in till.get(f"/receipts/{receipt}/refund").text


def test_a_refund_sent_twice_is_given_once(till: Counter, member: Member, sale: str) -> None:
    first = till.post(f"/receipts/{sale}/refund", items="0", key=OTHER_KEY)
    again = till.post_fragment(f"/receipts/{sale}/refund", items="0", key=OTHER_KEY)
    assert again.headers["HX-Redirect"] == first.location
    assert has(member).available == 10
    assert has(member).sequence == 2


def test_an_amount_sent_twice_is_given_once(till: Counter, member: Member, sale: str) -> None:
    answers = [
        till.post(f"/receipts/{sale}/refund", amount="5.00", key=OTHER_KEY) for _ in range(2)
    ]
    assert answers[0].location == answers[1].location
    assert has(member).sequence == 2


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"amount": "12.61"}, "at most €12.60 of this purchase is left"),
        ({"amount": "0"}, "Say what is given back"),
        ({"amount": "-1"}, "cannot be negative"),
        ({"amount": "1,5"}, "“1,5” is not an amount"),
        ({}, "Either an amount, or the items"),
        ({"amount": "1", "items": "0"}, "Either an amount, or the items"),
        ({"items": "7"}, "7"),
    ],
)
def test_what_cannot_be_given_back_is_said_and_kept(
    till: Counter, member: Member, sale: str, said: dict[str, str], words: str
) -> None:
    answer = till.post(f"/receipts/{sale}/refund", key=OTHER_KEY, **said)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{OTHER_KEY}"' in answer.text
    assert has(member).sequence == 1
    fragment = till.post_fragment(f"/receipts/{sale}/refund", key=OTHER_KEY, **said)
    assert fragment.status_code == 422
    assert fragment.text.lstrip().startswith('<div id="refund"')


def test_what_was_given_back_cannot_be_given_back_again(
    till: Counter, member: Member, sale: str
) -> None:
    till.post(f"/receipts/{sale}/refund", amount="12.60", key=OTHER_KEY)
    assert has(member).available == 0
    answer = till.post(f"/receipts/{sale}/refund", amount="0.01", key=THIRD_KEY)
    assert answer.status_code == 422
    assert "Nothing is left to give back." in answer.text


def test_an_undone_sale_has_nothing_left(till: Counter, member: Member, sale: str) -> None:
    till.post(f"/receipts/{sale}/undo")
    assert "Nothing is left" in till.get(f"/receipts/{sale}/refund").text
    assert till.post(f"/receipts/{sale}/refund", amount="1", key=OTHER_KEY).status_code == 422
    assert has(member).available == 0


def test_a_partly_refunded_sale_can_be_undone(till: Counter, member: Member, sale: str) -> None:
    till.post(f"/receipts/{sale}/refund", amount="5.00", key=OTHER_KEY)
    till.post(f"/receipts/{sale}/undo")
    assert has(member).available == 0
    assert stamps_on(has(member), "coffee") == 0


def test_a_coffee_on_the_house_comes_back_too(till: Counter, member: Member) -> None:
    receipt = till.sell(member, "5.00", KEY, **coffees(1, "0"))
    assert stamps_on(has(member), "coffee") == 1
    till.post(f"/receipts/{receipt}/refund", amount="1.00", key=OTHER_KEY)
    assert stamps_on(has(member), "coffee") == 1
    assert till.post(f"/receipts/{receipt}/undo").status_code == 303
    assert stamps_on(has(member), "coffee") == 0


def test_an_action_is_undone_but_not_refunded(till: Counter, member: Member) -> None:
    till.post_fragment(f"/members/{member.number}/actions", action="own-cup", key=KEY)
    page = till.get("/receipts").text
    receipt = page.split("/counter/receipts/")[1].split('"')[0]
    assert "Refund a part" not in till.get(f"/receipts/{receipt}").text
    answer = till.post(f"/receipts/{receipt}/refund", amount="1", key=OTHER_KEY)
    assert answer.status_code == 422
    assert till.post(f"/receipts/{receipt}/undo").status_code == 303
    assert has(member).available == 0
