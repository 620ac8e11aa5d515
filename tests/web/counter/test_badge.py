"""A badge by hand: with a word of thanks, once, by those who may."""

import pytest

from loyalty_app.members.models import Member
from loyalty_app.programme.document import Programme

from ...factories import publish
from .conftest import CAFE, KEY, OTHER_KEY, Counter, has, receipt_id
from .test_scan import own_card_of

GIVEN = {"badge": "star", "thanks": "For carrying the chairs", "key": KEY}
BADGES = """badges:
  - {id: star, name: A star, given_by: cashier}
  - {id: crown, name: A crown, given_by: manager}
  - {id: tenth, name: The tenth, visits: 10}
"""


@pytest.fixture
def programme(programme: Programme) -> Programme:
    return publish(CAFE + BADGES)


def path_of(member: Member) -> str:
    return f"/members/{member.number}/badge"


def test_a_badge_is_chosen_and_given_with_thanks(till: Counter, member: Member) -> None:
    assert path_of(member) in till.get(f"/members/{member.number}").text
    page = till.get(path_of(member)).text
    assert "A star" in page
    assert "A crown" not in page
    assert "The tenth" not in page
    answer = till.post(path_of(member), **GIVEN)
    slip = till.client.get(answer.location).text
    assert "For carrying the chairs" in slip
    assert "A badge: A star" in slip
    assert set(has(member).badges) == {"star"}


def test_whoever_gives_vouchers_finds_it_beside_them(
    managers_till: Counter, member: Member
) -> None:
    by_hand = "gifts: {by_hand: {rewards: [free-coffee], monthly: 1}}\n"
    publish(CAFE + BADGES + by_hand)
    assert path_of(member) not in managers_till.get(f"/members/{member.number}").text
    assert path_of(member) in managers_till.get(f"/members/{member.number}/gift").text


def test_a_manager_gives_more(managers_till: Counter, member: Member) -> None:
    assert managers_till.post(path_of(member), **{**GIVEN, "badge": "crown"}).status_code == 303
    assert set(has(member).badges) == {"crown"}


def test_a_double_tap_gives_once_and_another_try_is_told(till: Counter, member: Member) -> None:
    first = till.post(path_of(member), **GIVEN)
    again = till.post_fragment(path_of(member), **GIVEN)
    assert again.headers["HX-Redirect"] == first.location
    refused = till.post_fragment(path_of(member), **{**GIVEN, "key": OTHER_KEY})
    assert refused.status_code == 422
    assert "has this badge already" in refused.text
    assert refused.text.lstrip().startswith('<div id="badge"')


def test_it_can_be_taken_back(till: Counter, member: Member) -> None:
    given = receipt_id(till.post(path_of(member), **GIVEN).location)
    assert till.post(f"/receipts/{given}/undo").status_code == 303
    assert not has(member).badges


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"thanks": "  "}, "Write a word of thanks"),
        ({"badge": "crown"}, "Not a valid choice"),
        ({"badge": "tenth"}, "Not a valid choice"),
    ],
)
def test_what_makes_no_sense_is_said(
    till: Counter, member: Member, wrong: dict[str, str], words: str
) -> None:
    answer = till.post_fragment(path_of(member), **{**GIVEN, **wrong})
    assert answer.status_code == 422
    assert words in answer.text
    assert has(member).sequence == 0


def test_where_none_is_given_by_hand_there_is_no_page(till: Counter, member: Member) -> None:
    publish(CAFE)
    assert path_of(member) not in till.get(f"/members/{member.number}").text
    assert till.get(path_of(member)).status_code == 403
    assert till.post(path_of(member), **GIVEN).status_code == 403


def test_nobody_decorates_their_own_card(till: Counter, member: Member) -> None:
    own_card_of(till.staff, member)
    assert till.get(path_of(member)).status_code == 409
    assert till.post(path_of(member), **GIVEN).status_code == 409


def test_progress_stands_on_the_receipt(till: Counter, member: Member) -> None:
    publish(f"{CAFE}challenges: [{{id: c, name: Thrice, count: visits, target: 3, points: 5}}]\n")
    sold = till.post(f"/members/{member.number}", amount="5.00", key=KEY)
    slip = till.client.get(sold.location).text
    assert "Closer to “Thrice”" in slip
    assert "1 of 3 visits" in slip
