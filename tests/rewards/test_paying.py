"""Points as money at the till: how many may pay, and how they come back with the money."""

from datetime import date
from typing import Any

import pytest

from loyalty_app.activities.values import Kind, Line
from loyalty_app.errors import LoyaltyError, NegativeAmount, NotEnoughPoints
from loyalty_app.programme.sections.paying import Paying
from loyalty_app.rewards.refusals import NoPayingWithPoints, NotInSteps, TooManyForThis
from loyalty_app.standing.points import BURNT

from ..rehearsals import Shop, outcomes

RULES = """
earning: [{id: base, per_spend: {points: 1, every: 1.00}}]
pay_with_points: {points: 100, worth: 1.00, at_least: 200, at_most: 50}
"""


@pytest.fixture
def shop() -> Shop:
    shop = Shop(RULES)
    shop.does(Kind.ADJUSTMENT, points=1000, reason="A start.")
    return shop


@pytest.mark.parametrize(
    ("settings", "order", "most"),
    [
        ("points=100, worth=100", 0, 0),
        ("points=100, worth=100", 99, 0),
        ("points=100, worth=100", 100, 100),
        ("points=100, worth=100", 1099, 1000),
        ("points=100, worth=100, at_most=50", 1000, 500),
        ("points=100, worth=100, at_most=50", 1199, 500),
        ("points=100, worth=100, at_most=50", 1200, 600),
        ("points=100, worth=100, at_least=300", 299, 0),
        ("points=100, worth=100, at_least=300", 300, 300),
        ("points=100, worth=100, at_least=300, at_most=50", 599, 0),
        ("points=100, worth=100, at_least=300, at_most=50", 600, 300),
        ("points=1, worth=1", 250, 250),
        ("points=3, worth=10", 35, 9),
        ("points=100, worth=500, at_most=30", 1666, 0),
        ("points=100, worth=500, at_most=30", 1667, 100),
    ],
)
def test_how_many_points_may_pay_for_an_order(settings: str, order: int, most: int) -> None:
    values = dict(pair.split("=") for pair in settings.split(", "))
    said: dict[str, Any] = {name: int(value) for name, value in values.items()}
    paying = Paying.model_construct(**said)
    assert paying.most(order) == most


@pytest.mark.parametrize(
    ("amount", "points", "refusal"),
    [
        (1000, 200, None),
        (200, 200, None),
        (199, 200, TooManyForThis),
        (1000, 100, NotInSteps),
        (1000, 250, NotInSteps),
        (1000, 1100, TooManyForThis),
        (1100, 1100, NotEnoughPoints),
        (1000, -200, NegativeAmount),
    ],
)
def test_a_payment_keeps_the_rules_or_is_refused(
    shop: Shop, amount: int, points: int, refusal: type[LoyaltyError] | None
) -> None:
    if refusal:
        with pytest.raises(refusal):
            shop.buys(amount, points=points)
        assert shop.standing.available == 1000
    else:
        shop.buys(amount, points=points)
        assert shop.standing.available == 1000 - points + amount // 100


def test_without_the_section_points_pay_for_nothing() -> None:
    with pytest.raises(NoPayingWithPoints):
        Shop("earning: []").buys(1000, points=100)


def test_what_was_paid_with_points_brings_none(shop: Shop) -> None:
    done = shop.buys(800, discounted=200, points=200)
    assert outcomes(done) == [
        ("points_spent", "pay_with_points", -200),
        ("points_earned", "base", 8),
    ]
    assert shop.standing.count(BURNT, "2026-11") == 200


def test_the_undone_purchase_brings_the_points_back(shop: Shop) -> None:
    shop.buys(800, points=200, reference="sale")
    shop.does(Kind.UNDO, refers_to="sale")
    assert (shop.standing.available, shop.standing.debt) == (1000, 0)
    assert shop.standing.count(BURNT, "2026-11") == 0


def test_money_back_brings_the_same_part_of_the_points_back(shop: Shop) -> None:
    """600 points beside €9.00: each third of the money brings a third of them; in all, all."""
    lots = "points: {expiry: {kind: rolling, months: 1}}\n"
    shop = Shop(lots + RULES)
    for day in ("2026-11-01", "2026-11-02"):
        shop.does(Kind.ADJUSTMENT, date.fromisoformat(day), points=400, reason="A start.")
    shop.buys(900, points=600, reference="sale")
    assert (shop.standing.available, shop.standing.count(BURNT, "2026-11")) == (209, 600)
    shop.does(Kind.REFUND, refers_to="sale", amount=300)
    assert (shop.standing.available, shop.standing.count(BURNT, "2026-11")) == (406, 400)
    shop.does(Kind.REFUND, refers_to="sale", amount=300)
    shop.does(Kind.REFUND, refers_to="sale", amount=300)
    assert (shop.standing.available, shop.standing.count(BURNT, "2026-11")) == (800, 0)
    assert sorted(holding.left for holding in shop.standing.lots.values()) == [400, 400]


def test_an_item_that_comes_back_brings_its_part(shop: Shop) -> None:
    lines = (Line(600, 1, category="a", discounted=200), Line(200, 1, category="b", discounted=0))
    shop.buys(800, points=200, lines=lines, reference="sale")
    shop.does(Kind.REFUND, refers_to="sale", lines=(Line(0, 1, category="b"),))
    assert shop.standing.available == 1000 - 200 + 50 + 6


def test_a_purchase_paid_with_points_alone_is_undone_whole() -> None:
    shop = Shop(RULES.replace("at_most: 50", "at_most: 100"))
    shop.does(Kind.ADJUSTMENT, points=1000, reason="A start.")
    shop.buys(0, points=300, reference="sale")
    assert shop.standing.available == 700
    shop.does(Kind.UNDO, refers_to="sale")
    assert shop.standing.available == 1000
