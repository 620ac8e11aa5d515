"""Printed cards: ten to a sheet, nobody's until they are taken, and each taken once."""

import pytest
from flask import Flask

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.blank_cards import (
    ON_A_SHEET,
    CardTaken,
    blank_card,
    cards_on,
    print_sheet,
    replace_card,
    sheets,
    take_card,
)
from loyalty_app.members.codes import luhn_digit
from loyalty_app.members.models import Member

from ..at_once import answers_at_once
from ..factories import enrol_member


def test_a_sheet_has_ten_cards_with_codes_and_numbers_of_their_own(app: Flask) -> None:
    first, second = in_transaction(print_sheet), in_transaction(print_sheet)
    cards = [*cards_on(first), *cards_on(second)]
    assert len({card.handle for card in cards}) == len({card.number for card in cards}) == 20
    assert all(luhn_digit(card.number[:-1]) == card.number[-1] for card in cards)
    assert [(sheet.number, sheet.left) for sheet in sheets()] == [
        (second, ON_A_SHEET),
        (first, ON_A_SHEET),
    ]


def test_it_is_found_by_its_code_or_by_its_number(app: Flask) -> None:
    card = cards_on(in_transaction(print_sheet))[0]
    assert blank_card(card.handle, "") is blank_card(None, card.number) is card
    assert blank_card(None, card.handle) is None


def test_of_many_who_take_it_one_gets_it(app: Flask) -> None:
    sheet = in_transaction(print_sheet)
    number, handle = cards_on(sheet)[0].number, cards_on(sheet)[0].handle
    assert answers_at_once(app, lambda: in_transaction(lambda: take_card(number))) == [handle]
    assert [each.left for each in sheets()] == [ON_A_SHEET - 1]
    with pytest.raises(CardTaken):
        in_transaction(lambda: take_card(number))


def test_a_lost_card_is_nobodys_and_the_new_one_is_theirs(app: Flask) -> None:
    member = enrol_member()
    before = member.number, member.handle
    card = cards_on(in_transaction(print_sheet))[0]
    wanted = card.number, card.handle
    in_transaction(lambda: replace_card(member.id, wanted[0]))
    member = db.session.get_one(Member, member.id)
    assert (member.number, member.handle) == wanted != before
