"""Stamp cards: collected, filled, run over, taken back, looked at again."""

from datetime import timedelta

import pytest

from loyalty_app.activities.values import Kind, Line
from loyalty_app.errors import TooManyOfOne
from loyalty_app.standing.cards import stamps_on

from ..rehearsals import START, Shop, outcomes

RULES = """
stamp_cards: [{id: coffee, name: Coffee, stamps: 3, per_item: {category: [coffee]}, prize: cup}]
rewards: [{id: cup, name: Cup, kind: product, valid_days: 9}]
"""


def coffees(n: int) -> dict[str, object]:
    return {"amount": 100 * n, "lines": (Line(100 * n, n, category="coffee"),)}


def shop() -> Shop:
    return Shop(RULES)


def kinds(done: object) -> list[str]:
    return [kind for kind, _, _ in outcomes(done)]  # type: ignore[arg-type]


def test_stamps_run_over_to_the_next_card() -> None:
    cafe = shop()
    assert kinds(cafe.buys(**coffees(2))) == ["stamps_collected"]  # type: ignore[arg-type]
    assert kinds(cafe.buys(**coffees(5))) == [  # type: ignore[arg-type]
        "stamps_collected",
        "card_filled",
        "voucher_issued",
        "card_filled",
        "voucher_issued",
    ]
    assert stamps_on(cafe.standing, "coffee") == 1
    assert len(cafe.standing.vouchers) == 2


def test_other_items_and_bare_amounts_bring_none() -> None:
    cafe = shop()
    assert kinds(cafe.buys(500)) == []
    assert kinds(cafe.buys(500, lines=(Line(500, 1, category="cake"),))) == []


def test_a_visit_card_takes_one_stamp_per_visit() -> None:
    visits = Shop(RULES.replace("per_item: {category: [coffee]}", "per_visit: true"))
    visits.buys(0)
    visits.does(Kind.VISIT)
    visits.buys(900, lines=(Line(900, 9),))
    assert stamps_on(visits.standing, "coffee") == 0
    assert len(visits.standing.vouchers) == 1


def test_the_win_goes_with_the_stamps_whoever_brought_them() -> None:
    cafe = shop()
    first = cafe.buys(**coffees(1))  # type: ignore[arg-type]
    cafe.buys(**coffees(2))  # type: ignore[arg-type]
    assert cafe.standing.vouchers
    done = cafe.does(Kind.UNDO, refers_to=first.activity.id)
    assert kinds(done) == ["stamps_taken_back", "card_reopened", "voucher_cancelled"]
    assert stamps_on(cafe.standing, "coffee") == 2
    assert not cafe.standing.vouchers


def test_enough_stamps_left_keep_the_win() -> None:
    cafe = shop()
    first = cafe.buys(**coffees(1))  # type: ignore[arg-type]
    cafe.buys(**coffees(3))  # type: ignore[arg-type]
    assert kinds(cafe.does(Kind.UNDO, refers_to=first.activity.id)) == ["stamps_taken_back"]
    assert cafe.standing.vouchers


def test_a_used_prize_stays_and_its_stamps_are_owed() -> None:
    cafe = shop()
    sale = cafe.buys(**coffees(3))  # type: ignore[arg-type]
    cafe.does(Kind.USE, voucher=next(iter(cafe.standing.vouchers)))
    done = cafe.does(Kind.UNDO, refers_to=sale.activity.id)
    assert kinds(done) == ["stamps_taken_back", "win_kept"]
    assert stamps_on(cafe.standing, "coffee") == -3
    cafe.buys(**coffees(5))  # type: ignore[arg-type]
    assert stamps_on(cafe.standing, "coffee") == 2
    assert not cafe.standing.vouchers


def test_the_newest_win_goes_first() -> None:
    cafe = shop()
    cafe.buys(**coffees(3))  # type: ignore[arg-type]
    older = set(cafe.standing.vouchers)
    second = cafe.buys(**coffees(3))  # type: ignore[arg-type]
    cafe.does(Kind.UNDO, refers_to=second.activity.id)
    assert set(cafe.standing.vouchers) == older


def test_a_prize_that_expired_unused_is_simply_gone() -> None:
    cafe = shop()
    first = cafe.buys(**coffees(1))  # type: ignore[arg-type]
    cafe.buys(**coffees(2))  # type: ignore[arg-type]
    cafe.waits_until(START + timedelta(days=20))
    assert not cafe.standing.vouchers
    done = cafe.does(Kind.UNDO, refers_to=first.activity.id)
    assert kinds(done) == ["stamps_taken_back", "card_reopened"]
    assert stamps_on(cafe.standing, "coffee") == 2


def test_a_slip_of_the_finger_fills_no_thousand_cards() -> None:
    with pytest.raises(TooManyOfOne):
        shop().buys(**coffees(1000))  # type: ignore[arg-type]
