"""What rewards, vouchers and stamp cards may not say: all at once, each with its place; and what
they may say against themselves."""

from datetime import date

import pytest
from flask import Flask

from loyalty_app.programme.reading import InvalidProgramme, read_programme
from loyalty_app.programme.warnings import warnings_of

HEAD = "name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\n"
DAY = date(2026, 11, 28)


def mistakes(source: str) -> list[str]:
    with pytest.raises(InvalidProgramme) as refused:
        read_programme(source)
    return [str(problem) for problem in refused.value.problems]


def reward(settings: str, kind: str = "product") -> str:
    return f"{HEAD}rewards: [{{id: r, name: R, kind: {kind}, points: 9, {settings}}}]\n"


def card(settings: str) -> str:
    return (
        f"{HEAD}stamp_cards: [{{id: c, name: C, stamps: 5, prize: r, {settings}}}]\n"
        "rewards: [{id: r, name: R, kind: product}]\n"
    )


@pytest.mark.parametrize(
    ("source", "mistake"),
    [
        (reward("stock: 1", "surprise"), "r › kind: must be 'product'"),
        (reward("stock: 1", "discount"), "rewards › r: needs an amount or a percent"),
        (reward("amount: 5.00, percent: 5", "discount"), "r: needs an amount or a percent"),
        (reward("amount: 5.00"), "r: needs an amount or a percent if it is a discount, and only"),
        (reward("percent: 0", "discount"), "r › percent: must be 1 or more"),
        (reward("percent: 101", "discount"), "r › percent: must be 100 or less"),
        (reward("amount: 0", "discount"), "r › amount: must be 1 or more"),
        (reward("amount: 5.005", "discount"), "r › amount: must be an amount with at most 2"),
        (reward("amount: 5.00, at_most: 2.00", "discount"), "r: at_most goes with percent"),
        (reward("valid_days: 3, valid_until: 2026-12-31"), "r: has valid_days or valid_until"),
        (reward("from: 2026-12-02, to: 2026-12-01"), "r: must not end before it starts"),
        (reward("to: 2026-12-02, valid_until: 2026-12-01"), "r: must be claimed before its"),
        (reward("early: {a: 2026-12-01}"), "r › early › 1.: must be the id of a tier: –"),
        (reward("from: 2026-13-01"), "r › from: must be a date like"),
        (f"{HEAD}vouchers: {{cancel: maybe}}\n", "vouchers › cancel: must be 'points_back'"),
        (f"{HEAD}pay_with_points: {{points: 100}}\n", "pay_with_points › worth: is missing"),
        (
            f"{HEAD}pay_with_points: {{points: 100, worth: 1.00, at_least: 150}}\n",
            "pay_with_points: at_least must be whole steps of points",
        ),
        (
            f"{HEAD}pay_with_points: {{points: 100, worth: 1.00, at_most: 0}}\n",
            "pay_with_points › at_most: must be 1 or more",
        ),
        (card("per_visit: true, per_spend: 5.00"), "c: needs exactly one of per_visit, per_item"),
        (card("per_spend: 0"), "c › per_spend: must be 1 or more"),
        (card("per_visit: true, max_per_day: 0"), "c › max_per_day: must be 1 or more"),
        (card("per_visit: true, idle_months: 0"), "c › idle_months: must be 1 or more"),
        (card("per_visit: true, replaces: d"), "c › replaces: must be the id of a card above"),
    ],
)
def test_a_mistake_is_told_with_its_place(plain_app: Flask, source: str, mistake: str) -> None:
    found = mistakes(source)
    assert any(mistake in one for one in found), found


def test_early_days_lie_before_the_first_one(plain_app: Flask) -> None:
    tiers = "tiers: {levels: [{id: a, name: A, from: 0}, {id: b, name: B, from: 9}]}\n"
    late = reward("from: 2026-12-01, early: {b: 2026-12-01}") + tiers
    assert "rewards › r: early days must lie before from" in mistakes(late)[0]
    read_programme(reward("from: 2026-12-01, early: {b: 2026-11-30}") + tiers)


def test_several_are_told_at_once(plain_app: Flask) -> None:
    source = card("per_spend: 0, max_per_day: 0, replaces: d") + "pay_with_points: {points: 0}\n"
    places = [mistake.split(": ")[0] for mistake in mistakes(source)]
    assert len(places) == 5, places


def told(source: str) -> list[str]:
    return [f"{warning.place}: {warning.words}" for warning in warnings_of(source, DAY)]


@pytest.mark.parametrize(
    ("first", "second", "warned"),
    [
        ("points: 10, automatic: true", "points: 20, automatic: true", True),
        ("points: 10, automatic: true", "points: 10, automatic: true", True),
        ("points: 20, automatic: true", "points: 10, automatic: true", False),
        ("points: 10", "points: 20, automatic: true", False),
        ("points: 10, automatic: true, to: 2027-01-01", "points: 20, automatic: true", False),
    ],
)
def test_of_two_that_claim_themselves_the_dearer_one_behind_is_told(
    plain_app: Flask, first: str, second: str, warned: bool
) -> None:
    source = (
        f"{HEAD}rewards:\n  - {{id: a, name: A, kind: product, {first}}}\n"
        f"  - {{id: b, name: B, kind: product, {second}}}\n"
    )
    words = "rewards › b › automatic: is never claimed: “A” costs no more"
    assert [one.startswith(words) for one in told(source)] == ([True] if warned else [])


def test_what_claims_itself_again_for_ever_is_told(plain_app: Flask) -> None:
    source = reward("automatic: true") + "vouchers: {expiry: points_back}\n"
    assert told(source) == [
        "rewards › r › automatic: "
        "claims itself again with the points that come back when it expires"
    ]


def test_a_reward_whose_last_day_is_over_is_told(plain_app: Flask) -> None:
    found = told(reward("to: 2026-11-27"))
    assert found == ["rewards › r › to: counts no more: its last day was Nov 27, 2026"]
    assert not told(reward("to: 2026-11-28"))
