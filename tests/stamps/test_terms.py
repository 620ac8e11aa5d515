"""Limits, amounts, stamps that wait for the next one, and a new card in place of an old one."""

from datetime import date

import pytest

from loyalty_app.activities.values import Kind, Line
from loyalty_app.programme.reading import InvalidProgramme, read_programme
from loyalty_app.stamps.queries import cards_of
from loyalty_app.standing.cards import stamps_on
from loyalty_app.standing.time import due_on

from ..rehearsals import HEAD, Shop, outcomes

REWARDS = "rewards: [{id: cup, name: Cup, kind: product, valid_days: 900}]\n"
COFFEE = "per_item: {category: [coffee]}"


def cards(*settings: str) -> str:
    listed = ", ".join(f"{{name: C, prize: cup, {one}}}" for one in settings)
    return f"stamp_cards: [{listed}]\n{REWARDS}"


def coffees(n: int) -> dict[str, object]:
    return {"amount": 100 * n, "lines": (Line(100 * n, n, category="coffee"),)}


@pytest.mark.parametrize(
    ("amount", "stamps"), [(0, 0), (999, 0), (1000, 1), (1999, 1), (2000, 2), (4999, 4)]
)
def test_an_amount_brings_a_stamp_for_every_full_step(amount: int, stamps: int) -> None:
    shop = Shop(cards("id: c, stamps: 9, per_spend: 10.00"))
    shop.buys(amount)
    assert stamps_on(shop.standing, "c") == stamps


@pytest.mark.parametrize(("back", "left"), [(100, 3), (1000, 2), (2000, 1), (2001, 0), (3000, 0)])
def test_money_back_takes_its_part_of_them(back: int, left: int) -> None:
    shop = Shop(cards("id: c, stamps: 9, per_spend: 10.00"))
    shop.buys(3000, reference="sale")
    shop.does(Kind.REFUND, refers_to="sale", amount=back)
    assert stamps_on(shop.standing, "c") == left


@pytest.mark.parametrize(
    ("settings", "bought", "collected"),
    [
        ("max_per_purchase: 2", (3, 3), (2, 2)),
        ("max_per_day: 3", (2, 2, 2), (2, 1, 0)),
        ("max_per_purchase: 2, max_per_day: 3", (5, 5, 5), (2, 1, 0)),
        ("max_per_day: 3", (7,), (3,)),
    ],
)
def test_only_so_many_count_at_once(
    settings: str, bought: tuple[int, ...], collected: tuple[int, ...]
) -> None:
    shop = Shop(cards(f"id: c, stamps: 40, {COFFEE}, {settings}"))
    done = [outcomes(shop.buys(**coffees(n))) for n in bought]  # type: ignore[arg-type]
    assert [found[0][2] for found in done] == list(collected)
    kinds = {n: kind for found in done for kind, _, n in found}
    assert kinds.get(0, "stamps_limited") == "stamps_limited"


def test_another_day_has_its_own_and_an_undone_purchase_uses_none_of_them_up() -> None:
    shop = Shop(cards(f"id: c, stamps: 40, {COFFEE}, max_per_day: 3"))
    shop.buys(**coffees(5), reference="sale")  # type: ignore[arg-type]
    shop.does(Kind.UNDO, refers_to="sale")
    shop.buys(**coffees(2))  # type: ignore[arg-type]
    assert stamps_on(shop.standing, "c") == 2
    shop.buys(at=date(2026, 11, 3), **coffees(5))  # type: ignore[arg-type]
    assert stamps_on(shop.standing, "c") == 5


def test_items_that_come_back_go_only_as_far_as_they_counted() -> None:
    shop = Shop(cards(f"id: c, stamps: 40, {COFFEE}, max_per_purchase: 2"))
    lines = tuple(Line(100, 1, category="coffee") for _ in range(3))
    shop.buys(300, lines=lines, reference="sale")
    for left in (2, 1, 0):
        shop.does(Kind.REFUND, refers_to="sale", lines=(Line(0, 1, category="coffee"),))
        assert stamps_on(shop.standing, "c") == left


def test_one_purchase_stamps_several_cards() -> None:
    shop = Shop(cards("id: v, stamps: 9, per_visit: true", f"id: c, stamps: 2, {COFFEE}"))
    shop.buys(**coffees(5))  # type: ignore[arg-type]
    assert (stamps_on(shop.standing, "v"), stamps_on(shop.standing, "c")) == (1, 1)
    assert len(shop.standing.vouchers) == 2


IDLE = cards(f"id: c, stamps: 5, {COFFEE}, idle_months: 2")


def test_stamps_wait_for_the_next_one_to_the_end_of_a_month() -> None:
    shop = Shop(IDLE)
    shop.buys(**coffees(2))  # type: ignore[arg-type]
    assert shop.standing.card_days == {"c": date(2027, 1, 31)}
    assert due_on(shop.standing) == date(2027, 1, 1)
    assert outcomes(shop.waits_until(date(2027, 1, 31))) == [("stamps_expire_soon", "c", 2)]
    assert stamps_on(shop.standing, "c") == 2
    assert outcomes(shop.waits_until(date(2027, 2, 1))) == [("stamps_expired", "c", 2)]
    assert (stamps_on(shop.standing, "c"), due_on(shop.standing)) == (0, None)


def test_a_stamp_moves_the_day_and_its_undo_moves_it_back() -> None:
    shop = Shop(IDLE)
    shop.buys(**coffees(2))  # type: ignore[arg-type]
    shop.buys(at=date(2026, 12, 5), reference="next", **coffees(1))  # type: ignore[arg-type]
    assert shop.standing.card_days == {"c": date(2027, 2, 28)}
    shop.does(Kind.UNDO, refers_to="next")
    assert shop.standing.card_days == {"c": date(2027, 1, 31)}


def test_an_undo_leaves_the_day_that_a_later_stamp_of_the_month_asks_for_as_well() -> None:
    shop = Shop(IDLE)
    shop.buys(at=date(2026, 12, 5), reference="first", **coffees(1))  # type: ignore[arg-type]
    shop.buys(at=date(2026, 12, 9), reference="second", **coffees(1))  # type: ignore[arg-type]
    shop.does(Kind.UNDO, refers_to="first")
    assert shop.standing.card_days == {"c": date(2027, 2, 28)}


def test_a_visit_without_a_stamp_moves_nothing() -> None:
    shop = Shop(IDLE)
    shop.buys(**coffees(2))  # type: ignore[arg-type]
    shop.does(Kind.VISIT, date(2027, 1, 20))
    assert shop.standing.card_days == {"c": date(2027, 1, 31)}


def test_full_cards_that_wait_do_not_expire_with_the_stamps() -> None:
    shop = Shop(IDLE)
    shop.buys(**coffees(12))  # type: ignore[arg-type]
    shop.waits_until(date(2027, 2, 1))
    assert (stamps_on(shop.standing, "c"), len(shop.standing.vouchers)) == (0, 2)


def test_what_is_out_of_date_does_not_go_once_more_with_its_purchase() -> None:
    shop = Shop(IDLE)
    shop.buys(**coffees(3), reference="sale")  # type: ignore[arg-type]
    shop.waits_until(date(2027, 2, 1))
    shop.buys(at=date(2027, 2, 2), **coffees(2))  # type: ignore[arg-type]
    shop.does(Kind.UNDO, refers_to="sale")
    assert stamps_on(shop.standing, "c") == 2


def test_a_card_that_is_open_again_too_late_is_empty_at_once() -> None:
    shop = Shop(IDLE)
    shop.buys(**coffees(2))  # type: ignore[arg-type]
    shop.buys(**coffees(3), reference="sale")  # type: ignore[arg-type]
    shop.waits_until(date(2027, 3, 1))
    shop.does(Kind.UNDO, refers_to="sale")
    assert (stamps_on(shop.standing, "c"), shop.standing.vouchers) == (0, {})


def replaced() -> Shop:
    """Three stamps lie on a card; from now on there is another one."""
    old = f"id: old, stamps: 5, {COFFEE}"
    shop = Shop(cards(old))
    shop.buys(**coffees(3))  # type: ignore[arg-type]
    new = cards(old, f"id: new, stamps: 3, {COFFEE}, replaces: old")
    shop.rehearsal.programme = read_programme(HEAD + new)
    return shop


def both(shop: Shop) -> tuple[int, int, int]:
    on = [stamps_on(shop.standing, card) for card in ("old", "new")]
    return (*on, len(shop.standing.vouchers))  # type: ignore[return-value]


def test_a_card_that_was_begun_is_filled_before_the_new_one() -> None:
    shop = replaced()
    shop.buys(**coffees(1))  # type: ignore[arg-type]
    assert both(shop) == (4, 0, 0)
    shop.buys(**coffees(3), reference="sale")  # type: ignore[arg-type]
    assert both(shop) == (0, 2, 1)
    shop.does(Kind.UNDO, refers_to="sale")
    assert both(shop) == (4, 0, 0)


def test_half_of_a_sale_that_two_cards_shared_by_amount_takes_its_half() -> None:
    old = "id: old, stamps: 5, per_spend: 10.00"
    shop = Shop(cards(old))
    shop.buys(3000)
    new = cards(old, "id: new, stamps: 9, per_spend: 10.00, replaces: old")
    shop.rehearsal.programme = read_programme(HEAD + new)
    shop.buys(5000, reference="sale")
    assert both(shop) == (0, 3, 1)
    shop.does(Kind.REFUND, refers_to="sale", amount=2500)
    left = 5 * len(shop.standing.vouchers) + sum(both(shop)[:2])
    assert left == 3 + 3


def test_each_coffee_that_comes_back_goes_from_the_card_it_went_to() -> None:
    shop = replaced()
    lines = tuple(Line(100, 1, category="coffee") for _ in range(4))
    shop.buys(400, lines=lines, reference="sale")
    assert both(shop) == (0, 2, 1)
    for position, left in ((4, (0, 1, 1)), (3, (0, 0, 1)), (1, (4, 0, 0))):
        back = Line(0, 1, category="coffee", position=position)
        shop.does(Kind.REFUND, refers_to="sale", lines=(back,))
        assert both(shop) == left


def test_nobody_begins_the_old_card_any_more() -> None:
    shop = replaced()
    shop.buys(**coffees(2))  # type: ignore[arg-type]
    shop.buys(**coffees(4))  # type: ignore[arg-type]
    assert both(shop) == (0, 1, 2)


def shown(shop: Shop) -> list[tuple[str, int, str]]:
    """The cards a member sees, with what lies on them and what follows."""
    return [
        (one.card.id, one.on_card, one.follower.id if one.follower else "")
        for one in cards_of(shop.rehearsal.programme, shop.standing)
    ]


def test_a_card_that_is_replaced_is_seen_until_it_is_full_and_its_prize_taken() -> None:
    shop = replaced()
    assert shown(shop) == [("old", 3, "new"), ("new", 0, "")]
    shop.buys(**coffees(2))  # type: ignore[arg-type]
    assert shown(shop) == [("old", 0, "new"), ("new", 0, "")]
    shop.does(Kind.USE, voucher=next(iter(shop.standing.vouchers)))
    assert shown(shop) == [("new", 0, "")]


def test_a_card_says_until_when_its_stamps_are_good() -> None:
    shop = Shop(IDLE)
    shop.buys(**coffees(2))  # type: ignore[arg-type]
    [card] = cards_of(shop.rehearsal.programme, shop.standing)
    assert card.last_day == date(2027, 1, 31)
    shop.buys(**coffees(3))  # type: ignore[arg-type]
    [card] = cards_of(shop.rehearsal.programme, shop.standing)
    assert (card.last_day, card.owed) == (None, 1)


@pytest.mark.parametrize(
    "settings",
    [
        ("id: c, stamps: 9, per_visit: true, replaces: none",),
        ("id: c, stamps: 9, per_visit: true, replaces: c",),
        ("id: c, stamps: 9, per_visit: true, replaces: d", "id: d, stamps: 9, per_visit: true"),
        (
            "id: c, stamps: 9, per_visit: true",
            "id: d, stamps: 9, per_visit: true, replaces: c",
            "id: e, stamps: 9, per_visit: true, replaces: c",
        ),
    ],
)
def test_a_card_replaces_one_above_it_and_each_is_replaced_once(settings: tuple[str, ...]) -> None:
    with pytest.raises(InvalidProgramme):
        read_programme(HEAD + cards(*settings))
