"""Stamps on paper are carried over by those who may, once for each form, within the limit."""

import pytest

from loyalty_app.members.models import Member
from loyalty_app.programme.document import Programme
from loyalty_app.receipts.queries import receipts_of_member
from loyalty_app.standing.cards import stamps_on

from ...factories import publish
from .conftest import CAFE, KEY, OTHER_KEY, Counter, has
from .test_scan import own_card_of

MOVED = {"card": "coffee", "stamps": "2", "reason": "The paper was torn up", "key": KEY}
OF_ALL = CAFE + "counter: {paper_stamps: {most: 2, by: cashier}}\n"


@pytest.fixture
def programme(programme: Programme) -> Programme:
    return publish(CAFE + "counter: {paper_stamps: {most: 2}}\n")


def path_of(member: Member) -> str:
    return f"/members/{member.number}/paper"


def test_a_manager_moves_them_and_the_member_reads_why(
    managers_till: Counter, member: Member
) -> None:
    assert path_of(member) in managers_till.get(f"/members/{member.number}").text
    assert "up to 2 more" in managers_till.get(path_of(member)).text
    answer = managers_till.post(path_of(member), **MOVED)
    slip = managers_till.client.get(answer.location).text
    assert "2 stamps on “Three coffees”" in slip
    assert "from a card on paper" in slip
    assert receipts_of_member(member.id, 1)[0].reason == "The paper was torn up"
    assert stamps_on(has(member), "coffee") == 2


def test_a_card_that_another_one_replaces_is_begun_by_nobody(
    managers_till: Counter, member: Member
) -> None:
    newer = "id: newer, name: New card, stamps: 4, per_item: {category: [coffee]}"
    card = f"  - {{{newer}, prize: free-coffee, replaces: coffee}}\n"
    rules = CAFE.replace("rewards:\n", f"{card}rewards:\n")
    publish(rules + "counter: {paper_stamps: {most: 2}}\n")
    page = managers_till.get(path_of(member)).text
    assert "New card" in page
    assert 'value="coffee"' not in page
    forged = managers_till.post(path_of(member), **MOVED)
    assert forged.status_code == 422
    assert stamps_on(has(member), "coffee") == 0


def test_a_double_tap_moves_them_once(managers_till: Counter, member: Member) -> None:
    first = managers_till.post(path_of(member), **MOVED)
    again = managers_till.post_fragment(path_of(member), **MOVED)
    assert again.headers["HX-Redirect"] == first.location
    assert stamps_on(has(member), "coffee") == 2


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"stamps": "3"}, "At most 2 more stamps"),
        ({"stamps": "0"}, "Write how many stamps"),
        ({"stamps": "two"}, "Write how many stamps"),
        ({"reason": "  "}, "Say why"),
        ({"card": "tea"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    managers_till: Counter, member: Member, change: dict[str, str], words: str
) -> None:
    answer = managers_till.post_fragment(path_of(member), **{**MOVED, **change})
    assert answer.status_code == 422
    assert words in answer.text
    if "reason" not in change:
        assert "The paper was torn up" in answer.text
    assert stamps_on(has(member), "coffee") == 0


def test_a_cashier_moves_them_only_where_the_programme_says_so(
    till: Counter, member: Member
) -> None:
    assert path_of(member) not in till.get(f"/members/{member.number}").text
    assert till.get(path_of(member)).status_code == 403
    assert till.post(path_of(member), **MOVED).status_code == 403
    publish(OF_ALL)
    assert till.post(path_of(member), **MOVED).status_code == 303


def test_a_programme_without_paper_moves_nothing(managers_till: Counter, member: Member) -> None:
    publish(CAFE)
    assert path_of(member) not in managers_till.get(f"/members/{member.number}").text
    assert managers_till.post(path_of(member), **MOVED).status_code == 403


def test_nobody_moves_them_to_their_own_card(managers_till: Counter, member: Member) -> None:
    own_card_of(managers_till.staff, member)
    answer = managers_till.post(path_of(member), **{**MOVED, "key": OTHER_KEY})
    assert "Nobody serves their own card" in answer.text
    assert stamps_on(has(member), "coffee") == 0
