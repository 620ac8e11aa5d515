"""A manager corrects points, and says why."""

import pytest

from loyalty_app.members.models import Member

from .conftest import KEY, Counter, give, has
from .test_scan import own_card_of

GIFT = {"way": "give", "points": "20", "reason": "A cup fell", "key": KEY}


def test_points_are_given_with_a_reason(managers_till: Counter, member: Member) -> None:
    answer = managers_till.post(f"/members/{member.number}/adjust", **GIFT)
    assert answer.status_code == 303
    assert "A cup fell" in managers_till.client.get(answer.location).text
    assert has(member).available == 20
    managers_till.post_fragment(f"/members/{member.number}/adjust", **GIFT)
    assert has(member).available == 20


def test_points_are_taken_down_to_nothing(managers_till: Counter, member: Member) -> None:
    give(member, 15)
    path = f"/members/{member.number}/adjust"
    answer = managers_till.post(path, **{**GIFT, "way": "take"})
    assert answer.status_code == 422
    assert "5 points short" in answer.text
    managers_till.post(path, **{**GIFT, "way": "take", "points": "15"})
    assert has(member).available == 0


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reason": "  "}, "Say why"),
        ({"reason": "x" * 201}, "200"),
        ({"points": "0"}, "1 or more"),
        ({"points": "-5"}, "1 or more"),
        ({"points": "1.5"}, 'value="1.5"'),
        ({"points": ""}, "1 or more"),
        ({"points": "1000001"}, "1 or more"),
        ({"way": "steal"}, "Not a valid choice"),
    ],
)
def test_what_makes_no_sense_is_said_and_kept(
    managers_till: Counter, member: Member, wrong: dict[str, str], words: str
) -> None:
    answer = managers_till.post_fragment(f"/members/{member.number}/adjust", **{**GIFT, **wrong})
    assert answer.status_code == 422
    assert words in answer.text
    assert answer.text.lstrip().startswith('<div id="adjust"')
    assert has(member).sequence == 0


def test_a_cashier_corrects_nothing(till: Counter, member: Member) -> None:
    path = f"/members/{member.number}/adjust"
    assert path not in till.get(f"/members/{member.number}").text
    assert till.get(path).status_code == 403
    assert till.post(path, **GIFT).status_code == 403
    assert has(member).sequence == 0


def test_a_manager_does_not_correct_their_own_card(managers_till: Counter, member: Member) -> None:
    own_card_of(managers_till.staff, member)
    assert managers_till.get(f"/members/{member.number}/adjust").status_code == 409
    assert managers_till.post(f"/members/{member.number}/adjust", **GIFT).status_code == 409
    assert has(member).sequence == 0
