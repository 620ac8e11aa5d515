"""Rules that are valid and yet defeat themselves are told with their place, and never refused."""

from datetime import date

import pytest
from flask import Flask

from loyalty_app.programme.queries import preset_source, presets
from loyalty_app.programme.warnings import warnings_of

DAY = date(2026, 11, 24)
HEAD = "name: Trial\ncurrency: EUR\ntime_zone: Europe/Rome\nearning:\n"
BASE = "{id: base, per_spend: {points: 1, every: 1.00}}"
VISIT = "{id: visit, per_visit: {points: 1}}"
CUP = "{id: cup, action: own-cup, points: 5}"
TWICE = "{id: twice, multiply: 2}"
THRICE = "{id: thrice, multiply: 3}"


def told(*rules: str) -> list[str]:
    """Each warning as its line (the first rule stands on 1), its place and its words."""
    source = HEAD + "".join(f"  - {rule}\n" for rule in rules)
    return [f"{w.line - 4} {w.place}: {w.words}" for w in warnings_of(source, DAY)]


def stopping(rule: str) -> str:
    return rule.removesuffix("}") + ", stop: true}"


@pytest.mark.parametrize("rule", [BASE, TWICE, "{id: bonus, bonus: {points: 1}}"])
def test_a_rule_behind_one_that_always_stops_never_counts(plain_app: Flask, rule: str) -> None:
    (warning,) = told(stopping("{id: all, per_order: {points: 1}}"), rule)
    assert warning.startswith("2 earning › ")
    assert warning.endswith("id: never counts: “all” before it always holds and says stop")


@pytest.mark.parametrize(
    ("first", "second", "warned"),
    [
        (stopping(VISIT), BASE, True),  # every purchase is a visit
        (stopping(BASE), VISIT, False),  # a visit need not be a purchase
        (stopping(BASE), CUP, False),
        (stopping(CUP), BASE, False),
        (stopping(CUP), "{id: again, action: own-cup, points: 1}", True),
        (stopping(CUP), "{id: mug, action: own-mug, points: 1}", False),
        (BASE, stopping(TWICE), False),
        (BASE, stopping("{id: first, bonus: {points: 1}, priority: 1}"), True),
        ("{id: mon, per_order: {points: 1}, when: {weekdays: [mon]}, stop: true}", BASE, False),
        ("{id: big, per_order: {points: 1}, order: {min: 9.00}, stop: true}", BASE, False),
        ("{id: tea, per_item: {points: 1}, only: {sku: [tea]}, stop: true}", BASE, False),
        ("{id: tea, per_item: {points: 1}, except: {sku: [tea]}, stop: true}", BASE, False),
    ],
)
def test_only_a_rule_that_speaks_of_the_same_and_stands_before_it_is_in_the_way(
    plain_app: Flask, first: str, second: str, warned: bool
) -> None:
    assert bool(told(first, second)) is warned


@pytest.mark.parametrize(
    ("rules", "warned"),
    [
        ((BASE, TWICE, THRICE), ["2 earning › twice › multiply"]),
        ((BASE, THRICE, TWICE), ["3 earning › twice › multiply"]),
        ((BASE, TWICE, "{id: mon, multiply: 3, when: {weekdays: [mon]}}"), []),
        ((BASE, TWICE, "{id: more, multiply: 3, combine: add}"), []),
        ((BASE, "{id: more, multiply: 1.5, combine: add}", TWICE), []),
        ((BASE, "{id: mon, multiply: 2, when: {weekdays: [mon]}, stop: true}", THRICE), []),
        ((BASE, TWICE, "{id: same, multiply: 2}"), []),
    ],
)
def test_a_multiplier_below_one_that_always_counts_is_never_the_best(
    plain_app: Flask, rules: tuple[str, ...], warned: list[str]
) -> None:
    assert [warning.partition(":")[0] for warning in told(*rules)] == warned


@pytest.mark.parametrize(("last", "warned"), [("2026-11-23", True), ("2026-11-24", False)])
def test_a_rule_whose_last_day_is_past_counts_no_more(
    plain_app: Flask, last: str, warned: bool
) -> None:
    said = told(f"{{id: fair, bonus: {{points: 5}}, when: {{to: {last}}}}}")
    expected = "1 earning › fair › when › to: counts no more: its last day was Nov 23, 2026"
    assert said == ([expected] if warned else [])


@pytest.mark.parametrize(
    ("rule", "setting"),
    [
        ("{id: r, bonus: {points: 5}, cap: {points: 4, per: day}}", "cap"),
        ("{id: r, per_visit: {points: 5}, budget: {points: 4}}", "budget"),
        ("{id: r, action: a, points: 5, cap: {points: 4, per: month}}", "cap"),
        ("{id: r, per_spend: {points: 5, every: 1.00}, cap: {points: 4, per: purchase}}", "cap"),
        ("{id: r, bonus: {points: 5}, cap: {points: 5, per: day}}", ""),
        ("{id: r, multiply: 2, cap: {points: 1, per: day}}", ""),
    ],
)
def test_a_cap_or_a_budget_below_one_payment_is_told(
    plain_app: Flask, rule: str, setting: str
) -> None:
    words = f"1 earning › r › {setting} › points: is less than the 5 points that the rule pays"
    assert [warning.startswith(words) for warning in told(rule)] == ([True] if setting else [])


@pytest.mark.parametrize(
    ("measure", "price", "warned"),
    [
        ("balance", 99, True),
        ("balance", 100, True),
        ("balance", 101, False),
        ("points_earned", 100, False),
    ],
)
def test_a_reward_that_claims_itself_keeps_members_below_a_tier_by_balance(
    plain_app: Flask, measure: str, price: int, warned: bool
) -> None:
    levels = "{id: low, name: Low, from: 0}, {id: high, name: High, from: 100}"
    source = (
        f"{HEAD}  - {BASE}\n"
        f"rewards:\n  - {{id: r, name: R, kind: product, points: {price}, automatic: true}}\n"
        f"tiers: {{measure: {measure}, levels: [{levels}]}}\n"
    )
    found = [f"{warning.place}: {warning.words}" for warning in warnings_of(source, DAY)]
    words = "keeps everybody below the tier “High”, which is reached by the balance"
    assert found == ([f"rewards › r › automatic: {words}"] if warned else [])


def test_warnings_come_in_the_order_of_the_document(
    plain_app: Flask,
) -> None:
    rules = (BASE, TWICE, THRICE, "{id: fair, bonus: {points: 5}, when: {to: 2020-01-01}}")
    assert [warning[0] for warning in told(*rules)] == ["2", "4"]


@pytest.mark.parametrize("name", presets())
def test_the_presets_have_none(plain_app: Flask, name: str) -> None:
    assert not warnings_of(preset_source(name), DAY)
