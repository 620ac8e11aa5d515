"""Earning, as tables of examples: these rules, this purchase, these points."""

from datetime import UTC, date, datetime

import pytest

from loyalty_app.activities.facts import Outcome, OutcomeKind
from loyalty_app.activities.values import Activity, Kind, Line

from ..rehearsals import Shop, earned, outcomes

BASE = "{id: base, per_spend: {points: 1, every: 1.00}}"
COFFEE = Line(300, 2, sku="esp", category="coffee", labels={"origin": "fair"})
CAKE = Line(450, 1, sku="tor", category="cake", tax=45, discounted=50)
DELIVERY = Line(250, 1, delivery=True)
BASKET = (COFFEE, CAKE, DELIVERY)  # 10.00 in all


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def points(rules: str, **purchase: object) -> dict[str, int]:
    facts: dict[str, object] = {"amount": 1000, **purchase}
    return earned(Shop(f"earning: [{rules}]").buys(**facts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rule", "amount", "expected"),
    [
        ("{points: 1, every: 1.00}", 0, None),
        ("{points: 1, every: 1.00}", 99, None),
        ("{points: 1, every: 1.00}", 100, 1),
        ("{points: 1, every: 1.00}", 1299, 12),
        ("{points: 3, every: 2.50}", 999, 9),
        ("{points: 1, every: 1.00, round: nearest}", 1249, 12),
        ("{points: 1, every: 1.00, round: nearest}", 1250, 13),
        ("{points: 1, every: 0.03, round: nearest}", 4, 1),
        ("{points: 1, every: 0.03, round: nearest}", 5, 2),
        ("{points: 1, every: 1.00, round: up}", 1201, 13),
        ("{points: 1, every: 1.00, round: up}", 1200, 12),
        ("{points: 1, every: 1.00}", 99_999_999, 999_999),
    ],
)
def test_spend_counts_in_whole_steps(rule: str, amount: int, expected: int | None) -> None:
    assert points(f"{{id: base, per_spend: {rule}}}", amount=amount).get("base") == expected


@pytest.mark.parametrize(
    ("narrowing", "expected"),
    [
        ("", 10),
        ("only: {category: [coffee]}", 3),
        ("only: {category: [coffee, cake]}", 7),
        ("only: {sku: [tor]}", 4),
        ("only: {label: {origin: [fair, local]}}", 3),
        ("only: {label: {origin: [local]}}", None),
        ("only: {category: [coffee], sku: [tor]}", None),
        ("only: {delivery: true}", 2),
        ("only: {delivery: false}", 7),
        ("except: {delivery: true}", 7),
        ("except: {category: [coffee]}", 7),
        ("only: {delivery: false}, except: {sku: [tor]}", 3),
        ("lines: {min: 3.00}, only: {category: [coffee]}", 3),
        ("lines: {min: 3.01}, only: {category: [coffee]}", None),
        ("lines: {max: 2.99}, only: {category: [coffee]}", None),
        ("order: {min: 10.00}", 10),
        ("order: {min: 10.01}", None),
        ("order: {max: 10.00}", 10),
        ("order: {max: 9.99}", None),
        ("basis: {tax: excluded}", 9),
        ("basis: {discount: before}", 10),
        ("basis: {discount: before}, only: {category: [cake]}", 5),
        ("basis: {tax: excluded}, order: {min: 9.56}", None),
        ("basis: {tax: excluded}, order: {min: 9.55}", 9),
    ],
)
def test_a_rule_speaks_of_the_lines_it_names(narrowing: str, expected: int | None) -> None:
    rule = f"{{id: base, per_spend: {{points: 1, every: 1.00}}, {narrowing}}}"
    assert points(rule, lines=BASKET).get("base") == expected


@pytest.mark.parametrize(
    ("narrowing", "expected"), [("only: {category: [coffee]}", None), ("except: {sku: [x]}", 10)]
)
def test_an_amount_without_items_is_everything_but_named(
    narrowing: str, expected: int | None
) -> None:
    rule = f"{{id: base, per_spend: {{points: 1, every: 1.00}}, {narrowing}}}"
    assert points(rule).get("base") == expected


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("per_item: {points: 2}", 8),
        ("per_item: {points: 2}, only: {category: [coffee]}", 4),
        ("per_order: {points: 5}", 5),
        ("per_visit: {points: 3}", 3),
        ("bonus: {points: 50}", 50),
        ("bonus: {points: 50}, only: {category: [tea]}", None),
        ("bonus: {points: 50}, lines: {min: 4.00}, only: {category: [cake]}", 50),
        ("action: own-cup, points: 5", None),
    ],
)
def test_the_other_forms(form: str, expected: int | None) -> None:
    assert points(f"{{id: rule, {form}}}", lines=BASKET).get("rule") == expected


def test_a_visit_earns_what_visits_earn_and_nothing_else() -> None:
    shop = Shop(
        "earning: [{id: visit, per_visit: {points: 3}}, {id: order, per_order: {points: 9}}]"
    )
    assert earned(shop.does(Kind.VISIT)) == {"visit": 3}
    assert earned(shop.buys(0)) == {"visit": 3}


def test_an_action_pays_its_points() -> None:
    shop = Shop(
        "earning: [{id: cup, action: own-cup, points: 5}, {id: bag, action: bag, points: 2}]"
    )
    assert earned(shop.does(Kind.ACTION, action="own-cup")) == {"cup": 5}


@pytest.mark.parametrize(
    ("multipliers", "expected"),
    [
        ("{id: a, multiply: 2}", {"a": 10}),
        ("{id: a, multiply: 2}, {id: b, multiply: 3}", {"b": 20}),
        ("{id: a, multiply: 1.5, combine: add}", {"a": 5}),
        (
            "{id: a, multiply: 1.5, combine: add}, {id: b, multiply: 1.25, combine: add}",
            {"a": 5, "b": 2},
        ),
        ("{id: a, multiply: 2}, {id: b, multiply: 1.5, combine: add}", {"a": 10, "b": 10}),
        ("{id: a, multiply: 1.15}", {"a": 1}),
        ("{id: a, multiply: 1.05}", {}),
    ],
)
def test_multipliers_give_floor_of_base_times_m_minus_one(
    multipliers: str, expected: dict[str, int]
) -> None:
    assert points(f"{BASE}, {multipliers}") == {"base": 10, **expected}


def test_a_bonus_and_an_action_are_not_multiplied() -> None:
    rules = f"{BASE}, {{id: gift, bonus: {{points: 100}}}}, {{id: twice, multiply: 2}}"
    assert points(rules) == {"base": 10, "gift": 100, "twice": 10}


@pytest.mark.parametrize(
    ("when", "moment", "holds"),
    [
        ("weekdays: [mon]", "2026-11-02T11:00", True),
        ("weekdays: [tue, wed]", "2026-11-02T11:00", False),
        ("weekdays: [tue]", "2026-11-02T23:30", True),  # already Tuesday in Rome
        ('between: ["07:00", "10:00"]', "2026-11-02T06:00", True),
        ('between: ["07:00", "10:00"]', "2026-11-02T05:59", False),
        ('between: ["07:00", "10:00"]', "2026-11-02T09:00", False),  # 10:00 is too late
        ('between: ["07:00", "10:00"]', "2026-07-06T05:00", True),  # summer time: 07:00
        ('between: ["22:00", "02:00"]', "2026-11-02T00:30", True),
        ('between: ["22:00", "02:00"]', "2026-11-02T11:00", False),
        ('between: ["20:00", "24:00"]', "2026-11-02T22:59", True),
        ('between: ["01:30", "02:30"]', "2026-10-25T00:15", True),  # the hour that comes twice …
        ('between: ["01:30", "02:30"]', "2026-10-25T01:15", True),  # … comes twice
        ('between: ["02:00", "03:00"]', "2026-03-29T01:10", False),  # the hour that is skipped
        ("from: 2026-11-02, to: 2026-11-02", "2026-11-02T22:59", True),
        ("from: 2026-11-02, to: 2026-11-02", "2026-11-02T23:00", False),
        ("from: 2028-02-29", "2028-02-28T22:59", False),
        ("from: 2028-02-29", "2028-02-28T23:00", True),
        ("shops: [centre]", "2026-11-02T11:00", True),
        ("shops: [harbour]", "2026-11-02T11:00", False),
        ("channels: [counter]", "2026-11-02T11:00", True),
        ("channels: [web, partner]", "2026-11-02T11:00", False),
    ],
)
def test_conditions_are_the_shops_own_days_and_hours(when: str, moment: str, holds: bool) -> None:
    shop = Shop(f"earning: [{{id: base, per_order: {{points: 1}}, when: {{{when}}}}}]", at(moment))
    assert earned(shop.buys(1000, at(moment), shop="centre")) == ({"base": 1} if holds else {})


def test_a_bare_date_matches_no_hour() -> None:
    rule = '{id: base, per_order: {points: 1}, when: {between: ["00:00", "24:00"]}}'
    with pytest.raises(Exception, match="two different times"):
        Shop(f"earning: [{rule}]")
    day = '{id: day, per_order: {points: 1}, when: {between: ["00:00", "23:59"]}}'
    shop = Shop(f"earning: [{day}]", at("2026-11-03T10:00"))
    assert earned(shop.buys(1000, date(2026, 11, 2))) == {}
    assert earned(shop.buys(1000, at("2026-11-02T11:00"))) == {"day": 1}


def test_the_first_purchase_is_the_first_one_paid_for() -> None:
    shop = Shop("earning: [{id: hello, bonus: {points: 7}, when: {first_purchase: true}}]")
    assert earned(shop.buys(0)) == {}
    first = shop.buys(500)
    assert earned(first) == {"hello": 7}
    assert earned(shop.buys(500)) == {}
    shop.does(Kind.UNDO, refers_to=first.activity.id)


def test_stop_ends_the_rules_of_lower_priority() -> None:
    rules = f"{BASE}, {{id: vip, per_order: {{points: 1}}, priority: 5, stop: true}}"
    assert points(rules) == {"vip": 1}
    rules = f"{BASE}, {{id: vip, per_order: {{points: 1}}, priority: -5, stop: true}}"
    assert points(rules) == {"base": 10, "vip": 1}


@pytest.mark.parametrize(
    ("cap", "moments", "expected"),
    [
        ("{points: 15, per: day}", ["2026-11-02T08:00", "2026-11-02T22:59"], [10, 5]),
        ("{points: 15, per: day}", ["2026-11-02T08:00", "2026-11-02T23:00"], [10, 10]),
        ("{points: 15, per: month}", ["2026-11-02T08:00", "2026-11-30T22:59"], [10, 5]),
        ("{points: 15, per: month}", ["2026-11-02T08:00", "2026-11-30T23:00"], [10, 10]),
        ("{points: 7, per: purchase}", ["2026-11-02T08:00", "2026-11-02T09:00"], [7, 7]),
        ("{points: 10, per: day}", ["2026-11-02T08:00", "2026-11-02T09:00"], [10, None]),
    ],
)
def test_a_cap_pays_the_part_that_fits(
    cap: str, moments: list[str], expected: list[int | None]
) -> None:
    shop = Shop(f"earning: [{{id: base, per_order: {{points: 10}}, cap: {cap}}}]", at(moments[0]))
    assert [earned(shop.buys(500, at(m))).get("base") for m in moments] == expected


@pytest.mark.parametrize(
    ("per", "moments", "expected"),
    [
        ("day", ["2026-11-02T08:00", "2026-11-02T09:00", "2026-11-03T09:00"], [5, None, 5]),
        ("week", ["2026-11-02T08:00", "2026-11-08T22:59", "2026-11-08T23:00"], [5, None, 5]),
        ("week", ["2026-12-28T08:00", "2027-01-03T10:00", "2027-01-04T10:00"], [5, None, 5]),
        ("month", ["2026-11-02T08:00", "2026-11-30T09:00", "2026-12-01T09:00"], [5, None, 5]),
        ("ever", ["2026-11-02T08:00", "2028-11-02T09:00"], [5, None]),
    ],
)
def test_a_limit_refuses_and_says_so(
    per: str, moments: list[str], expected: list[int | None]
) -> None:
    shop = Shop(
        f"earning: [{{id: cup, action: cup, points: 5, limit: {{times: 1, per: {per}}}}}]",
        at(moments[0]),
    )
    done = [shop.does(Kind.ACTION, at(moment), action="cup") for moment in moments]
    assert [earned(each).get("cup") for each in done] == expected
    refused = [f for f in done[1].facts if isinstance(f, Outcome)]
    assert [(f.kind, dict(f.why)) for f in refused] == [
        (OutcomeKind.POINTS_LIMITED, {"limit": 1, "per": per})
    ]


def test_a_budget_is_shared_and_pays_what_is_left() -> None:
    shop = Shop("earning: [{id: gift, per_order: {points: 8}, budget: {points: 20}}]")
    first = shop.buys(100)
    assert [earned(shop.buys(100)).get("gift") for _ in range(3)] == [8, 4, None]
    shop.does(Kind.UNDO, refers_to=first.activity.id)
    other = Activity(2, Kind.PURCHASE, "test", "other", amount=100)
    assert earned(shop.rehearsal.record(other)) == {"gift": 8}


def test_nothing_earned_is_still_recorded_with_its_reason() -> None:
    shop = Shop("earning: [{id: base, per_order: {points: 9}, limit: {times: 1, per: ever}}]")
    shop.buys(100)
    assert outcomes(shop.buys(100)) == [("points_limited", "base", 0)]
