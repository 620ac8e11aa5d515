"""Points that wait for inactivity: every visit moves their last day, and an undo moves it back."""

from datetime import date

import pytest

from loyalty_app.activities.values import Kind
from loyalty_app.programme.reading import read_programme
from loyalty_app.standing.queries import next_expiry

from ..rehearsals import HEAD, Shop, outcomes

BASE = "earning: [{id: base, per_spend: {points: 1, every: 1.00}}]"
CUP = "{id: cup, action: cup, points: 1}"
MUG = "rewards: [{id: mug, name: Mug, kind: product, points: 2, valid_days: 999}]"
IDLE = f"points: {{expiry: {{kind: inactivity, months: 3}}}}\n{BASE[:-1]}, {CUP}]\n{MUG}\n"


def last_day(shop: Shop) -> str:
    due = next_expiry(shop.standing)
    return due.day.isoformat() if due else ""


@pytest.mark.parametrize(
    ("kind", "said", "until"),
    [
        (Kind.PURCHASE, {"amount": 0}, "2027-04-30"),
        (Kind.VISIT, {}, "2027-04-30"),
        (Kind.ACTION, {"action": "cup"}, "2027-04-30"),
        (Kind.CLAIM, {"reward": "mug"}, "2027-04-30"),
        (Kind.ADJUSTMENT, {"points": -1, "reason": "a mistake"}, "2027-02-28"),
        (Kind.CLOCK, {}, "2027-02-28"),
    ],
)
def test_what_the_member_does_keeps_all_points_alive(
    kind: Kind, said: dict[str, object], until: str
) -> None:
    shop = Shop(IDLE)
    shop.buys(1000, date(2026, 11, 2))
    assert last_day(shop) == "2027-02-28"
    shop.does(kind, date(2027, 1, 15), **said)
    assert last_day(shop) == until


def test_who_stays_away_loses_them_after_the_last_day() -> None:
    shop = Shop(IDLE)
    shop.buys(1000, date(2026, 11, 2))
    shop.does(Kind.VISIT, date(2027, 1, 15))
    assert outcomes(shop.waits_until(date(2027, 4, 30)))[-1] == ("points_expire_soon", "", 10)
    assert outcomes(shop.waits_until(date(2027, 5, 1))) == [("points_expired", "", -10)]
    assert outcomes(shop.does(Kind.VISIT, date(2027, 5, 2))) == []


def test_once_a_month_is_enough_to_say_it() -> None:
    shop = Shop(IDLE)
    shop.buys(1000, date(2026, 11, 2))
    first, second = shop.does(Kind.VISIT, date(2027, 1, 5)), shop.does(Kind.VISIT, date(2027, 1, 9))
    assert [outcomes(done) for done in (first, second)] == [[("points_extended", "", 10)], []]


def test_an_undo_takes_the_time_back_but_not_into_the_past() -> None:
    shop = Shop(IDLE)
    shop.buys(1000, date(2026, 11, 2))
    visit = shop.does(Kind.VISIT, date(2027, 1, 15))
    shop.does(Kind.UNDO, date(2027, 1, 16), refers_to=visit.activity.id)
    assert last_day(shop) == "2027-02-28"
    again = shop.does(Kind.VISIT, date(2027, 1, 17))
    shop.does(Kind.UNDO, date(2027, 4, 2), refers_to=again.activity.id)
    assert last_day(shop) == "2027-04-02"


def test_an_undo_leaves_the_time_that_a_later_visit_of_the_month_gave_as_well() -> None:
    shop = Shop(IDLE)
    shop.buys(1000, date(2026, 11, 2))
    first, _second = (shop.does(Kind.VISIT, date(2027, 1, day)) for day in (5, 9))
    shop.does(Kind.UNDO, date(2027, 1, 10), refers_to=first.activity.id)
    assert last_day(shop) == "2027-04-30"


def test_a_late_visit_brings_nothing_forward() -> None:
    shop = Shop(IDLE)
    shop.buys(1000, date(2026, 11, 2))
    shop.does(Kind.VISIT, date(2027, 1, 15))
    shop.does(Kind.VISIT, date(2026, 12, 1))
    assert last_day(shop) == "2027-04-30"


def test_a_return_after_they_ended_owes_nothing() -> None:
    shop = Shop(IDLE)
    sale = shop.buys(1000, date(2026, 11, 2))
    shop.does(Kind.VISIT, date(2027, 1, 15))
    shop.waits_until(date(2027, 6, 1))
    shop.does(Kind.UNDO, refers_to=sale.activity.id)
    assert (shop.standing.available, shop.standing.debt) == (0, 0)


def test_each_lot_keeps_the_terms_it_was_born_with() -> None:
    shop = Shop(IDLE)
    shop.buys(1000, date(2026, 11, 2))
    shop.rehearsal.programme = read_programme(
        f"{HEAD}points: {{expiry: {{kind: rolling, months: 1}}}}\n{BASE}"
    )
    shop.buys(500, date(2026, 12, 10))
    until = {str(shop.standing.last_day(lot)): h.left for lot, h in shop.standing.lots.items()}
    assert until == {"2027-03-31": 10, "2027-01-10": 5}
