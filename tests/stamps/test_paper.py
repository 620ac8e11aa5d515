"""Stamps on paper are carried over for a reason, as many as the programme allows."""

from datetime import date

import pytest

from loyalty_app.activities.values import Kind
from loyalty_app.errors import ReasonMissing
from loyalty_app.stamps.paper import TooMuchPaper, UnknownStampCard, left_on_paper
from loyalty_app.standing.cards import stamps_on

from ..rehearsals import Shop, outcomes

RULES = """
stamp_cards:
  - {id: coffee, name: Coffee, stamps: 5, per_visit: true, prize: espresso}
  - {id: cake, name: Cake, stamps: 5, per_visit: true, prize: espresso}
rewards:
  - {id: espresso, name: Espresso, kind: product}
"""
LIMITED = RULES + "counter: {paper_stamps: {most: 7}}"
WHY = {"reason": "The paper card was kept by us."}


@pytest.fixture
def shop() -> Shop:
    return Shop(LIMITED)


def moves(shop: Shop, stamps: int, card: str = "coffee", **more: str) -> list[tuple[str, str, int]]:
    said = {"stamp_card": card, "stamps": stamps, **WHY, **more}
    return outcomes(shop.does(Kind.ADJUSTMENT, **said))


def test_they_lie_on_the_card_with_those_collected_here(shop: Shop) -> None:
    shop.does(Kind.VISIT)
    assert moves(shop, 3) == [("stamps_collected", "coffee", 3)]
    assert stamps_on(shop.standing, "coffee") == 4


def test_a_card_that_waits_for_the_next_stamp_waits_from_now_on() -> None:
    shop = Shop(LIMITED.replace("stamps: 5", "stamps: 5, idle_months: 2"))
    moves(shop, 3)
    shop.waits_until(date(2027, 1, 31))
    assert stamps_on(shop.standing, "coffee") == 3
    shop.waits_until(date(2027, 2, 1))
    assert stamps_on(shop.standing, "coffee") == 0


def test_a_card_they_fill_gives_its_prize(shop: Shop) -> None:
    assert [kind for kind, _, _ in moves(shop, 6)] == [
        "stamps_collected",
        "card_filled",
        "voucher_issued",
    ]
    assert stamps_on(shop.standing, "coffee") == 1


def test_the_limit_is_of_each_card_and_for_ever(shop: Shop) -> None:
    moves(shop, 4)
    with pytest.raises(TooMuchPaper) as refused:
        moves(shop, 4)
    assert refused.value.left == 3
    moves(shop, 3)
    assert left_on_paper(shop.rehearsal.programme, shop.standing, "coffee") == 0
    moves(shop, 7, "cake")


def test_an_undo_takes_stamps_prize_and_limit_back(shop: Shop) -> None:
    paper = shop.does(Kind.ADJUSTMENT, stamp_card="coffee", stamps=6, **WHY)
    shop.does(Kind.UNDO, refers_to=paper.activity.id)
    assert stamps_on(shop.standing, "coffee") == 0
    assert not shop.standing.vouchers
    assert left_on_paper(shop.rehearsal.programme, shop.standing, "coffee") == 7


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"stamp_card": "tea", "stamps": 1, **WHY}, UnknownStampCard),
        ({"stamp_card": "coffee", "stamps": 1, "reason": "  "}, ReasonMissing),
        ({"stamp_card": "coffee", "stamps": 0, **WHY}, TooMuchPaper),
        ({"stamp_card": "coffee", "stamps": -1, **WHY}, TooMuchPaper),
        ({"stamp_card": "coffee", "stamps": 8, **WHY}, TooMuchPaper),
    ],
)
def test_what_is_refused(shop: Shop, said: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        shop.does(Kind.ADJUSTMENT, **said)


def test_a_programme_that_says_nothing_carries_nothing_over() -> None:
    with pytest.raises(TooMuchPaper):
        moves(Shop(RULES), 1)
