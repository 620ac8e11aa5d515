"""What a manager corrects, and how an account ends."""

from datetime import date

import pytest

from loyalty_app.activities.facts import Outcome
from loyalty_app.activities.values import Kind
from loyalty_app.errors import AccountClosed, NotEnoughPoints, NothingToAdjust, ReasonMissing

from ..rehearsals import Shop, outcomes

RULES = """
earning: [{id: base, per_spend: {points: 1, every: 1.00}}]
rewards: [{id: mug, name: Mug, kind: product, points: 10, stock: 1}]
"""


def test_points_are_given_and_taken_for_a_reason() -> None:
    shop = Shop(RULES)
    given = shop.does(Kind.ADJUSTMENT, points=7, reason="A complaint")
    assert outcomes(given) == [("points_adjusted", "", 7)]
    shop.does(Kind.ADJUSTMENT, points=-3, reason="Too much")
    assert shop.standing.available == 4
    with pytest.raises(NotEnoughPoints):
        shop.does(Kind.ADJUSTMENT, points=-5, reason="Too much")
    with pytest.raises(ReasonMissing):
        shop.does(Kind.ADJUSTMENT, points=5, reason="  ")
    with pytest.raises(NothingToAdjust):
        shop.does(Kind.ADJUSTMENT, points=0, reason="Nothing")


def test_a_closed_account_leaves_nothing_and_takes_nothing() -> None:
    shop = Shop(RULES)
    shop.buys(1500)
    shop.does(Kind.CLAIM, reward="mug")
    assert shop.rehearsal.taken["mug"] == 1
    shop.does(Kind.CLOSED)
    assert (shop.standing.available, shop.standing.vouchers) == (0, {})
    assert shop.rehearsal.taken["mug"] == 0
    with pytest.raises(AccountClosed):
        shop.buys(100)


def test_a_use_undone_still_knows_its_stock() -> None:
    shop = Shop(RULES)
    shop.buys(1500)
    claim = shop.does(Kind.CLAIM, reward="mug")
    use = shop.does(Kind.USE, voucher=next(iter(shop.standing.vouchers)))
    shop.does(Kind.UNDO, refers_to=use.activity.id)
    assert shop.rehearsal.taken["mug"] == 1
    shop.does(Kind.UNDO, refers_to=claim.activity.id)
    assert shop.rehearsal.taken["mug"] == 0


def test_points_are_forfeited_in_one_order_however_they_came() -> None:
    """Read back from its row, a standing has its lots in another order than in memory."""
    dated = RULES + "points: {expiry: {kind: rolling, months: 2}}\n"
    days = (date(2026, 11, 20), date(2026, 11, 5))
    forfeited = []
    for order in (days, days[::-1]):
        shop = Shop(dated)
        shop.waits_until(days[0])
        for day in order:
            shop.buys(100, day)
        done = shop.does(Kind.CLOSED)
        forfeited += [f.parts for f in done.facts if isinstance(f, Outcome) and f.parts]
    assert len(forfeited) == 2
    assert forfeited[0] == forfeited[1]
