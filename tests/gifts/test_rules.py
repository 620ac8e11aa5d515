"""Gifts: what an occasion brings, what staff give by hand, and what an undo takes back."""

from datetime import date

import pytest

from loyalty_app.activities.facts import Outcome, OutcomeKind
from loyalty_app.activities.values import Kind
from loyalty_app.errors import (
    CannotUndo,
    GiftsGone,
    ReferenceTaken,
    ThanksMissing,
    UnknownReward,
    VoucherSpent,
)
from loyalty_app.programme.sections.gifts import Occasion

from ..rehearsals import Shop, outcomes

GIFTS = """
points: {expiry: {kind: rolling, months: 1}}
rewards:
  - {id: coffee, name: Coffee, kind: product, points: 40, valid_days: 9}
  - {id: cake, name: Cake, kind: product, stock: 1}
gifts:
  occasions:
    - {id: hello, on: joining, points: 20}
    - {id: many-returns, on: birthday, prize: cake, points: 5}
    - {id: one-more, on: birthday, prize: cake}
  by_hand: {rewards: [coffee], monthly: 2}
"""
THANKS = {"reward": "coffee", "reason": "For the lost umbrella."}


@pytest.fixture
def shop() -> Shop:
    return Shop(GIFTS)


def test_joining_brings_points_under_the_programmes_terms(shop: Shop) -> None:
    done = shop.does(Kind.CLOCK, date(2026, 11, 2), occasion=Occasion.JOINING)
    assert outcomes(done) == [("points_given", "hello", 20)]
    (lot,) = shop.standing.lots
    assert lot.expires_on == date(2026, 12, 2)
    assert shop.standing.counts == {}  # a gift is not earned


def test_a_birthday_brings_everything_that_is_on_it(shop: Shop) -> None:
    done = shop.does(Kind.CLOCK, date(2026, 11, 2), occasion=Occasion.BIRTHDAY)
    assert outcomes(done) == [
        ("points_given", "many-returns", 5),
        ("voucher_issued", "cake", 0),
        ("voucher_issued", "cake", 0),
    ]
    assert len(shop.standing.vouchers) == 2  # the stock is for those who claim


def test_points_that_are_given_pay_what_is_owed(shop: Shop) -> None:
    for amount in (30, 10):
        shop.does(Kind.ADJUSTMENT, points=amount, reason="start")
    shop.does(Kind.CLAIM, reward="coffee")
    shop.does(Kind.UNDO, refers_to="1")
    done = shop.does(Kind.CLOCK, occasion=Occasion.JOINING)
    assert outcomes(done) == [("points_given", "hello", 20), ("debt_paid", "", 20)]
    assert shop.standing.debt == 10


def test_an_occasion_cannot_be_undone(shop: Shop) -> None:
    shop.does(Kind.CLOCK, occasion=Occasion.JOINING, reference="joining-1")
    with pytest.raises(CannotUndo):
        shop.does(Kind.UNDO, refers_to="joining-1")


def test_an_occasion_comes_once(shop: Shop) -> None:
    for _ in range(2):
        shop.does(Kind.CLOCK, occasion=Occasion.JOINING, reference="joining-1")
    assert shop.standing.available == 20
    with pytest.raises(ReferenceTaken):
        shop.does(Kind.CLOCK, occasion=Occasion.BIRTHDAY, reference="joining-1")


def test_a_gift_by_hand_is_a_voucher(shop: Shop) -> None:
    done = shop.does(Kind.GIFT, date(2026, 11, 2), **THANKS)
    (voucher,) = (fact for fact in done.facts if isinstance(fact, Outcome))
    assert voucher.kind is OutcomeKind.VOUCHER_ISSUED
    assert voucher.why == {"expires_on": "2026-11-11", "gift_of": "2026-11"}


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"reward": "cake"}, UnknownReward),
        ({"reward": "gone"}, UnknownReward),
        ({"reason": " "}, ThanksMissing),
    ],
)
def test_what_cannot_be_given(shop: Shop, said: dict[str, str], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        shop.does(Kind.GIFT, **{**THANKS, **said})
    assert not shop.rehearsal.gifts


def test_where_nothing_is_given_by_hand_nothing_can_be() -> None:
    with pytest.raises(UnknownReward):
        Shop("rewards: [{id: coffee, name: C, kind: product, points: 1}]").does(Kind.GIFT, **THANKS)


def test_the_month_has_so_many_and_an_undone_one_is_free_again(shop: Shop) -> None:
    for number in ("first", "second"):
        shop.does(Kind.GIFT, date(2026, 11, 30), reference=number, **THANKS)
    with pytest.raises(GiftsGone) as refusal:
        shop.does(Kind.GIFT, date(2026, 11, 30), **THANKS)
    assert refusal.value.facts == {"given": 2, "again_on": "2026-12-01"}
    shop.does(Kind.GIFT, date(2026, 12, 1), **THANKS)
    shop.does(Kind.UNDO, date(2026, 12, 1), refers_to="first")
    assert shop.rehearsal.gifts == {"2026-11": 1, "2026-12": 1}
    shop.does(Kind.GIFT, date(2026, 11, 30), **THANKS)


def test_a_gift_that_was_used_is_not_taken_back(shop: Shop) -> None:
    shop.does(Kind.GIFT, reference="gift", **THANKS)
    shop.does(Kind.USE, voucher=next(iter(shop.standing.vouchers)))
    with pytest.raises(VoucherSpent):
        shop.does(Kind.UNDO, refers_to="gift")
