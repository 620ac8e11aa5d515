"""Selling: seen before, taken once, and every amount read as its reader writes it."""

import pytest
from sqlalchemy import func, select

from loyalty_app.activities.models import ActivityRow
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.standing.cards import stamps_on
from loyalty_app.standing.operations import enrol

from ...factories import publish
from .conftest import (
    FRAGMENT,
    KEY,
    OTHER_KEY,
    Counter,
    claim,
    coffees,
    give,
    has,
    key_in,
    receipt_id,
    speaking,
)
from .test_scan import own_card_of, with_rules


def recorded() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(ActivityRow)) or 0


def test_the_page_says_who_it_is_and_what_they_have(till: Counter, member: Member) -> None:
    give(member, 85)
    claim(member)
    page = till.get(f"/members/{member.number}").text
    for words in ("Regular Guest", "Card 1234567897", ">45<", "A coffee", "A coffee for 40"):
        assert words in page
    assert "Three coffees 0/3" in page
    assert "Own cup" in page
    assert 'value="coffee"' in page


def test_a_purchase_is_taken_and_its_receipt_shown(till: Counter, member: Member) -> None:
    page = till.get(f"/members/{member.number}").text
    receipt = till.sell(member, "12.00", key_in(page))
    assert has(member).available == 12
    shown = till.client.get(f"/counter/receipts/{receipt}?done=1").text
    assert "Regular Guest now has 12 points." in shown
    assert 'name="code"' in shown  # ready for who comes next


def test_htmx_is_led_to_the_receipt(till: Counter, member: Member) -> None:
    answer = till.post_fragment(f"/members/{member.number}", amount="5", key=KEY)
    assert answer.status_code == 204
    receipt_id(answer.headers["HX-Redirect"])
    assert has(member).available == 5


def test_a_double_tap_and_a_lost_answer_pay_once(till: Counter, member: Member) -> None:
    first = till.sell(member)
    assert till.sell(member) == first
    assert till.post_fragment(f"/members/{member.number}", amount="12", key=KEY).status_code == 204
    assert has(member).available == 12
    assert recorded() == 1


def test_two_tabs_are_two_purchases(till: Counter, member: Member) -> None:
    tabs = [key_in(till.get(f"/members/{member.number}").text) for _ in range(2)]
    receipts = {till.sell(member, key=key, again="yes") for key in tabs}
    assert len(receipts) == 2
    assert has(member).available == 24


def test_the_same_form_with_other_numbers_is_not_taken_silently(
    till: Counter, member: Member
) -> None:
    till.sell(member, "12.00")
    answer = till.post(f"/members/{member.number}", amount="13.00", key=KEY)
    assert answer.status_code == 422
    assert "recorded a moment ago with other numbers" in answer.text
    assert 'value="13.00"' in answer.text
    assert has(member).available == 12
    till.sell(member, "13.00", key_in(answer.text))  # sent again on purpose
    assert has(member).available == 25


@pytest.mark.parametrize(
    ("language", "amount", "points"),
    [
        ("it", "1.234,56", 1234),
        ("en", "1,234.56", 1234),
        ("it", "12,50", 12),
        ("it", "1.234", 1234),
    ],
)
def test_amounts_are_read_by_the_readers_language(
    till: Counter, member: Member, language: str, amount: str, points: int
) -> None:
    speaking(till.client, language)
    till.sell(member, amount)
    assert has(member).available == points


@pytest.mark.parametrize(
    ("language", "amount", "words"),
    [
        ("en", "1.234,56", "1,234.56"),
        ("it", "1,234.56", "1.234,56"),
        ("en", "12,50", "1,234.56"),
        ("en", "2.605", "1,234.56"),
        ("en", "two", "1,234.56"),
        ("en", "-3", "cannot be negative"),
        ("en", "1000000.00", "too large: at most €999,999.99"),
        ("en", "9" * 400, "1,234.56"),
        ("en", "", "Write the amount"),
    ],
)
def test_a_wrong_amount_is_said_and_kept(
    till: Counter, member: Member, language: str, amount: str, words: str
) -> None:
    speaking(till.client, language)
    answer = till.post(f"/members/{member.number}", amount=amount, key=KEY)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{amount}"' in answer.text
    assert f'value="{KEY}"' in answer.text
    assert recorded() == 0


def test_a_wrong_amount_in_a_fragment_swaps_the_form(till: Counter, member: Member) -> None:
    answer = till.post_fragment(f"/members/{member.number}", amount="x", key=KEY)
    assert answer.status_code == 422
    assert answer.text.lstrip().startswith('<div id="purchase"')


def test_nothing_paid_is_a_visit(till: Counter, member: Member) -> None:
    receipt = till.sell(member, "0.00")
    assert ">Visit<" in till.get(f"/receipts/{receipt}").text
    assert has(member).available == 0
    assert recorded() == 1


@pytest.mark.parametrize("key", ["", "short", "g" * 32, KEY * 2])
def test_a_form_without_its_key_is_not_taken(till: Counter, member: Member, key: str) -> None:
    assert till.post(f"/members/{member.number}", amount="5", key=key).status_code == 422
    assert recorded() == 0


def test_a_coffee_among_the_sale_is_stamped(till: Counter, member: Member) -> None:
    till.sell(member, "2.60", **coffees(2))
    assert stamps_on(has(member), "coffee") == 2


def test_items_with_prices_leave_the_rest_of_the_amount_nameless(
    till: Counter, member: Member
) -> None:
    till.sell(member, "7.60", **coffees(2, "2.60"))
    assert has(member).available == 7
    assert stamps_on(has(member), "coffee") == 2


def test_the_items_alone_make_the_amount(till: Counter, member: Member) -> None:
    till.sell(member, "", **coffees(2, "2.60"))
    assert has(member).available == 2


@pytest.mark.parametrize(
    ("amount", "items", "words"),
    [
        ("2.00", coffees(2, "2.60"), "The items add up to €2.60, the amount says €2.00"),
        ("", coffees(2), "Write the amount"),
        ("2.00", coffees(-1), "from 0 to 999"),
        ("2.00", coffees(1000), "from 0 to 999"),
        ("2.00", coffees(1, "x"), "“x” is not an amount"),
        ("2.00", {"items-0-category": "coffee", "items-0-quantity": "two"}, 'value="two"'),
    ],
)
def test_items_that_make_no_sense_are_said_and_kept(
    till: Counter, member: Member, amount: str, items: dict[str, str], words: str
) -> None:
    answer = till.post(f"/members/{member.number}", amount=amount, key=KEY, **items)
    assert answer.status_code == 422
    assert words in answer.text
    assert recorded() == 0


def test_several_items_need_their_prices(till: Counter, member: Member) -> None:
    items = {**coffees(2), "items-1-sku": "cake", "items-1-quantity": "1"}
    answer = till.post(f"/members/{member.number}", amount="5.00", key=KEY, **items)
    assert answer.status_code == 422
    assert "Write what each item came to" in answer.text


def test_a_preview_says_what_it_would_bring_and_writes_nothing(
    till: Counter, member: Member, statements: list[str]
) -> None:
    statements.clear()
    answer = till.post_fragment(
        f"/members/{member.number}/preview", amount="14.20", key=KEY, **coffees(3)
    )
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="preview"')
    for words in ("+14 points", "3 stamps on “Three coffees”", "A voucher: A coffee", "€14.20: 1"):
        assert words in answer.text
    assert all(sql.startswith("SELECT") for sql in statements)
    assert recorded() == 0
    assert has(member).available == 0


def test_a_preview_of_a_wrong_amount_says_why(till: Counter, member: Member) -> None:
    answer = till.post_fragment(f"/members/{member.number}/preview", amount="1.2.3", key=KEY)
    assert answer.status_code == 422
    assert "“1.2.3” is not an amount" in answer.text
    blank = till.post_fragment(f"/members/{member.number}/preview", amount="", key=KEY)
    assert blank.status_code == 200
    assert "Type the amount" in blank.text


def test_a_preview_without_javascript_is_the_page_as_it_was(till: Counter, member: Member) -> None:
    answer = till.post(f"/members/{member.number}/preview", amount="14.20", key=KEY)
    assert answer.status_code == 200
    assert "+14 points" in answer.text
    assert 'value="14.20"' in answer.text
    assert f'value="{KEY}"' in answer.text


def test_a_preview_knows_how_much_of_a_budget_is_left(till: Counter, member: Member) -> None:
    source = with_rules(1).replace(
        "stamp_cards:", "  - {id: gift, bonus: {points: 5}, budget: {points: 7}}\nstamp_cards:"
    )
    publish(source)
    for key, points in ((KEY, "+6 points"), (OTHER_KEY, "+3 points")):
        path = f"/members/{member.number}"
        assert points in till.post_fragment(f"{path}/preview", amount="1", key=key).text
        till.sell(member, "1", key, again="yes")
    assert has(member).available == 9


def test_nobody_sells_to_themselves(till: Counter, member: Member) -> None:
    own_card_of(till.staff, member)
    for path in ("", "/preview"):
        answer = till.post(f"/members/{member.number}{path}", amount="5", key=KEY)
        assert answer.status_code == 409
        assert "Nobody serves their own card" in answer.text
    assert (
        till.post(f"/members/{member.number}/actions", action="own-cup", key=KEY).status_code == 409
    )
    assert recorded() == 0


def test_an_unknown_member_is_said(till: Counter, member: Member) -> None:
    assert till.get("/members/404").status_code == 404
    assert till.post("/members/404", amount="5", key=KEY).status_code == 404


def test_an_action_is_rewarded_beside_the_purchase(till: Counter, member: Member) -> None:
    path = f"/members/{member.number}/actions"
    answer = till.post_fragment(path, action="own-cup", key=KEY)
    assert answer.status_code == 200
    assert answer.text.lstrip().startswith('<div id="guest"')
    assert "5 points earned" in answer.text
    till.post_fragment(path, action="own-cup", key=KEY)
    assert has(member).available == 5
    plain = till.post(path, action="own-cup", key=OTHER_KEY)
    assert (plain.status_code, plain.location) == (303, "/counter/members/1234567897")
    assert "5 points earned" in till.client.get(plain.location).text
    assert has(member).available == 10


def test_an_action_the_programme_does_not_know_is_refused(till: Counter, member: Member) -> None:
    answer = till.post(f"/members/{member.number}/actions", action="singing", key=KEY)
    assert answer.status_code == 409
    assert "no action “singing”" in answer.text


def test_a_take_costs_at_most_ten_statements(
    till: Counter, member: Member, statements: list[str]
) -> None:
    counts = []
    for rules in (1, 20):
        publish(with_rules(rules))
        till.get(f"/members/{member.number}")
        for n in (1, 3):  # with three coffees the card fills and issues its voucher
            statements.clear()
            till.sell(member, "6.00", f"{rules:016d}{n:016d}", again="yes", **coffees(n))
            counts.append(len(statements))
    assert counts == [9, 10, 9, 10]


def test_the_page_of_a_member_without_a_name_has_one_for_them(till: Counter) -> None:
    in_transaction(lambda: enrol(number="C-1"))
    assert "Card C-1" in till.get("/members/C-1", headers=FRAGMENT).text
