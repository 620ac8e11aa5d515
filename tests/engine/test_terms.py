"""What was promised stays: a new rate, expiry, tier or price changes nothing that members have."""

import copy
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loyalty_app.activities.values import Activity, Kind, Line
from loyalty_app.engine.rehearsing import Rehearsal
from loyalty_app.errors import LoyaltyError
from loyalty_app.programme.reading import read_programme
from loyalty_app.standing.values import Standing

SOURCE = """
name: Café
currency: EUR
time_zone: Europe/Rome
points: {expiry: {kind: rolling, months: 6}}
earning:
  - {id: base, per_spend: {points: 2, every: 1.00}}
stamp_cards:
  - {id: coffee, name: Coffee, stamps: 3, per_item: {category: [coffee]}, prize: cup}
rewards:
  - {id: cup, name: Cup, kind: product, points: 20, valid_days: 90}
tiers:
  levels:
    - {id: low, name: Low, from: 0}
    - {id: high, name: High, from: 40, multiply: 1.5, prize: cup}
  downgrade: {kind: deserved}
"""
BEFORE = read_programme(SOURCE)
CHANGES = {
    "rate": ("points: 2, every: 1.00", "points: 1, every: 3.00"),
    "expiry": ("{kind: rolling, months: 6}", "{kind: calendar, last_days: [12-31]}"),
    "idle": ("{kind: rolling, months: 6}", "{kind: inactivity, months: 1}"),
    "threshold": ("from: 40", "from: 4000"),
    "tier gone": ("id: high", "id: higher"),
    "price": ("points: 20, valid_days: 90", "points: 50, valid_days: 5"),
    "multiplier": ("multiply: 1.5", "multiply: 3"),
}
START = datetime(2026, 1, 10, 9, tzinfo=UTC)
KINDS = st.sampled_from([Kind.PURCHASE, Kind.PURCHASE, Kind.CLAIM, Kind.USE])
HISTORIES = st.lists(
    st.tuples(KINDS, st.integers(0, 40), st.integers(0, 9)), min_size=1, max_size=12
)


def live(history: list[tuple[Kind, int, int]]) -> tuple[Rehearsal, datetime]:
    shop, at = Rehearsal(BEFORE), START
    for number, (kind, much, days) in enumerate(history):
        at += timedelta(days=days)
        said = said_of(kind, much, shop.standing_of(1))
        activity = Activity(1, kind, "test", str(number), said_at=at, id=str(number), **said)  # type: ignore[arg-type]
        with suppress(LoyaltyError):
            shop.record(activity)
    return shop, at


def said_of(kind: Kind, much: int, standing: Standing) -> dict[str, object]:
    if kind is Kind.CLAIM:
        return {"reward": "cup"}
    if kind is Kind.USE:
        return {"voucher": next(iter(standing.vouchers), "none")}
    lines = (Line(much * 100, 1, category="coffee"),)
    return {"amount": much * 100, "lines": lines}


def see_that_all_is_kept(before: Standing, after: Standing) -> None:
    """New things may have come; a tier that has another id now is a new one."""
    assert after.lots == before.lots
    assert after.wins == before.wins
    assert after.vouchers.items() >= before.vouchers.items()
    assert after.tiers[: len(before.tiers)] == before.tiers


@pytest.mark.parametrize("change", CHANGES)
@given(history=HISTORIES)
@settings(max_examples=40, deadline=None)
def test_what_members_have_keeps_its_own_terms(
    change: str, history: list[tuple[Kind, int, int]]
) -> None:
    shop, at = live(history)
    before = copy.deepcopy(shop.standing_of(1))
    old, new = CHANGES[change]
    shop.programme = read_programme(SOURCE.replace(old, new))
    for number, kind in enumerate((Kind.CLOCK, Kind.VISIT)):
        shop.record(Activity(1, kind, "after", str(number), said_at=at, id=f"after-{number}"))
        see_that_all_is_kept(before, shop.standing_of(1))


@given(history=HISTORIES)
@settings(max_examples=40, deadline=None)
def test_points_given_before_end_on_the_day_they_were_given_for(
    history: list[tuple[Kind, int, int]],
) -> None:
    """Whatever is in force meanwhile, time takes them on the same days."""
    shop, _ = live(history)
    ends = {shop.standing_of(1).last_day(lot) for lot in shop.standing_of(1).lots}
    other = copy.copy(shop)
    other.programme = read_programme(SOURCE.replace(*CHANGES["expiry"]))
    other.standings, other.recorded = dict(shop.standings), dict(shop.recorded)
    for day in sorted(day for day in ends if day):
        for number, one in enumerate((shop, other)):
            clock = Activity(
                1, Kind.CLOCK, "c", f"{day}-{number}", said_at=day, id=f"{day}{number}"
            )
            one.record(clock)
        assert shop.standing_of(1).lots == other.standing_of(1).lots
