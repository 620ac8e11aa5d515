"""Tiers: reached at once, measured over their time, kept or lost by reviews, taken back."""

from datetime import date

import pytest

from loyalty_app.activities.facts import Outcome, OutcomeKind
from loyalty_app.activities.values import Kind
from loyalty_app.programme.reading import read_programme

from ..rehearsals import HEAD, Shop, earned, outcomes

BASE = "earning: [{id: base, per_spend: {points: 1, every: 1.00}}]\n"
LEVELS = """
  levels:
    - {id: bronze, name: Bronze, from: 0}
    - {id: silver, name: Silver, from: 50}
    - {id: gold, name: Gold, from: 200}
    - {id: star, name: Star, from: 500}
"""


def tiers(settings: str = "") -> str:
    return f"{BASE}tiers:{LEVELS}{settings}"


def shop_of(measure: str = "points_earned", over: str = "", downgrade: str = "") -> Shop:
    settings = f"  measure: {measure}\n"
    settings += f"  over: {over}\n" if over else ""
    settings += f"  downgrade: {downgrade}\n" if downgrade else ""
    return Shop(tiers(settings))


def news(shop: Shop, day: str) -> list[str]:
    """What a day changes about the tier."""
    return [
        f"{kind.removeprefix('tier_')} {subject}".strip()
        for kind, subject, _ in outcomes(shop.waits_until(date.fromisoformat(day)))
        if kind.startswith("tier_") and kind != "tier_ends_soon"
    ]


def notices_by(shop: Shop, *days: str) -> list[str]:
    """On which of some days it is told that a tier ends, with how much is missing."""
    return [
        f"{day} {fact.why['until']} {fact.why['missing']}"
        for day in days
        for fact in shop.waits_until(date.fromisoformat(day)).facts
        if isinstance(fact, Outcome) and fact.kind is OutcomeKind.TIER_ENDS_SOON
    ]


def test_before_a_review_finds_it_short_it_is_told_how_much_is_missing() -> None:
    shop = shop_of(downgrade="{kind: one_level}")
    shop.buys(6000, date(2026, 11, 15))
    shop.buys(1000, date(2026, 12, 1))
    days = ("2027-09-30", "2027-10-01", "2027-10-02", "2027-10-23", "2027-10-24", "2027-10-31")
    told = ["2027-10-01 2027-10-31 40", "2027-10-24 2027-10-31 40"]
    assert notices_by(shop, *days) == told
    assert news(shop, "2027-11-01") == ["dropped bronze"]


def test_who_has_enough_is_told_nothing() -> None:
    shop = shop_of(downgrade="{kind: one_level}")
    shop.buys(6000, date(2026, 11, 15))
    shop.buys(6000, date(2027, 9, 15))
    assert notices_by(shop, "2027-10-01", "2027-10-24", "2027-10-31", "2027-11-01") == []


def test_a_tier_that_cannot_fall_ends_never() -> None:
    shop = shop_of(downgrade="{kind: none}")
    shop.buys(6000, date(2026, 11, 15))
    assert notices_by(shop, "2027-10-01", "2027-10-24", "2027-11-01") == []


@pytest.mark.parametrize(
    ("amounts", "reached"),
    [
        ([4999], [""]),
        ([5000], ["silver"]),
        ([2500, 2499, 100], ["", "", "silver"]),
        ([20000], ["gold"]),
        ([5000, 15000], ["silver", "gold"]),
        ([60000], ["star"]),
        ([5000, 100], ["silver", ""]),
    ],
)
def test_a_tier_is_reached_with_the_purchase_that_fills_it(
    amounts: list[int], reached: list[str]
) -> None:
    shop = shop_of()
    found = [outcomes(shop.buys(amount)) for amount in amounts]
    names = [[subject for kind, subject, _ in one if kind == "tier_reached"] for one in found]
    assert [" ".join(name) for name in names] == reached


@pytest.mark.parametrize(
    ("measure", "over", "doings", "tier"),
    [
        ("points_earned", "rolling_year", [("2026-01-31", 3000), ("2026-12-31", 2000)], "silver"),
        ("points_earned", "rolling_year", [("2025-12-31", 3000), ("2026-12-01", 2000)], ""),
        ("points_earned", "rolling_year", [("2025-12-31", 3000), ("2026-11-30", 2000)], "silver"),
        ("points_earned", "calendar_year", [("2026-01-01", 3000), ("2026-12-31", 2000)], "silver"),
        ("points_earned", "calendar_year", [("2025-12-31", 3000), ("2026-01-01", 2000)], ""),
        ("points_earned", "lifetime", [("2010-05-01", 3000), ("2026-12-31", 2000)], "silver"),
        ("visits", "lifetime", [("2026-01-01", 0)] * 50, "silver"),
        ("visits", "lifetime", [("2026-01-01", 0)] * 49, ""),
        ("balance", "", [("2026-01-01", 5000)], "silver"),
    ],
)
def test_each_measure_over_its_time(
    measure: str, over: str, doings: list[tuple[str, int]], tier: str
) -> None:
    shop = shop_of(measure, over)
    for day, amount in doings:
        shop.buys(amount, date.fromisoformat(day))
    assert shop.standing.tier == tier


def test_spend_is_money_in_the_document_and_follows_refunds() -> None:
    levels = LEVELS.replace("from: 50}", "from: 49.90}")
    shop = Shop(f"{BASE}tiers:{levels}  measure: spend\n")
    sale = shop.buys(4990)
    assert shop.standing.tier == "silver"
    shop.does(Kind.REFUND, refers_to=sale.activity.id, amount=1)
    assert shop.standing.tier == ""


def test_friends_who_came_are_measured() -> None:
    shop = shop_of("referrals")
    for _ in range(50):
        shop.does(Kind.REFERRAL)
    assert shop.standing.tier == "silver"


def test_years_that_left_the_row_still_count_for_life() -> None:
    shop = shop_of("visits", "lifetime")
    for year in range(2000, 2050):
        shop.does(Kind.VISIT, date(year, 6, 1))
    assert shop.standing.tier == "silver"


@pytest.mark.parametrize(
    ("downgrade", "days"),
    [
        ("{kind: none}", {"2027-11-30": [], "2027-12-01": [], "2030-01-01": []}),
        ("{kind: one_level}", {"2027-10-31": [], "2027-11-01": ["dropped gold"]}),
        ("{kind: deserved}", {"2027-10-31": [], "2027-11-01": ["dropped bronze"]}),
        (
            "{kind: one_level, grace_days: 30}",
            {
                "2027-11-01": ["at_risk star"],
                "2027-11-30": [],
                "2027-12-01": ["dropped gold"],
                "2027-12-31": [],
                "2028-01-01": ["at_risk gold"],
                "2028-01-31": ["dropped silver"],
            },
        ),
        (
            "{kind: deserved, grace_days: 7}",
            {"2027-11-01": ["at_risk star"], "2027-11-07": [], "2027-11-08": ["dropped bronze"]},
        ),
        ("{kind: one_level}", {"2028-02-01": ["dropped gold", "dropped silver", "dropped bronze"]}),
    ],
)
def test_a_rolling_year_is_reviewed_on_the_first_of_a_month(
    downgrade: str, days: dict[str, list[str]]
) -> None:
    shop = shop_of(downgrade=downgrade)
    shop.buys(50000, date(2026, 11, 15))
    for day, expected in days.items():
        assert news(shop, day) == expected, day


def test_a_calendar_year_is_kept_by_the_year_before() -> None:
    shop = shop_of(over="calendar_year", downgrade="{kind: deserved}")
    shop.buys(20000, date(2026, 2, 1))
    assert news(shop, "2026-12-31") == []
    assert news(shop, "2027-01-01") == ["kept gold"]
    shop.buys(6000, date(2027, 8, 1))
    assert news(shop, "2028-01-01") == ["dropped silver"]
    assert news(shop, "2029-01-01") == ["dropped bronze"]


def test_a_tier_that_the_programme_has_no_more_ends_without_days_of_grace() -> None:
    settings = "  measure: points_earned\n  downgrade: {kind: deserved, grace_days: 30}\n"
    shop = shop_of(downgrade="{kind: deserved, grace_days: 30}")
    shop.buys(20000, date(2026, 11, 15))
    gone = tiers(settings).replace("    - {id: gold, name: Gold, from: 200}\n", "")
    shop.rehearsal.programme = read_programme(HEAD + gone)
    assert news(shop, "2027-11-01") == ["dropped bronze"]


def test_what_is_made_up_in_the_days_of_grace_keeps_it() -> None:
    shop = shop_of(downgrade="{kind: deserved, grace_days: 30}")
    shop.buys(20000, date(2026, 11, 15))
    assert news(shop, "2027-11-01") == ["at_risk gold"]
    assert outcomes(shop.buys(20000, date(2027, 11, 20)))[-1][0] == "points_earned"
    assert news(shop, "2027-12-01") == ["kept gold"]
    assert news(shop, "2028-11-01") == ["at_risk gold"]


def test_spending_lowers_the_balance_and_the_next_month_the_tier() -> None:
    mug = "rewards: [{id: mug, name: Mug, kind: product, points: 30, valid_days: 999}]\n"
    shop = Shop(f"{mug}{tiers('  measure: balance')}")
    shop.buys(6000, date(2026, 11, 15))
    shop.does(Kind.CLAIM, reward="mug")
    assert shop.standing.tier == "silver"
    assert news(shop, "2026-11-30") == []
    assert news(shop, "2026-12-01") == ["dropped bronze"]


def test_a_purchase_given_back_takes_along_what_it_reached() -> None:
    shop = shop_of()
    first, second = shop.buys(5000), shop.buys(15000)
    done = shop.does(Kind.REFUND, refers_to=second.activity.id, amount=1000)
    assert outcomes(done)[-1][:2] == ("tier_taken_back", "gold")
    assert shop.standing.tier == "silver"
    shop.does(Kind.UNDO, refers_to=second.activity.id)
    shop.does(Kind.UNDO, refers_to=first.activity.id)
    assert shop.standing.tier == ""


def test_a_purchase_that_came_after_the_tier_lowers_it_only_at_a_review() -> None:
    shop = shop_of()
    shop.buys(5000, date(2026, 11, 2))
    later = shop.buys(100, date(2027, 6, 1))
    shop.waits_until(date(2027, 10, 31))
    shop.does(Kind.UNDO, refers_to=later.activity.id)
    assert shop.standing.tier == "silver"
    assert news(shop, "2027-11-01") == ["dropped bronze"]


def test_the_multiplier_of_the_tier_comes_last_and_is_that_of_now() -> None:
    levels = LEVELS.replace("from: 50}", "from: 50, multiply: 1.5}")
    twice = "{id: twice, multiply: 2}, {id: more, multiply: 1.5, combine: add}"
    shop = Shop(f"{BASE[:-2]}, {twice}]\ntiers:{levels}")
    assert earned(shop.buys(4900)) == {"base": 49, "twice": 49, "more": 49}
    done = shop.buys(1000)  # 10 × 2 × 1.5 × 1.5 = 45
    assert earned(done) == {"base": 10, "twice": 10, "more": 10, "silver": 15}
    shop.does(Kind.REFUND, refers_to=done.activity.id, amount=500)
    assert shop.standing.available == 147 + 23  # ceil(45 / 2), each bonus for itself


def test_rules_and_rewards_may_be_for_some_tiers() -> None:
    rules = "{id: silver-day, bonus: {points: 9}, when: {tiers: [silver, gold]}}"
    shop = Shop(f"{BASE[:-2]}, {rules}]\ntiers:{LEVELS}")
    assert "silver-day" not in earned(shop.buys(5000))
    assert earned(shop.buys(100))["silver-day"] == 9
    lowest = Shop(f"{BASE[:-2]}, {rules.replace('[silver, gold]', '[bronze]')}]\ntiers:{LEVELS}")
    assert earned(lowest.buys(100))["silver-day"] == 9


PRIZES = LEVELS.replace("from: 50}", "from: 50, prize: cup}").replace(
    "from: 200}", "from: 200, prize: mug}"
)
REWARDS = """
rewards:
  - {id: cup, name: Cup, kind: product, valid_days: 999}
  - {id: mug, name: Mug, kind: product, valid_days: 999}
"""


def test_reaching_a_tier_brings_its_prize_once() -> None:
    shop = Shop(f"{BASE}tiers:{PRIZES}  downgrade: {{kind: deserved}}\n{REWARDS}")
    shop.buys(5000, date(2026, 11, 15))
    assert [v.reward for v in shop.standing.vouchers.values()] == ["cup"]
    assert news(shop, "2027-11-01") == ["dropped bronze"]
    shop.buys(5000)
    assert shop.standing.tier == "silver"
    assert [v.reward for v in shop.standing.vouchers.values()] == ["cup"]


def test_who_passes_a_tier_gets_its_prize_too() -> None:
    shop = Shop(f"{BASE}tiers:{PRIZES}{REWARDS}")
    sale = shop.buys(20000)
    assert sorted(v.reward for v in shop.standing.vouchers.values()) == ["cup", "mug"]
    shop.does(Kind.UNDO, refers_to=sale.activity.id)
    assert not shop.standing.vouchers
    shop.buys(5000)
    assert [v.reward for v in shop.standing.vouchers.values()] == ["cup"]


def test_a_used_prize_is_not_won_again() -> None:
    shop = Shop(f"{BASE}tiers:{PRIZES}{REWARDS}")
    sale = shop.buys(5000)
    (voucher,) = shop.standing.vouchers
    shop.does(Kind.USE, voucher=voucher)
    shop.does(Kind.UNDO, refers_to=sale.activity.id)
    assert shop.standing.tier == ""
    shop.buys(5000)
    assert (shop.standing.tier, shop.standing.vouchers) == ("silver", {})


@pytest.mark.parametrize(
    ("change", "then"),
    [
        ("from: 200", "from: 400"),
        ("from: 50", "from: 190"),
        ("{id: gold", "{id: platinum"),
    ],
)
def test_a_new_threshold_takes_nothing_before_its_review(change: str, then: str) -> None:
    shop = shop_of(downgrade="{kind: deserved}")
    shop.buys(20000, date(2026, 11, 15))
    held = shop.standing.tiers
    rules = tiers("  downgrade: {kind: deserved}\n").replace(change, then)
    shop.rehearsal.programme = read_programme(HEAD + rules)
    shop.waits_until(date(2027, 10, 31))
    assert shop.standing.tiers[: len(held)] == held


def test_without_tiers_in_the_document_the_next_review_ends_them() -> None:
    shop = shop_of()
    shop.buys(20000, date(2026, 11, 15))
    shop.rehearsal.programme = read_programme(HEAD + BASE)
    shop.buys(100, date(2027, 10, 31))
    assert news(shop, "2027-11-01") == ["dropped"]
    assert shop.standing.tier == ""
