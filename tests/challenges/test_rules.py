"""Challenges: what counts, in which period it is won, and what goes with its cause."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from loyalty_app.activities.facts import Outcome, OutcomeKind
from loyalty_app.activities.values import Kind, Line
from loyalty_app.challenges.measures import so_far_now, terms_of, wins
from loyalty_app.engine.recording import Recorded

from ..rehearsals import START, Shop, outcomes

REST = """
earning: [{id: own-cup, action: own-cup, points: 1}, {id: own-bag, action: own-bag, points: 1}]
rewards: [{id: cup, name: Cup, kind: product, valid_days: 9}]
gifts: {by_hand: {rewards: [cup], monthly: 1}}
"""


def shop(challenge: str, *others: str, at: datetime = START, rest: str = REST) -> Shop:
    listed = "\n".join(
        f"  - {{id: {name}, name: It, points: 10, {terms}}}"
        for name, terms in zip("abcdef", (challenge, *others), strict=False)
    )
    return Shop(f"{rest}challenges:\n{listed}\n", at)


def has(cafe: Shop, challenge_id: str = "a") -> int:
    challenge = cafe.rehearsal.programme.challenge(challenge_id)
    assert challenge
    terms = terms_of(challenge, cafe.rehearsal.programme)
    return so_far_now(cafe.standing, challenge.id, terms, cafe.standing.clock)


def won(cafe: Shop, challenge_id: str = "a") -> int:
    return sum(cafe.standing.counts.get(wins(challenge_id), {}).values())


def kinds(done: Recorded) -> list[str]:
    return [kind for kind, _, _ in outcomes(done)]


def line(amount: int, quantity: int = 1, category: str = "coffee") -> Line:
    return Line(amount, quantity, category=category)


COFFEE, TEA = line(200), line(150, category="tea")


@pytest.mark.parametrize(
    ("counts", "purchase", "n"),
    [
        ("count: visits, target: 9", {"amount": 500}, 1),
        ("count: visits, target: 9", {"amount": 0}, 1),
        ("count: purchases, target: 9", {"amount": 500}, 1),
        ("count: purchases, target: 9", {"amount": 0}, 0),
        ("count: purchases, target: 9, order: {min: 5.00}", {"amount": 500}, 1),
        ("count: purchases, target: 9, order: {min: 5.00}", {"amount": 499}, 0),
        ("count: purchases, target: 9, order: {max: 5.00}", {"amount": 501}, 0),
        ("count: purchases, target: 9, only: {category: [tea]}", {"lines": (COFFEE,)}, 0),
        ("count: purchases, target: 9, only: {category: [tea]}", {"lines": (TEA, TEA)}, 1),
        ("count: spend, target: 90.00", {"amount": 500}, 500),
        ("count: spend, target: 90.00, only: {category: [tea]}", {"lines": (COFFEE, TEA)}, 150),
        ("count: spend, target: 90.00, order: {min: 5.00}", {"amount": 400}, 0),
        ("count: items, target: 9", {"lines": (line(300, 3), TEA)}, 4),
        ("count: items, target: 9, only: {category: [coffee]}", {"lines": (line(300, 3), TEA)}, 3),
        ("count: items, target: 9, only: {category: [cake]}", {"lines": (COFFEE,)}, 0),
        ("count: items, target: 9", {"amount": 300}, 0),
        ("count: categories, target: 9", {"lines": (COFFEE, COFFEE, TEA)}, 2),
        ("count: categories, target: 9", {"amount": 300}, 0),
        ("count: shops, target: 9", {"amount": 300, "shop": "centre"}, 1),
        ("count: shops, target: 9", {"amount": 300}, 0),
        ("count: days, target: 9", {"amount": 300}, 1),
        ("count: days, target: 9, order: {min: 5.00}", {"amount": 300}, 0),
        ("count: weeks, target: 9", {"amount": 300}, 1),
        ("count: actions, target: 9", {"amount": 300}, 0),
        ("count: friends, target: 9", {"amount": 300}, 0),
        ("count: visits, target: 9, when: {shops: [centre]}", {"amount": 5}, 0),
        ("count: visits, target: 9, when: {shops: [centre]}", {"amount": 5, "shop": "centre"}, 1),
        ("count: visits, target: 9, when: {weekdays: [mon]}", {"amount": 5}, 1),
        ("count: visits, target: 9, when: {weekdays: [tue]}", {"amount": 5}, 0),
        ('count: visits, target: 9, when: {between: ["11:00", "12:30"]}', {"amount": 5}, 1),
        ('count: visits, target: 9, when: {between: ["12:30", "13:00"]}', {"amount": 5}, 0),
        ("count: visits, target: 9, when: {channels: [web]}", {"amount": 5}, 0),
        ("count: purchases, target: 9, when: {first_purchase: true}", {"amount": 5}, 1),
        ("count: visits, target: 9, when: {from: 2026-11-02}", {"amount": 5}, 1),
        ("count: visits, target: 9, when: {from: 2026-11-03}", {"amount": 5}, 0),
        ("count: visits, target: 9, when: {to: 2026-11-02}", {"amount": 5}, 1),
        ("count: visits, target: 9, when: {to: 2026-11-01}", {"amount": 5}, 0),
    ],
)
def test_what_counts_of_a_purchase(counts: str, purchase: dict[str, object], n: int) -> None:
    cafe = shop(counts)
    lines: tuple[Line, ...] = purchase.get("lines", ())  # type: ignore[assignment]
    amount = purchase.pop("amount", sum(one.amount for one in lines))
    done = cafe.buys(amount, **purchase)  # type: ignore[arg-type]
    assert has(cafe) == n
    assert ("challenge_advanced" in kinds(done)) == bool(n)
    cafe.does(Kind.UNDO, refers_to=done.activity.id)
    assert has(cafe) == 0


def test_actions_friends_and_bare_visits_count_as_well() -> None:
    cafe = shop(
        "count: actions, target: 9",
        "count: actions, target: 9, action: own-bag",
        "count: friends, target: 9",
        "count: visits, target: 9",
    )
    cafe.does(Kind.ACTION, action="own-cup")
    cafe.does(Kind.ACTION, action="own-bag")
    cafe.does(Kind.REFERRAL)
    cafe.does(Kind.VISIT)
    assert [has(cafe, name) for name in "abcd"] == [2, 1, 1, 1]


def test_a_shop_or_a_category_counts_once() -> None:
    cafe = shop("count: shops, target: 9", "count: categories, target: 9")
    first = cafe.buys(200, shop="centre", lines=(COFFEE,))
    second = cafe.buys(200, shop="centre", lines=(COFFEE,))
    cafe.buys(150, shop="station", lines=(TEA,))
    assert (has(cafe), has(cafe, "b")) == (2, 2)
    assert kinds(second) == []
    assert kinds(cafe.does(Kind.UNDO, refers_to=first.activity.id)) == []
    assert (has(cafe), has(cafe, "b")) == (2, 2)
    assert kinds(cafe.does(Kind.UNDO, refers_to=second.activity.id)) == ["challenge_set_back"] * 2
    assert (has(cafe), has(cafe, "b")) == (1, 1)


@pytest.mark.parametrize(
    ("per", "days", "times"),
    [
        ("ever", ("2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05"), 1),
        ("day", ("2026-11-02", "2026-11-02", "2026-11-03", "2026-11-03"), 2),
        ("day", ("2026-11-02", "2026-11-03", "2026-11-04"), 0),
        ("day", ("2026-11-02",) * 6, 1),
        ("week", ("2026-11-02", "2026-11-08", "2026-11-09", "2026-11-15"), 2),
        ("week", ("2026-11-08", "2026-11-09"), 0),
        ("week", ("2026-12-31", "2027-01-01"), 1),  # one week, in two years
        ("month", ("2026-11-30", "2026-12-01"), 0),
        ("month", ("2028-02-29", "2028-03-01", "2028-03-31"), 1),
        ("month", ("2027-02-01", "2027-02-28"), 1),
        ("month", ("2026-11-02", "2026-11-30", "2026-12-01", "2026-12-31"), 2),
    ],
)
def test_it_is_won_once_in_each_period(per: str, days: tuple[str, ...], times: int) -> None:
    cafe = shop(f"count: visits, target: 2, per: {per}")
    for day in days:
        cafe.buys(100, date.fromisoformat(day))
    assert won(cafe) == times
    assert cafe.standing.available == 10 * times


ZONES = [
    # an hour before midnight in Rome is another day in Auckland and the same in Honolulu
    ("Europe/Rome", "2026-11-30T22:59:00Z", "2026-11-30"),
    ("Europe/Rome", "2026-11-30T23:00:00Z", "2026-12-01"),
    ("Pacific/Auckland", "2026-11-30T11:00:00Z", "2026-12-01"),
    ("Pacific/Auckland", "2026-11-30T10:59:00Z", "2026-11-30"),
    ("Pacific/Honolulu", "2026-12-01T09:59:00Z", "2026-11-30"),
    ("Pacific/Honolulu", "2026-12-01T10:00:00Z", "2026-12-01"),
    # the nights in which clocks change, in the north and in the south
    ("Europe/Rome", "2027-03-28T00:30:00Z", "2027-03-28"),
    ("Europe/Rome", "2027-03-28T21:59:00Z", "2027-03-28"),
    ("Europe/Rome", "2027-03-28T22:00:00Z", "2027-03-29"),
    ("Europe/Rome", "2026-10-25T22:59:00Z", "2026-10-25"),
    ("Europe/Rome", "2026-10-25T23:00:00Z", "2026-10-26"),
    ("America/New_York", "2026-11-01T05:30:00Z", "2026-11-01"),
    ("America/New_York", "2026-11-02T04:59:00Z", "2026-11-01"),
    ("America/New_York", "2026-11-02T05:00:00Z", "2026-11-02"),
    ("Pacific/Auckland", "2027-04-03T13:30:00Z", "2027-04-04"),
    ("Asia/Kathmandu", "2028-02-28T18:14:00Z", "2028-02-28"),
    ("Asia/Kathmandu", "2028-02-28T18:15:00Z", "2028-02-29"),
]


@pytest.mark.parametrize(("zone", "moment", "day"), ZONES)
def test_a_day_is_the_shops_own(zone: str, moment: str, day: str) -> None:
    at = datetime.fromisoformat(moment)
    cafe = shop("count: days, target: 9", at=at - timedelta(days=3))
    rules = cafe.rehearsal.programme
    cafe.rehearsal.programme = rules.model_copy(update={"time_zone": zone, "zone": ZoneInfo(zone)})
    cafe.buys(100, at)
    assert list(cafe.standing.counts["challenge:a"]) == [day]


def test_days_in_a_row_are_won_on_the_last_one() -> None:
    cafe = shop("count: days, target: 3")
    assert kinds(cafe.buys(100, date(2026, 11, 30))) == ["challenge_advanced"]
    assert kinds(cafe.buys(100, date(2026, 11, 30))) == []
    assert kinds(cafe.buys(100, date(2026, 12, 1))) == ["challenge_advanced"]
    assert kinds(cafe.buys(100, date(2026, 12, 2))) == ["challenge_won", "points_earned"]


def test_a_missed_day_begins_again_and_a_freeze_forgives_it() -> None:
    for freezes, times in ((0, 0), (1, 1)):
        cafe = shop(f"count: days, target: 3{f', freezes: {freezes}' if freezes else ''}")
        for day in (2, 3, 5):
            cafe.buys(100, date(2026, 11, day))
        assert won(cafe) == times


def test_weeks_in_a_row() -> None:
    cafe = shop("count: weeks, target: 3")
    for day in (date(2026, 12, 23), date(2026, 12, 31), date(2027, 1, 10)):
        cafe.buys(100, day)
    assert (won(cafe), has(cafe)) == (1, 3)


def test_a_late_row_fills_its_own_day() -> None:
    """A till without a connection tells later what happened before."""
    cafe = shop("count: days, target: 3", "count: visits, target: 1, when: {to: 2026-11-03}")
    cafe.buys(100, date(2026, 11, 2))
    cafe.buys(100, date(2026, 11, 4))
    assert (won(cafe), won(cafe, "b")) == (0, 1)
    late = cafe.buys(100, date(2026, 11, 3))
    assert kinds(late) == ["challenge_won", "points_earned"]


def test_a_challenge_that_ended_between_purchase_and_sync_counts() -> None:
    cafe = shop("count: visits, target: 2, when: {to: 2026-11-03}")
    cafe.buys(100, date(2026, 11, 2))
    cafe.waits_until(date(2026, 11, 20))
    assert kinds(cafe.buys(100, date(2026, 11, 4))) == []
    assert kinds(cafe.buys(100, date(2026, 11, 3))) == ["challenge_won", "points_earned"]


def test_what_is_older_than_what_is_kept_counts_no_more() -> None:
    cafe = shop("count: visits, target: 1, per: day")
    cafe.buys(100, date(2027, 12, 31))
    assert kinds(cafe.buys(100, date(2026, 11, 25))) == []


def test_the_next_one_begins_when_the_one_before_is_won() -> None:
    cafe = shop("count: visits, target: 1", "count: visits, target: 1, after: a")
    assert won(cafe, "b") == 0
    cafe.buys(100)
    assert (won(cafe), won(cafe, "b")) == (1, 0)
    cafe.buys(100)
    assert won(cafe, "b") == 1


def test_a_win_goes_with_its_cause_whoever_brought_it() -> None:
    cafe = shop("count: visits, target: 3, prize: cup")
    first = cafe.buys(100)
    cafe.buys(100)
    assert kinds(cafe.buys(100)) == ["challenge_won", "points_earned", "voucher_issued"]
    done = cafe.does(Kind.UNDO, refers_to=first.activity.id)
    assert kinds(done) == ["challenge_reopened", "points_taken_back", "voucher_cancelled"]
    assert (won(cafe), has(cafe), cafe.standing.available) == (0, 2, 0)
    assert not cafe.standing.vouchers
    cafe.buys(100)
    assert (won(cafe), cafe.standing.available) == (1, 10)


def test_more_than_the_target_keeps_the_win() -> None:
    cafe = shop("count: visits, target: 2")
    first = cafe.buys(100)
    cafe.buys(100)
    cafe.buys(100)
    assert kinds(cafe.does(Kind.UNDO, refers_to=first.activity.id)) == []
    assert won(cafe) == 1


def test_points_that_were_spent_are_owed() -> None:
    cafe = shop("count: visits, target: 1")
    done = cafe.buys(100)
    cafe.does(Kind.ADJUSTMENT, points=-10, reason="Spent.")
    cafe.does(Kind.UNDO, refers_to=done.activity.id)
    assert cafe.standing.debt == 10


def test_a_used_prize_stays_and_is_not_won_again() -> None:
    cafe = shop("count: visits, target: 1, prize: cup")
    done = cafe.buys(100)
    cafe.does(Kind.USE, voucher=next(iter(cafe.standing.vouchers)))
    assert kinds(cafe.does(Kind.UNDO, refers_to=done.activity.id)) == ["challenge_kept"]
    assert cafe.standing.available == 10
    assert kinds(cafe.buys(100)) == []


def test_a_refund_under_the_least_amount_takes_it_back() -> None:
    cafe = shop("count: purchases, target: 1, order: {min: 5.00}", "count: spend, target: 6.00")
    sale = cafe.buys(600)
    assert (won(cafe), won(cafe, "b")) == (1, 1)
    done = cafe.does(Kind.REFUND, refers_to=sale.activity.id, amount=50)
    assert kinds(done) == ["challenge_reopened", "points_taken_back"]
    assert (won(cafe), won(cafe, "b")) == (1, 0)
    cafe.does(Kind.REFUND, refers_to=sale.activity.id, amount=60)
    assert won(cafe) == 0


def test_an_item_that_comes_back_counts_no_more() -> None:
    cafe = shop(
        "count: items, target: 3, only: {category: [coffee]}", "count: categories, target: 2"
    )
    coffees, tea = line(300, 3), TEA
    sale = cafe.buys(450, lines=(coffees, tea))
    assert (won(cafe), won(cafe, "b")) == (1, 1)
    cafe.does(Kind.REFUND, refers_to=sale.activity.id, lines=(tea,), amount=150)
    assert (won(cafe), won(cafe, "b")) == (1, 0)
    cafe.does(Kind.REFUND, refers_to=sale.activity.id, lines=(coffees,), amount=300)
    assert won(cafe) == 0


def test_a_day_with_another_purchase_stays_in_the_row() -> None:
    cafe = shop("count: days, target: 2")
    first = cafe.buys(100, date(2026, 11, 2))
    second = cafe.buys(100, date(2026, 11, 2))
    cafe.buys(100, date(2026, 11, 3))
    assert kinds(cafe.does(Kind.UNDO, refers_to=first.activity.id)) == []
    done = cafe.does(Kind.UNDO, refers_to=second.activity.id)
    assert kinds(done) == ["challenge_reopened", "points_taken_back"]


def test_a_win_says_what_it_takes_and_what_was_reached() -> None:
    cafe = shop("count: visits, target: 2")
    cafe.buys(100)
    sale = cafe.buys(100)
    done = cafe.does(Kind.UNDO, refers_to=sale.activity.id)
    (lost,) = [f for f in done.facts if getattr(f, "kind", None) is OutcomeKind.CHALLENGE_REOPENED]
    assert isinstance(lost, Outcome)
    assert (lost.why["so_far"], lost.why["target"]) == (1, 2)


def test_a_win_keeps_its_terms_when_its_challenge_is_closed() -> None:
    cafe = shop("count: days, target: 2, freezes: 1, when: {weekdays: [mon, tue]}")
    first = cafe.buys(100, date(2026, 11, 2))
    cafe.buys(100, date(2026, 11, 3))
    cafe.rehearsal.programme = shop("count: visits, target: 9").rehearsal.programme.model_copy(
        update={"challenges": ()}
    )
    assert won(cafe) == 1
    cafe.does(Kind.UNDO, refers_to=first.activity.id)
    assert won(cafe) == 0


def test_a_row_whose_days_may_be_forgotten_stays() -> None:
    cafe = shop("count: days, target: 30")
    for n in range(30):
        sale = cafe.buys(100, START.date() + timedelta(days=n))
    cafe.waits_until(START.date() + timedelta(days=425))
    cafe.does(Kind.UNDO, refers_to=sale.activity.id)
    assert won(cafe) == 1
