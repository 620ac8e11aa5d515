"""Refunds and undos, as tables of examples: what goes, what stays, what is owed."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from loyalty_app.activities.values import By, Kind, Line
from loyalty_app.errors import (
    AlreadyUndone,
    CannotUndo,
    ItemNotInSale,
    LoyaltyError,
    NothingToRefund,
    RefundTooLarge,
    TooLateToReturn,
    UnknownActivity,
    VoucherSpent,
)

from ..rehearsals import START, Shop, outcomes

BASE = "earning: [{id: base, per_spend: {points: 1, every: 1.00}}]"
MUG = "rewards: [{id: mug, name: Mug, kind: product, points: 10}]"
COFFEE, CAKE = Line(300, 2, category="coffee"), Line(700, 1, category="cake")


def later(days: int) -> datetime:
    return START + timedelta(days=days)


def give_back(shop: Shop, sale: str, *refunds: int) -> None:
    for amount in refunds:
        shop.does(Kind.REFUND, refers_to=sale, amount=amount)


@pytest.mark.parametrize(
    ("rule", "amount", "refunds", "kept"),
    [
        ("per_spend: {points: 1, every: 1.00}", 1000, [], 10),
        ("per_spend: {points: 1, every: 1.00}", 1000, [1], 10),  # ceil(10 × 9.99 / 10)
        ("per_spend: {points: 1, every: 1.00}", 1000, [100], 9),
        ("per_spend: {points: 1, every: 1.00}", 1000, [50, 50], 9),
        ("per_spend: {points: 1, every: 1.00}", 1000, [333, 333], 4),
        ("per_spend: {points: 1, every: 1.00}", 1000, [1000], 0),
        ("per_spend: {points: 1, every: 1.00}", 1099, [550], 5),
        ("per_spend: {points: 1, every: 1.00}, cap: {points: 5, per: purchase}", 1000, [400], 5),
        ("per_spend: {points: 1, every: 1.00}, cap: {points: 5, per: purchase}", 1000, [600], 4),
        ("per_spend: {points: 1, every: 1.00}, order: {min: 8.00}", 1000, [200], 8),
        ("per_spend: {points: 1, every: 1.00}, order: {min: 8.00}", 1000, [201], 0),
        ("bonus: {points: 50}, order: {min: 5.00}", 1000, [500], 25),
        ("bonus: {points: 50}, order: {min: 5.00}", 1000, [501], 0),
        ("per_visit: {points: 3}", 1000, [999], 3),
        ("per_visit: {points: 3}", 1000, [999, 1], 0),
    ],
)
def test_what_is_kept_follows_from_the_net(
    rule: str, amount: int, refunds: list[int], kept: int
) -> None:
    shop = Shop(f"earning: [{{id: base, {rule}}}]")
    sale = shop.buys(amount)
    give_back(shop, sale.activity.id, *refunds)
    assert shop.standing.available == kept


def test_items_take_their_own_points_and_stamps_with_them() -> None:
    shop = Shop(
        "earning: [{id: cups, per_item: {points: 2}, only: {category: [coffee]}}, "
        "{id: sweets, per_spend: {points: 1, every: 1.00}, only: {category: [cake]}}]\n"
        "stamp_cards: [{id: c, name: C, stamps: 9, per_item: {category: [coffee]}, prize: p}]\n"
        "rewards: [{id: p, name: P, kind: product}]"
    )
    sale = shop.buys(1000, lines=(COFFEE, CAKE)).activity.id
    assert (shop.standing.available, shop.standing.count("stamps:c")) == (11, 2)
    shop.does(Kind.REFUND, refers_to=sale, amount=300, lines=(COFFEE,))
    assert (shop.standing.available, shop.standing.count("stamps:c")) == (7, 0)
    half_a_cake = Line(350, 1, category="cake")
    shop.does(Kind.REFUND, refers_to=sale, amount=350, lines=(half_a_cake,))
    assert shop.standing.available == 4
    assert shop.standing.count("visits", "2026-11") == 1
    assert shop.standing.count("spend", "2026-11") == 350


def test_a_refund_without_items_lowers_every_line_in_proportion() -> None:
    rule = "{id: sweets, per_spend: {points: 1, every: 1.00}, only: {category: [cake]}}"
    shop = Shop(f"earning: [{rule}]")
    sale = shop.buys(1000, lines=(COFFEE, CAKE))
    give_back(shop, sale.activity.id, 500)
    assert shop.standing.available == 4  # ceil(7 × 3.50 / 7.00)


@pytest.mark.parametrize(
    ("refund", "error"),
    [
        ({"amount": 1001}, RefundTooLarge),
        ({"amount": 0}, NothingToRefund),
        ({"amount": -1}, LoyaltyError),
        ({"amount": 300, "lines": (Line(300, category="tea"),)}, ItemNotInSale),
        ({"amount": 701, "lines": (Line(701, category="cake"),)}, ItemNotInSale),
        ({"amount": 100, "refers_to": "unknown"}, UnknownActivity),
    ],
)
def test_a_refund_is_never_more_than_the_sale(
    refund: dict[str, object], error: type[LoyaltyError]
) -> None:
    shop = Shop(BASE)
    sale = shop.buys(1000, lines=(COFFEE, CAKE))
    with pytest.raises(error):
        shop.does(Kind.REFUND, **{"refers_to": sale.activity.id, **refund})
    assert shop.standing.available == 10


def test_two_refunds_together_are_never_more_than_the_sale() -> None:
    shop = Shop(BASE)
    sale = shop.buys(1000)
    give_back(shop, sale.activity.id, 600)
    with pytest.raises(RefundTooLarge) as refusal:
        give_back(shop, sale.activity.id, 600)
    assert refusal.value.left == 400


def test_spent_points_are_owed_and_paid_by_the_next_ones() -> None:
    shop = Shop(f"{BASE}\n{MUG}")
    sale = shop.buys(1200)
    shop.does(Kind.CLAIM, reward="mug")
    shop.does(Kind.UNDO, refers_to=sale.activity.id)
    assert (shop.standing.available, shop.standing.debt) == (0, 10)
    assert outcomes(shop.buys(600)) == [("points_earned", "base", 6), ("debt_paid", "", 6)]
    shop.buys(600)
    assert (shop.standing.available, shop.standing.debt) == (2, 0)


def test_points_that_expired_are_taken_back_once_and_without_effect() -> None:
    rolling = "points: {expiry: {kind: rolling, months: 1}}"
    shop = Shop(f"{rolling}\n{BASE}")
    first, second = shop.buys(1000).activity.id, shop.buys(1000).activity.id
    shop.waits_until(later(40))
    shop.buys(500)
    shop.does(Kind.UNDO, refers_to=first)
    shop.does(Kind.UNDO, refers_to=second)
    assert (shop.standing.available, shop.standing.debt) == (5, 0)


def test_other_points_pay_for_what_was_spent() -> None:
    shop = Shop(f"{BASE}\n{MUG}")
    sale = shop.buys(1000)
    shop.does(Kind.CLAIM, reward="mug")
    shop.buys(800, later(40))
    done = shop.does(Kind.UNDO, refers_to=sale.activity.id)
    assert outcomes(done) == [("points_taken_back", "base", -10)]
    assert (shop.standing.available, shop.standing.debt) == (0, 2)


@pytest.mark.parametrize(("by", "returned"), [(By.SHOP, 10), (By.MEMBER, 0)])
def test_a_claim_cancelled_after_its_points_were_out_of_date(by: By, returned: int) -> None:
    rolling = "points: {expiry: {kind: rolling, months: 1}}"
    reward = "rewards: [{id: mug, name: Mug, kind: product, points: 10, valid_days: 90}]"
    shop = Shop(f"{rolling}\n{BASE}\n{reward}")
    shop.buys(1000)
    claim = shop.does(Kind.CLAIM, reward="mug")
    shop.waits_until(later(45))
    shop.does(Kind.UNDO, refers_to=claim.activity.id, by=by)
    assert shop.standing.available == returned
    shop.waits_until(later(45 + 30))
    assert shop.standing.available == returned
    shop.waits_until(later(45 + 31))
    assert shop.standing.available == 0


def test_a_claim_whose_voucher_was_used_stays() -> None:
    shop = Shop(f"{BASE}\n{MUG}")
    shop.buys(1000)
    claim = shop.does(Kind.CLAIM, reward="mug")
    use = shop.does(Kind.USE, voucher=next(iter(shop.standing.vouchers)))
    with pytest.raises(VoucherSpent):
        shop.does(Kind.UNDO, refers_to=claim.activity.id)
    shop.does(Kind.UNDO, refers_to=use.activity.id)
    shop.does(Kind.UNDO, refers_to=claim.activity.id)
    assert shop.standing.available == 10


def test_what_cannot_be_undone() -> None:
    shop = Shop(BASE)
    sale = shop.buys(1000)
    refund = shop.does(Kind.REFUND, refers_to=sale.activity.id, amount=100)
    clock = shop.waits_until(later(1))
    undo = shop.does(Kind.UNDO, refers_to=sale.activity.id)
    for past in (refund, clock, undo):
        with pytest.raises(CannotUndo):
            shop.does(Kind.UNDO, refers_to=past.activity.id)
    with pytest.raises(AlreadyUndone):
        shop.does(Kind.UNDO, refers_to=sale.activity.id)
    with pytest.raises(AlreadyUndone):
        shop.does(Kind.REFUND, refers_to=sale.activity.id, amount=1)


def test_only_purchases_are_refunded() -> None:
    shop = Shop(BASE)
    visit = shop.does(Kind.VISIT)
    with pytest.raises(CannotUndo):
        shop.does(Kind.REFUND, refers_to=visit.activity.id, amount=1)


def test_a_sale_can_be_returned_for_four_hundred_days() -> None:
    shop = Shop(BASE)
    first, second = shop.buys(1000).activity.id, shop.buys(1000).activity.id
    shop.waits_until(later(400))
    shop.does(Kind.UNDO, refers_to=first)
    shop.waits_until(later(401))
    with pytest.raises(TooLateToReturn):
        shop.does(Kind.UNDO, refers_to=second)


def test_a_limit_is_free_again_after_its_undo() -> None:
    shop = Shop("earning: [{id: cup, action: cup, points: 5, limit: {times: 1, per: ever}}]")
    done = shop.does(Kind.ACTION, action="cup")
    shop.does(Kind.UNDO, refers_to=done.activity.id)
    assert outcomes(shop.does(Kind.ACTION, action="cup")) == [("points_earned", "cup", 5)]


MIXED = """earning:
- {id: coffee, per_spend: {points: 1, every: 1.00}, only: {category: [coffee]}}
- {id: cake, per_spend: {points: 1, every: 1.00}, only: {category: [cake]}}
- {id: twice, multiply: 2}
"""
ITEMS = """earning:
- {id: coffee, per_item: {points: 10}, only: {category: [coffee]}}
- {id: cake, per_item: {points: 10}, only: {category: [cake]}}
- {id: twice, multiply: 2}
"""
FROM_20 = f"""{BASE[:-1]}, {{id: twice, multiply: 2, order: {{min: 20.00}}}}]"""
BASE_FROM_20 = """earning:
- {id: base, per_spend: {points: 1, every: 1.00}, order: {min: 20.00}}
- {id: twice, multiply: 2}
"""


@pytest.mark.parametrize(
    ("rules", "lines", "amount", "refund", "before", "after"),
    [
        (FROM_20, (), 3000, {"amount": 1000}, 60, 40),
        (FROM_20, (), 3000, {"amount": 1500}, 60, 15),
        (BASE_FROM_20, (), 3000, {"amount": 1500}, 60, 0),
        (MIXED, (Line(300, 1, category="coffee"), CAKE), 1000, {"amount": 500}, 20, 11),
        (MIXED, (Line(300, 1, category="coffee"), CAKE), 1000, {"lines": (CAKE,)}, 20, 6),
        (ITEMS, (Line(700, 1, category="coffee"), CAKE), 1400, {"lines": (CAKE,)}, 40, 20),
        (ITEMS, (Line(700, 1, category="tea"), CAKE), 1400, {"lines": (CAKE,)}, 20, 0),
    ],
)
def test_a_bonus_goes_with_what_it_was_given_for(
    rules: str,
    lines: tuple[Line, ...],
    amount: int,
    refund: dict[str, Any],
    before: int,
    after: int,
) -> None:
    shop = Shop(rules)
    shop.buys(amount, lines=lines)
    assert shop.standing.available == before
    back = sum(line.amount for line in refund.get("lines", ()))
    shop.does(Kind.REFUND, refers_to="1", **{"amount": back, **refund})
    assert shop.standing.available == after


@pytest.mark.parametrize(("position", "after"), [(0, 5), (1, 5), (2, 3)])
def test_of_equal_lines_the_one_that_is_meant_goes(position: int, after: int) -> None:
    shop = Shop(BASE)
    shop.buys(800, lines=(Line(300, category="coffee"), Line(500, category="coffee")))
    back = Line(0, category="coffee", position=position)
    shop.does(Kind.REFUND, refers_to="1", lines=(back,))
    assert shop.standing.available == after
    if position:
        with pytest.raises(ItemNotInSale):
            shop.does(Kind.REFUND, refers_to="1", lines=(back,))
