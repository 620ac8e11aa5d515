"""Something by hand: with a word of thanks, from what the month allows, by those who may."""

import re

import pytest
import time_machine

from loyalty_app.extensions import db
from loyalty_app.gifts.models import GiftBudget
from loyalty_app.members.models import Member
from loyalty_app.programme.document import Programme

from ...factories import publish
from .conftest import CAFE, FRAGMENT, KEY, OTHER_KEY, Counter, has, receipt_id
from .test_scan import own_card_of

GIFT = {"reward": "cake", "thanks": "For carrying the chairs", "key": KEY}


@pytest.fixture
def programme(programme: Programme) -> Programme:
    return allowing("manager")


def allowing(by: str, monthly: int = 2) -> Programme:
    cake = "  - {id: cake, name: A cake, kind: product}\n"
    by_hand = f"{{rewards: [cake, free-coffee], monthly: {monthly}, by: {by}}}"
    return publish(f"{CAFE}{cake}gifts: {{by_hand: {by_hand}}}\n")


def path_of(member: Member) -> str:
    return f"/members/{member.number}/gift"


def test_a_gift_is_chosen_and_given_with_thanks(managers_till: Counter, member: Member) -> None:
    assert path_of(member) in managers_till.get(f"/members/{member.number}").text
    page = managers_till.get(path_of(member)).text
    for words in ("Regular Guest", "A cake", "A coffee", "2 of 2 gifts left this month"):
        assert words in page
    answer = managers_till.post(path_of(member), **GIFT)
    slip = managers_till.client.get(answer.location).text
    assert "For carrying the chairs" in slip
    assert "A voucher: A cake" in slip
    assert [v.reward for v in has(member).vouchers.values()] == ["cake"]
    assert "1 of 2 gifts left this month" in managers_till.get(path_of(member)).text


def test_a_double_tap_gives_once(managers_till: Counter, member: Member) -> None:
    first = managers_till.post(path_of(member), **GIFT)
    again = managers_till.post_fragment(path_of(member), **GIFT)
    assert again.headers["HX-Redirect"] == first.location
    assert [row.given for row in db.session.query(GiftBudget)] == [1]


def test_what_was_given_can_be_taken_back(managers_till: Counter, member: Member) -> None:
    given = receipt_id(managers_till.post(path_of(member), **GIFT).location)
    assert managers_till.post(f"/receipts/{given}/undo").status_code == 303
    assert not has(member).vouchers
    assert "2 of 2 gifts left this month" in managers_till.get(path_of(member)).text


def test_when_all_were_given_it_says_how_many_and_until_when(
    managers_till: Counter, member: Member
) -> None:
    with time_machine.travel("2027-03-31 12:00:00Z", tick=False):
        managers_till.sign_in_again()
        for number in "12":
            managers_till.post(path_of(member), **{**GIFT, "key": "0" * 31 + number})
        answer = managers_till.post_fragment(path_of(member), **{**GIFT, "key": "0" * 31 + "3"})
        page = managers_till.get(path_of(member)).text
    assert answer.status_code == 422
    assert "There are new ones from Apr 1, 2027." in answer.text
    assert "All gifts of this month were given." in page
    assert "Give it" not in page
    with time_machine.travel("2027-03-31 22:30:00Z", tick=False):  # April in Rome
        managers_till.sign_in_again()
        assert "2 of 2 gifts left" in managers_till.get(path_of(member)).text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"thanks": "  "}, "Write a word of thanks"),
        ({"thanks": "x" * 201}, "200"),
        ({"reward": "mug"}, "Not a valid choice"),
        ({"reward": ""}, "Not a valid choice"),
    ],
)
def test_what_makes_no_sense_is_said_and_kept(
    managers_till: Counter, member: Member, wrong: dict[str, str], words: str
) -> None:
    answer = managers_till.post_fragment(path_of(member), **{**GIFT, **wrong})
    assert answer.status_code == 422
    assert words in answer.text
    assert answer.text.lstrip().startswith('<div id="gift"')
    assert has(member).sequence == 0


def test_without_javascript_it_redirects(managers_till: Counter, member: Member) -> None:
    page = managers_till.get(path_of(member)).text
    key = re.search(r'name="key"[^>]*value="([0-9a-f]{32})"', page)
    assert key
    assert managers_till.post(path_of(member), **{**GIFT, "key": key[1]}).status_code == 303
    fragment = managers_till.get(path_of(member), headers=FRAGMENT).text
    assert fragment.lstrip().startswith('<div id="gift"')


def test_a_cashier_gives_nothing_unless_the_programme_says_so(
    till: Counter, member: Member
) -> None:
    assert path_of(member) not in till.get(f"/members/{member.number}").text
    assert till.get(path_of(member)).status_code == 403
    assert till.post(path_of(member), **GIFT).status_code == 403
    allowing("cashier")
    assert path_of(member) in till.get(f"/members/{member.number}").text
    assert till.post(path_of(member), **{**GIFT, "key": OTHER_KEY}).status_code == 303
    assert len(has(member).vouchers) == 1


def test_where_nothing_is_given_by_hand_there_is_no_page(
    managers_till: Counter, member: Member
) -> None:
    publish(CAFE)
    assert path_of(member) not in managers_till.get(f"/members/{member.number}").text
    assert managers_till.get(path_of(member)).status_code == 403


def test_nobody_gives_to_their_own_card(managers_till: Counter, member: Member) -> None:
    own_card_of(managers_till.staff, member)
    assert managers_till.get(path_of(member)).status_code == 409
    assert managers_till.post(path_of(member), **GIFT).status_code == 409
    assert has(member).sequence == 0


def test_the_thanks_are_text_and_never_a_page(managers_till: Counter, member: Member) -> None:
    said = {**GIFT, "thanks": "<b>Bold</b>"}
    slip = managers_till.client.get(managers_till.post(path_of(member), **said).location).text
    assert "&lt;b&gt;Bold" in slip
    assert "<b>Bold" not in slip
