"""A reward that claims itself: as soon as the points are there, and back with its purchase."""

from datetime import timedelta

import pytest

from loyalty_app.activities.values import By, Kind
from loyalty_app.standing.points import BURNT

from ..rehearsals import START, Shop, outcomes

CAKE = """
earning: [{id: base, per_spend: {points: 1, every: 1.00}}]
rewards:
  - {id: cake, name: Cake, kind: product, points: 40, automatic: true, valid_days: 9}
"""
COFFEE = "  - {id: coffee, name: Coffee, kind: product, points: 30}\n"


@pytest.fixture
def shop() -> Shop:
    return Shop(CAKE + COFFEE)


def use_the_voucher(shop: Shop) -> None:
    shop.does(Kind.USE, voucher=next(iter(shop.standing.vouchers)), reference="use")


def test_it_is_claimed_beside_what_reaches_its_price(shop: Shop) -> None:
    assert outcomes(shop.buys(3900)) == [("points_earned", "base", 39)]
    done = shop.buys(200)
    assert outcomes(done)[1:] == [("points_spent", "cake", -40), ("voucher_issued", "cake", 0)]
    assert shop.standing.available == 1
    assert shop.standing.count(BURNT, "2026-11") == 40


def test_it_is_claimed_as_often_as_it_fits_up_to_ten_times(shop: Shop) -> None:
    shop.buys(100_000)
    assert len(shop.standing.vouchers) == 10
    assert shop.standing.available == 600
    shop.does(Kind.VISIT)
    assert len(shop.standing.vouchers) == 20


def test_points_given_by_hand_count_too(shop: Shop) -> None:
    shop.does(Kind.ADJUSTMENT, points=45, reason="Sorry.")
    assert (shop.standing.available, len(shop.standing.vouchers)) == (5, 1)


def test_pending_points_are_claimed_on_the_day_they_are_ready() -> None:
    shop = Shop("points: {pending_days: 3}\n" + CAKE)
    shop.buys(4000)
    assert not shop.standing.vouchers
    done = shop.waits_until((START + timedelta(days=3)).date())
    assert [kind for kind, *_ in outcomes(done)][-1] == "voucher_issued"


def test_a_claim_of_ones_own_goes_first(shop: Shop) -> None:
    shop.buys(3900)
    shop.does(Kind.CLAIM, reward="coffee", by=By.MEMBER)
    shop.buys(3000)
    assert (shop.standing.available, len(shop.standing.vouchers)) == (39, 1)


def test_the_undone_purchase_takes_the_unused_voucher_along(shop: Shop) -> None:
    shop.buys(3900)
    shop.buys(200, reference="second")
    shop.does(Kind.UNDO, refers_to="second")
    assert (shop.standing.available, shop.standing.debt, shop.standing.vouchers) == (39, 0, {})
    assert shop.standing.count(BURNT, "2026-11") == 0


def test_a_used_voucher_stays_and_its_points_are_owed(shop: Shop) -> None:
    shop.buys(4100, reference="sale")
    use_the_voucher(shop)
    shop.does(Kind.UNDO, refers_to="sale")
    assert (shop.standing.available, shop.standing.debt) == (0, 40)
    assert shop.standing.count(BURNT, "2026-11") == 40


def test_an_expired_voucher_stays_lost(shop: Shop) -> None:
    shop.buys(4100, reference="sale")
    later = (START + timedelta(days=20)).date()
    done = shop.does(Kind.UNDO, later, refers_to="sale")
    assert "voucher_cancelled" not in [kind for kind, *_ in outcomes(done)]
    assert shop.standing.debt == 40


def test_a_part_of_the_money_back_leaves_the_voucher(shop: Shop) -> None:
    shop.buys(4100, reference="sale")
    shop.does(Kind.REFUND, refers_to="sale", amount=2000)
    assert (shop.standing.debt, len(shop.standing.vouchers)) == (19, 1)
    shop.does(Kind.REFUND, refers_to="sale", amount=2100)
    assert (shop.standing.available, shop.standing.debt, shop.standing.vouchers) == (0, 0, {})


def test_a_voucher_that_outlived_its_purchase_is_not_cancelled_unpaid(shop: Shop) -> None:
    """All the money went back while it was used; then its use was undone: it is paid for."""
    shop.buys(4100, reference="sale")
    use_the_voucher(shop)
    shop.does(Kind.REFUND, refers_to="sale", amount=4100)
    shop.does(Kind.UNDO, refers_to="use")
    shop.does(Kind.UNDO, refers_to="sale")
    assert (shop.standing.debt, len(shop.standing.vouchers)) == (40, 1)


def test_an_undone_claim_of_ones_own_claims_nothing_by_itself(shop: Shop) -> None:
    shop.buys(3900)
    shop.does(Kind.CLAIM, reward="coffee", reference="claim")
    shop.buys(1000)
    shop.does(Kind.UNDO, refers_to="claim")
    assert (shop.standing.available, shop.standing.vouchers) == (49, {})
    shop.does(Kind.VISIT)
    assert (shop.standing.available, len(shop.standing.vouchers)) == (9, 1)
