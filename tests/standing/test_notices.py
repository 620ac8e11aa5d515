"""Notices: thirty and seven days before a last day, once each, and never of what is over."""

from datetime import date

import pytest

from loyalty_app.activities.values import Kind

from ..rehearsals import Shop, outcomes

RULES = """
points: {expiry: {kind: rolling, months: 2}}
earning: [{id: base, per_spend: {points: 1, every: 1.00}}]
rewards: [{id: mug, name: Mug, kind: product, points: 10, valid_days: 40}]
"""
# Bought on 2 November 2026: good until 2 January 2027; told on 3 and 26 December.


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (["2026-12-02"], []),
        (["2026-12-03"], ["points_expire_soon"]),
        (["2026-12-03", "2026-12-04"], ["points_expire_soon"]),
        (["2026-12-03", "2026-12-25"], ["points_expire_soon"]),
        (["2026-12-03", "2026-12-26"], ["points_expire_soon", "points_expire_soon"]),
        (["2026-12-20"], ["points_expire_soon"]),
        (["2026-12-28"], ["points_expire_soon"]),
        (["2026-12-28", "2026-12-29"], ["points_expire_soon"]),
        (["2027-01-02"], ["points_expire_soon"]),
        (["2027-01-03"], ["points_expired"]),
        (["2026-12-03", "2027-03-01"], ["points_expire_soon", "points_expired"]),
    ],
)
def test_points_are_told_of_while_there_is_time(days: list[str], told: list[str]) -> None:
    shop = Shop(RULES)
    shop.buys(500)
    found = [shop.waits_until(date.fromisoformat(day)) for day in days]
    assert [kind for done in found for kind, _, _ in outcomes(done)] == told


def test_points_of_one_last_day_are_told_of_together() -> None:
    shop = Shop(RULES)
    shop.buys(500)
    shop.buys(700)
    done = shop.waits_until(date(2026, 12, 3))
    assert outcomes(done) == [("points_expire_soon", "", 12)]


def test_a_voucher_is_told_of_too() -> None:
    shop = Shop(RULES)
    shop.buys(1000)
    shop.does(Kind.CLAIM, reward="mug")  # good until 12 December
    assert outcomes(shop.waits_until(date(2026, 11, 12))) == [("voucher_expires_soon", "mug", 0)]
    assert outcomes(shop.waits_until(date(2026, 12, 5))) == [("voucher_expires_soon", "mug", 0)]


def test_what_is_spent_is_not_told_of() -> None:
    shop = Shop(RULES)
    shop.buys(1000)
    claim = shop.does(Kind.CLAIM, reward="mug")
    (voucher,) = claim.standing.vouchers
    shop.does(Kind.USE, voucher=voucher)
    assert outcomes(shop.waits_until(date(2026, 12, 28))) == []


def test_a_late_purchase_repeats_no_notice() -> None:
    shop = Shop(RULES)
    shop.buys(500)
    shop.waits_until(date(2026, 12, 28))
    done = shop.buys(300, date(2026, 11, 20))
    assert outcomes(done) == [("points_earned", "base", 3)]
    assert outcomes(shop.waits_until(date(2026, 12, 29))) == []
