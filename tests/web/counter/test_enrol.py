"""A new member: by their own phone, or typed in by staff, who never give a consent for them."""

import pytest
from sqlalchemy import select

from loyalty_app.extensions import db, in_transaction
from loyalty_app.invitations.models import Reason, State
from loyalty_app.invitations.operations import make_link
from loyalty_app.invitations.queries import invitations_of
from loyalty_app.members.models import Consent, Member
from loyalty_app.staff.operations import link_card

from ...factories import enrol_member, publish
from .conftest import CAFE, Counter

NEW = {"name": "New Guest", "contact": "347 765 4321"}


def test_the_page_shows_the_way_to_join(till: Counter) -> None:
    page = till.get("/enrol").text
    assert "<svg" in page
    assert "New member" in page
    assert "/counter/enrol" in till.get("/").text


def test_a_card_is_made_and_served_at_once(till: Counter) -> None:
    answer = till.post("/enrol", **NEW)
    assert answer.status_code == 303
    assert "New Guest" in till.client.get(answer.location).text
    member = db.session.scalars(select(Member)).one()
    assert member.phone == "+393477654321"
    assert db.session.scalars(select(Consent)).all() == []


def test_a_birthday_is_asked_for_where_it_brings_something(till: Counter) -> None:
    assert "Birthday" not in till.get("/enrol").text
    publish(f"{CAFE}gifts: {{occasions: [{{id: b, on: birthday, points: 5}}]}}\n")
    assert "Birthday" in till.get("/enrol").text
    assert till.post("/enrol", **NEW, birth_day="31", birth_month="4").status_code == 422
    assert till.post("/enrol", **NEW, birth_day="2", birth_month="3").status_code == 303
    assert db.session.scalars(select(Member.birthday)).one() == "03-02"


def test_a_new_member_is_welcomed_with_the_card(till: Counter) -> None:
    publish(f"{CAFE}gifts: {{occasions: [{{id: w, on: joining, points: 20}}]}}\n")
    page = till.client.get(till.post("/enrol", **NEW).location).text
    assert "<strong>20</strong><span>points</span>" in page


def test_sent_twice_it_is_one_card(till: Counter) -> None:
    till.post("/enrol", **NEW)
    answer = till.post_fragment("/enrol", **NEW)
    assert answer.status_code == 422
    assert "There is a card with this contact already" in answer.text
    assert 'value="347 765 4321"' in answer.text


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "A name to call them by."),
        ({"name": "x" * 121}, "120"),
        ({"contact": ""}, "An e-mail address or a phone number."),
        ({"contact": "nobody"}, "“nobody” is neither"),
        ({"contact": "a@"}, "“a@” is neither"),
    ],
)
def test_what_is_missing_is_said_and_kept(till: Counter, wrong: dict[str, str], words: str) -> None:
    answer = till.post_fragment("/enrol", **{**NEW, **wrong})
    assert answer.status_code == 422
    assert words in answer.text
    assert answer.text.lstrip().startswith('<div id="enrol"')
    assert db.session.scalars(select(Member)).all() == []


INVITING = f"{CAFE}invitations: {{friend: {{points: 5}}, inviter: {{points: 9}}}}\n"


def test_the_code_of_a_friends_link_is_typed_at_the_counter(till: Counter) -> None:
    assert "Invitation code" not in till.get("/enrol").text
    publish(INVITING)
    assert "Invitation code" in till.get("/enrol").text
    inviter = enrol_member("Ada")
    code = in_transaction(lambda: make_link(inviter.id))
    wrong = till.post("/enrol", **NEW, invitation="WRONGWRONG")
    assert wrong.status_code == 422
    assert "No invitation has this code" in wrong.text
    assert till.post("/enrol", **NEW, invitation=code.lower()).status_code == 303
    [case] = invitations_of(inviter.id, 9)
    assert (case.invitation.state, case.friend and case.friend.name) == (State.JOINED, "New Guest")


def test_nobody_enrols_whom_they_have_invited_themselves(till: Counter) -> None:
    publish(INVITING)
    own = enrol_member("The cashier")
    in_transaction(lambda: link_card(till.staff.id, own.id))
    code = in_transaction(lambda: make_link(own.id))
    assert till.post("/enrol", **NEW, invitation=code).status_code == 303
    [case] = invitations_of(own.id, 9)
    assert (case.invitation.state, case.invitation.why) == (State.REJECTED, [Reason.OWN_TILL])
