"""What time alone does: release, expiry, lost vouchers; on the shop's days, wherever it is."""

from datetime import UTC, date, datetime, timedelta

import pytest

from loyalty_app.activities.values import Kind
from loyalty_app.programme.calendar import bucket_of, month_end, months_later, next_start
from loyalty_app.programme.reading import read_programme
from loyalty_app.standing.state import columns_of
from loyalty_app.standing.time import due_on
from loyalty_app.standing.values import Standing

from ..rehearsals import START, Shop, outcomes

BASE = "earning: [{id: base, per_spend: {points: 1, every: 1.00}}]"


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2028-01-31", 1, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-03-31", 120, "2036-03-31"),
    ],
)
def test_months_end_where_months_end(day: str, months: int, later: str) -> None:
    assert months_later(date.fromisoformat(day), months) == date.fromisoformat(later)


@pytest.mark.parametrize(
    ("day", "per", "bucket", "following"),
    [
        ("2026-11-22", "day", "2026-11-22", "2026-11-23"),
        ("2026-11-22", "week", "2026-W47", "2026-11-23"),
        ("2027-01-03", "week", "2026-W53", "2027-01-04"),
        ("2026-11-22", "month", "2026-11", "2026-12-01"),
        ("2026-12-31", "month", "2026-12", "2027-01-01"),
    ],
)
def test_buckets_and_when_the_next_one_starts(
    day: str, per: str, bucket: str, following: str
) -> None:
    at = date.fromisoformat(day)
    assert bucket_of(at, per) == bucket
    assert next_start(at, per) == date.fromisoformat(following)
    assert (bucket_of(at, "ever"), next_start(at, "ever")) == ("", None)


@pytest.mark.parametrize(
    ("expiry", "bought", "last_day"),
    [
        ("{kind: rolling, months: 12}", "2026-11-22", "2027-11-22"),
        ("{kind: rolling, months: 12, round_up_to: month}", "2026-11-22", "2027-11-30"),
        ("{kind: rolling, months: 1, round_up_to: month}", "2028-01-31", "2028-02-29"),
        ("{kind: rolling, months: 12}", "2028-02-29", "2029-02-28"),
        ("{kind: rolling, months: 1, round_up_to: quarter}", "2026-11-30", "2026-12-31"),
        ("{kind: rolling, months: 3, round_up_to: quarter}", "2026-11-30", "2027-03-31"),
        ("{kind: rolling, months: 6, round_up_to: quarter}", "2027-12-31", "2028-06-30"),
        ("{kind: calendar}", "2026-11-22", "2026-12-31"),
        ("{kind: calendar}", "2026-12-31", "2026-12-31"),
        ("{kind: calendar, at_least_months: 12}", "2026-01-01", "2027-12-31"),
        ("{kind: calendar, at_least_months: 1}", "2026-12-15", "2027-12-31"),
        ("{kind: calendar, last_days: [06-30, 12-31]}", "2026-06-30", "2026-06-30"),
        ("{kind: calendar, last_days: [06-30, 12-31]}", "2026-07-01", "2026-12-31"),
        ("{kind: calendar, last_days: [02-29]}", "2026-02-28", "2026-02-28"),
        ("{kind: calendar, last_days: [02-29]}", "2027-03-01", "2028-02-29"),
        ("{kind: calendar, last_days: [02-29]}", "2028-02-29", "2028-02-29"),
        ("{kind: inactivity, months: 6}", "2026-08-31", "2027-02-28"),
        ("{kind: inactivity, months: 6}", "2027-08-31", "2028-02-29"),
        ("{kind: inactivity, months: 12}", "2026-11-22", "2027-11-30"),
    ],
)
def test_points_are_good_to_the_end_of_their_last_day(
    expiry: str, bought: str, last_day: str
) -> None:
    shop = Shop(f"points: {{expiry: {expiry}}}\n{BASE}", datetime(2020, 1, 1, tzinfo=UTC))
    last = date.fromisoformat(last_day)
    shop.buys(1000, date.fromisoformat(bought))
    shop.waits_until(last)
    assert due_on(shop.standing) == date.fromordinal(last.toordinal() + 1)
    assert shop.standing.available == 10
    done = shop.waits_until(date.fromordinal(last.toordinal() + 1))
    assert outcomes(done) == [("points_expired", "", -10)]
    assert shop.standing.available == 0
    assert due_on(shop.standing) is None


def test_pending_points_become_the_members_on_their_day() -> None:
    shop = Shop(f"points: {{pending_days: 3}}\n{BASE}")
    shop.buys(1000, date(2026, 11, 2))
    assert (shop.standing.available, shop.standing.pending) == (0, 10)
    shop.waits_until(date(2026, 11, 4))
    assert shop.standing.available == 0
    assert outcomes(shop.waits_until(date(2026, 11, 5))) == [("points_released", "", 10)]
    assert (shop.standing.available, shop.standing.pending) == (10, 0)


def test_released_points_pay_what_is_owed_before_anything_else() -> None:
    mug = "rewards: [{id: mug, name: Mug, kind: product, points: 10}]"
    shop = Shop(f"points: {{pending_days: 2}}\n{BASE}\n{mug}")
    sale = shop.buys(1000, date(2026, 11, 2))
    shop.waits_until(date(2026, 11, 4))
    shop.does(Kind.CLAIM, reward="mug")
    shop.buys(400)
    shop.does(Kind.UNDO, refers_to=sale.activity.id)
    assert (shop.standing.pending, shop.standing.debt) == (4, 10)
    done = shop.waits_until(date(2026, 11, 8))
    assert outcomes(done) == [("points_released", "", 4), ("debt_paid", "", 4)]
    assert (shop.standing.available, shop.standing.pending, shop.standing.debt) == (0, 0, 6)


def test_a_long_absence_is_lived_through_day_by_day() -> None:
    """Released on one day, owed points paid, the rest expired on another: in that order."""
    terms = "points: {pending_days: 2, expiry: {kind: rolling, months: 1}}"
    shop = Shop(f"{terms}\n{BASE}")
    shop.buys(1000, date(2026, 11, 2))
    done = shop.buys(300, date(2027, 3, 1))
    assert [kind for kind, _, _ in outcomes(done)] == [
        "points_released",
        "points_expired",
        "points_earned",
    ]


def test_a_late_activity_earns_and_expires_at_once() -> None:
    shop = Shop(f"points: {{expiry: {{kind: rolling, months: 1}}}}\n{BASE}")
    shop.waits_until(date(2027, 6, 1))
    done = shop.buys(1000, date(2027, 1, 10))
    assert outcomes(done) == [("points_earned", "base", 10), ("points_expired", "", -10)]
    assert shop.standing.clock == date(2027, 6, 1)
    assert shop.standing.count("spend", "2027-01") == 1000


def test_the_earliest_expiry_is_spent_first() -> None:
    mug = "rewards: [{id: mug, name: Mug, kind: product, points: 10}]"
    shop = Shop(f"points: {{expiry: {{kind: rolling, months: 2}}}}\n{BASE}\n{mug}")
    shop.buys(800, date(2026, 11, 2))
    shop.buys(800, date(2026, 11, 20))
    shop.does(Kind.CLAIM, reward="mug")
    left = {lot.expires_on: holding.left for lot, holding in shop.standing.lots.items()}
    assert left == {date(2027, 1, 20): 6}


def test_a_voucher_expires_the_day_after_its_last() -> None:
    mug = "rewards: [{id: mug, name: Mug, kind: product, points: 10, valid_days: 5}]"
    shop = Shop(f"{BASE}\n{mug}")
    shop.buys(1000)
    shop.does(Kind.CLAIM, reward="mug")
    shop.waits_until(date(2026, 11, 7))
    assert shop.standing.vouchers
    assert outcomes(shop.waits_until(date(2026, 11, 8))) == [("voucher_expired", "mug", 0)]
    assert not shop.standing.vouchers


@pytest.mark.parametrize(
    ("zone", "moment", "day"),
    [
        ("Pacific/Honolulu", "2026-11-23T09:59", "2026-11-22"),
        ("Pacific/Honolulu", "2026-11-23T10:00", "2026-11-23"),
        ("Pacific/Auckland", "2026-11-22T10:59", "2026-11-22"),
        ("Pacific/Auckland", "2026-11-22T11:00", "2026-11-23"),
        ("Europe/Rome", "2026-03-28T22:59", "2026-03-28"),
        ("Europe/Rome", "2026-03-29T21:59", "2026-03-29"),
        ("Europe/Rome", "2026-03-29T22:00", "2026-03-30"),
        ("Europe/Rome", "2026-10-25T22:59", "2026-10-25"),
        ("Europe/Rome", "2026-10-25T23:00", "2026-10-26"),
    ],
)
def test_a_day_is_the_shops_day(zone: str, moment: str, day: str) -> None:
    shop = Shop(BASE)
    programme = read_programme(f"name: Shop\ncurrency: EUR\ntime_zone: {zone}\n{BASE}")
    at = datetime.fromisoformat(moment).replace(tzinfo=UTC)
    shop.rehearsal.programme = programme
    assert shop.buys(100, at).activity.day == date.fromisoformat(day)


def test_a_row_does_not_grow_with_the_years() -> None:
    rules = "earning: [{id: b, per_order: {points: 1}, cap: {points: 5, per: day}}]"
    shop = Shop(f"points: {{expiry: {{kind: rolling, months: 1}}}}\n{rules}", START)
    for week in range(52 * 6):
        shop.buys(100, date.fromordinal(START.date().toordinal() + 7 * week))
    standing = shop.standing
    assert len(standing.counts["points:b"]) <= 60
    assert len(standing.counts["spend"]) <= 38
    assert sum(standing.counts["spend"].values()) == 100 * 52 * 6  # what left it is one sum
    assert len(standing.lots) <= 70
    assert month_end(standing.clock) > standing.clock


@pytest.mark.parametrize(("used_after", "undone_after"), [(450, None), (390, 410)])
def test_what_leaves_the_row_is_the_same_when_the_chain_is_folded(
    used_after: int, undone_after: int | None
) -> None:
    card = "stamp_cards: [{id: card, name: Card, stamps: 2, per_visit: true, prize: mug}]"
    shop = Shop(f"{card}\nrewards: [{{id: mug, name: Mug, kind: product, valid_days: 3000}}]")
    shop.does(Kind.VISIT)
    shop.does(Kind.VISIT)
    (voucher,) = shop.standing.vouchers
    shop.does(Kind.USE, START + timedelta(days=used_after), voucher=voucher)
    if undone_after:
        shop.does(Kind.UNDO, START + timedelta(days=undone_after), refers_to="3")
    folded = Standing(member=1)
    for done in shop.rehearsal.recorded.values():
        folded.fold(done.activity.day, done.facts)
        folded.sequence += 1
    assert columns_of(shop.standing) == columns_of(folded)
