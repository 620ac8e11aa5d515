"""What one side gave, added up: from earned to expired, prizes, and what it costs."""

from datetime import date
from decimal import Decimal

import pytest

from loyalty_app.activities.values import Kind
from loyalty_app.programme.sections.gifts import Occasion
from loyalty_app.rehearsal.figures import Account, Given, Sum, gain, worth

from ..rehearsals import Shop

RULES = """
points: {expiry: {kind: rolling, months: 1}}
earning: [{id: base, per_spend: {points: 1, every: 1.00}}]
stamp_cards: [{id: visits, name: Visits, stamps: 2, per_visit: true, prize: tea}]
rewards: [{id: tea, name: Tea, kind: product, points: 4, valid_days: 90}]
"""


@pytest.fixture
def shop() -> Shop:
    return Shop(RULES)


def account(shop: Shop) -> Account:
    found = Account()
    for done in shop.rehearsal.recorded.values():
        found.add(done.facts)
    return found


def test_points_are_added_up_by_what_became_of_them(shop: Shop) -> None:
    shop.buys(1200, reference="a")
    shop.does(Kind.REFUND, refers_to="a", amount=200)
    shop.does(Kind.CLAIM, reward="tea")
    shop.waits_until(date(2027, 3, 1))
    given = Given.of(account(shop).sums, outstanding=0)
    assert given == Given({"base": 12}, taken_back=2, spent=4, expired=6, outstanding=0)
    assert given.points == 12


def test_a_cancelled_claim_was_not_spent(shop: Shop) -> None:
    shop.buys(1200)
    shop.does(Kind.CLAIM, reference="c", reward="tea")
    shop.does(Kind.UNDO, refers_to="c")
    assert Given.of(account(shop).sums, 12) == Given({"base": 12}, outstanding=12)


def test_a_correction_is_neither_earned_nor_taken_back(shop: Shop) -> None:
    shop.does(Kind.ADJUSTMENT, reference="a", points=9, reason="Sorry.")
    shop.does(Kind.UNDO, refers_to="a")
    shop.does(Kind.ADJUSTMENT, points=5, reason="Sorry.")
    shop.does(Kind.ADJUSTMENT, reference="b", points=-3, reason="Sorry.")
    shop.does(Kind.UNDO, refers_to="b")
    assert Given.of(account(shop).sums, 5) == Given(outstanding=5)


def test_a_prize_is_won_not_bought_and_leaves_with_a_returned_purchase(shop: Shop) -> None:
    shop.buys(1000)
    shop.buys(0, reference="second")
    shop.does(Kind.CLAIM, reward="tea")
    assert gain(account(shop).sums) == (10, 1)
    shop.does(Kind.UNDO, refers_to="second")
    assert account(shop).sums[Sum.PRIZES, "tea"] == 0


def test_what_is_given_is_not_earned_and_still_makes_better_off() -> None:
    shop = Shop(
        f"{RULES}gifts: {{occasions: [{{id: g, on: birthday, points: 7, prize: tea}}], "
        "by_hand: {rewards: [tea], monthly: 9}}\n"
    )
    shop.does(Kind.CLOCK, occasion=Occasion.BIRTHDAY)
    shop.does(Kind.GIFT, reward="tea", reason="Thank you.")
    found = Given.of(account(shop).sums, outstanding=7)
    assert found == Given(given=7, outstanding=7, prizes={"tea": 1})
    assert gain(account(shop).sums) == (7, 1)


def test_a_prize_of_before_is_seen_to_leave(shop: Shop) -> None:
    shop.buys(0)
    filled = shop.buys(0, reference="second")
    undone = shop.does(Kind.UNDO, refers_to="second")
    found = Account()
    found.see(filled.facts)
    found.add(undone.facts)
    assert gain(found.sums) == (0, -1)


@pytest.mark.parametrize(
    ("points", "cost", "currency", "minor"),
    [
        (100, "0.01", "EUR", 100),
        (1, "0.005", "EUR", 1),
        (3, "0.0049", "EUR", 1),
        (7, "0.1", "JPY", 1),
        (12_345_678, "0.0001", "EUR", 123_457),
        (0, "0.01", "EUR", 0),
    ],
)
def test_points_cost_minor_units_half_a_unit_up(
    points: int, cost: str, currency: str, minor: int
) -> None:
    assert worth(points, Decimal(cost), currency) == minor
