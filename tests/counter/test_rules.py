"""What is on the counter becomes an order; whoever took it may take it back."""

from datetime import UTC, date, datetime, timedelta

import pytest

from loyalty_app.activities.values import Kind, Line
from loyalty_app.counter.favourites import Deed, Favourite, deeds, favourites, in_words
from loyalty_app.counter.rules import (
    AmountMissing,
    Entry,
    ManagersReopen,
    NotYours,
    PriceMissing,
    UndoIsOver,
    order_of,
    refuse_refunding,
    refuse_undoing,
)
from loyalty_app.counter.values import Item, Sale, Till
from loyalty_app.errors import LoyaltyError, OwnCard
from loyalty_app.programme.reading import read_programme
from loyalty_app.programme.sections.counter import Counter
from loyalty_app.staff.models import Role

from ..factories import preset

TODAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 11, tzinfo=UTC)
TEN_MINUTES = preset("cafe").model_copy(update={"counter": Counter(undo_minutes=10)})

COFFEE = Item(2, None, category="coffee")


def test_an_amount_alone_has_no_lines() -> None:
    assert order_of(Sale(1250)) == (1250, ())


def test_a_single_item_without_a_price_is_the_whole_sale() -> None:
    assert order_of(Sale(260, (COFFEE,))) == (260, (Line(260, 2, category="coffee"),))


def test_what_the_items_leave_is_a_line_of_nothing_in_particular() -> None:
    amount, lines = order_of(Sale(760, (Item(2, 260, category="coffee"),)))
    assert amount == 760
    assert lines == (Line(260, 2, category="coffee"), Line(500, 0))


def test_items_with_prices_need_no_amount() -> None:
    amount, lines = order_of(Sale(None, (Item(2, 260, "coffee"), Item(1, 300, sku="cake"))))
    assert amount == 560
    assert [line.amount for line in lines] == [260, 300]


def test_more_than_the_amount_is_left_for_the_engine_to_refuse() -> None:
    amount, lines = order_of(Sale(200, (Item(2, 260, "coffee"),)))
    assert (amount, sum(line.amount for line in lines)) == (200, 260)


def test_nothing_is_guessed() -> None:
    with pytest.raises(AmountMissing):
        order_of(Sale(None))
    with pytest.raises(AmountMissing):
        order_of(Sale(None, (COFFEE,)))
    with pytest.raises(PriceMissing):
        order_of(Sale(500, (COFFEE, Item(1, 300, sku="cake"))))


def test_the_counter_has_a_button_for_what_the_programme_speaks_of() -> None:
    programme = read_programme(
        """
        name: Café
        currency: EUR
        time_zone: Europe/Rome
        earning:
          - {id: base, per_spend: {points: 1, every: 1.00}, except: {category: [tobacco]}}
          - {id: cake, per_item: {points: 2}, only: {sku: [cake-1], category: [cake]}}
          - {id: more, per_item: {points: 1}, only: {category: [coffee]}}
          - {id: cup, name: {it: Tazza, en: Own cup}, action: own-cup, points: 5}
          - {id: cup-again, action: own-cup, points: 1}
          - {id: bag, action: own-bag, points: 2}
        stamp_cards:
          - {id: c, name: C, stamps: 9, per_item: {category: [coffee, tea]}, prize: p}
        rewards: [{id: p, name: P, kind: product}]
        """
    )
    assert favourites(programme) == (
        Favourite("coffee"),
        Favourite("tea"),
        Favourite("tobacco"),
        Favourite("cake", "cake-1"),
    )
    assert deeds(programme)[1:] == (Deed("own-bag", 2, "Own bag"),)
    assert in_words("hot_drinks", programme) == "Hot drinks"
    assert in_words("coffee", preset("cafe")) in ("Coffee", "Caffè")


@pytest.mark.parametrize(
    ("role", "staff_id", "day", "refused"),
    [
        (Role.CASHIER, 1, TODAY, False),
        (Role.CASHIER, 2, TODAY, True),
        (Role.CASHIER, None, TODAY, True),
        (Role.CASHIER, 1, date(2026, 11, 21), True),
        (Role.MANAGER, 2, date(2026, 11, 1), False),
        (Role.OWNER, None, TODAY, False),
    ],
)
def test_who_may_give_back_what(role: Role, staff_id: int | None, day: date, refused: bool) -> None:
    entry = Entry("a", 7, staff_id, day, Kind.PURCHASE, NOON)
    if refused:
        with pytest.raises(NotYours):
            refuse_refunding(_till(role), entry)
    else:
        refuse_refunding(_till(role), entry)


@pytest.mark.parametrize(
    ("role", "staff_id", "seconds", "kind", "refused"),
    [
        (Role.CASHIER, 1, 0, Kind.PURCHASE, None),
        (Role.CASHIER, 1, 600, Kind.PURCHASE, None),
        (Role.CASHIER, 1, 601, Kind.PURCHASE, UndoIsOver),
        (Role.CASHIER, 1, None, Kind.PURCHASE, UndoIsOver),
        (Role.CASHIER, 2, 0, Kind.PURCHASE, UndoIsOver),
        (Role.CASHIER, None, 0, Kind.VISIT, UndoIsOver),
        (Role.CASHIER, 1, 0, Kind.USE, ManagersReopen),
        (Role.MANAGER, 2, 900_000, Kind.PURCHASE, None),
        (Role.MANAGER, 2, None, Kind.USE, None),
        (Role.OWNER, None, 0, Kind.USE, None),
    ],
)
def test_who_may_undo_what(
    role: Role,
    staff_id: int | None,
    seconds: int | None,
    kind: Kind,
    refused: type[LoyaltyError] | None,
) -> None:
    """In a programme of ten minutes."""
    taken_at = NOON - timedelta(seconds=seconds) if seconds is not None else None
    entry = Entry("a", 7, staff_id, TODAY, kind, taken_at)
    if refused:
        with pytest.raises(refused):
            refuse_undoing(_till(role), entry, TEN_MINUTES, NOON)
    else:
        refuse_undoing(_till(role), entry, TEN_MINUTES, NOON)


def test_nobody_takes_back_on_their_own_card() -> None:
    owner = Till(1, Role.OWNER, own_card=7, shop="piazza", today=TODAY)
    entry = Entry("a", 7, 1, TODAY, Kind.PURCHASE, NOON)
    with pytest.raises(OwnCard):
        refuse_refunding(owner, entry)
    with pytest.raises(OwnCard):
        refuse_undoing(owner, entry, TEN_MINUTES, NOON)


def _till(role: Role) -> Till:
    return Till(1, role, own_card=None, shop="piazza", today=TODAY)
