"""Cards on paper at the counter: a new member gets one, whoever lost theirs gets another."""

import pytest
from flask import Flask
from sqlalchemy import select

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.blank_cards import cards_on, print_sheet
from loyalty_app.members.models import BlankCard, Member

from .conftest import Counter, has


@pytest.fixture
def blank(app: Flask) -> tuple[str, str]:
    """Number and code of a card that is nobody's."""
    card = cards_on(in_transaction(print_sheet))[0]
    return card.number, f"LY0{card.handle}"


def test_a_scanned_blank_card_asks_for_a_name_and_is_theirs(
    till: Counter, blank: tuple[str, str]
) -> None:
    number, code = blank
    page = till.client.get(till.post("/", code=code).location).text
    assert f"Card {number} is free" in page
    assert till.post("/enrol", card=number, name="").status_code == 422
    answer = till.post("/enrol", card=number, name="New Guest", contact="")
    assert answer.location == f"/counter/members/{number}"
    assert till.post("/", code=code).location == answer.location
    assert db.session.scalar(select(BlankCard).where(BlankCard.number == number)) is None


def test_its_number_may_be_typed(till: Counter, blank: tuple[str, str]) -> None:
    assert till.post("/", code=blank[0]).location == f"/counter/enrol?card={blank[0]}"


def test_handed_over_twice_it_is_one_member(till: Counter, blank: tuple[str, str]) -> None:
    said = {"card": blank[0], "name": "New Guest"}
    assert till.post("/enrol", **said).location == till.post("/enrol", **said).location
    assert len(db.session.scalars(select(Member)).all()) == 1


def test_a_taken_contact_leaves_the_card_blank(
    till: Counter, member: Member, blank: tuple[str, str]
) -> None:
    said = {"card": blank[0], "name": "New Guest", "contact": "347 123 4567"}
    answer = till.post("/enrol", **said)
    assert answer.status_code == 422
    assert "There is a card with this contact already" in answer.text
    assert 'value="New Guest"' in answer.text
    assert till.post("/enrol", **{**said, "contact": ""}).status_code == 303


def test_a_card_that_never_was_is_refused_with_what_was_typed(till: Counter) -> None:
    assert "no longer free" in till.get("/enrol?card=0000000000").text
    answer = till.post("/enrol", card="0000000000", name="New Guest")
    assert answer.status_code == 422
    assert "Take another one from the sheet" in answer.text
    assert 'value="New Guest"' in answer.text
    assert db.session.scalars(select(Member)).all() == []


def test_another_card_keeps_the_points_and_ends_the_old_one(
    till: Counter, member: Member, blank: tuple[str, str]
) -> None:
    number, code = blank
    till.sell(member, "30.00")
    old, path = member.code, f"/members/{member.number}"
    assert f"/counter{path}/card" in till.get(f"{path}/phone").text
    answer = till.post(f"{path}/card", code=code)
    assert answer.location == f"/counter/members/{number}"
    assert "The new card is theirs" in till.client.get(answer.location).text
    assert has(member).available == 30
    assert till.post("/", code=old).status_code == 422
    assert till.post("/", code=code).location == answer.location


@pytest.mark.parametrize("code", ["LY0" + "0" * 16, "7654321094", "", "x" * 300])
def test_what_is_no_free_card_is_refused(till: Counter, member: Member, code: str) -> None:
    answer = till.post_fragment(f"/members/{member.number}/card", code=code)
    assert answer.status_code == 422
    assert "fault" in answer.text


def test_somebody_elses_card_is_refused(till: Counter, member: Member) -> None:
    answer = till.post(f"/members/{member.number}/card", code=member.code)
    assert answer.status_code == 422
    assert "no longer free" in answer.text
