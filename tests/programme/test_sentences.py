"""Whatever a document says can be read in its sentences: every single setting."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from flask import Flask
from pydantic import BaseModel

from loyalty_app.programme.differences import differences
from loyalty_app.programme.document import Programme
from loyalty_app.programme.reading import read_programme
from loyalty_app.programme.sentences import sentences

from ..factories import preset

HEAD = """
name: {it: Prova, en: Trial}
currency: EUR
time_zone: Europe/Rome
"""
BASE = "{id: base, per_spend: {points: 1, every: 1.00}}"
PRIZE = "{id: prize, name: A coffee, kind: product, points: 9}"
TWO_REWARDS = f"rewards: [{PRIZE}, {{id: other, name: A tea, kind: product, points: 9}}]"


def rule(settings: str) -> str:
    return f"earning: [{{id: r, {settings}}}]\nrewards: [{PRIZE}]"


def when(settings: str) -> str:
    return rule(f"per_visit: {{points: 1}}, when: {{{settings}}}")


def only(settings: str) -> str:
    return rule(f"per_item: {{points: 1}}, only: {{{settings}}}")


def card(settings: str) -> str:
    return f"stamp_cards: [{{{settings}}}]\n{TWO_REWARDS}"


def two_cards(settings: str) -> str:
    plain = "name: C, stamps: 9, per_visit: true, prize: prize"
    return f"stamp_cards: [{{id: c, {plain}}}, {{id: d, {plain}{settings}}}]\n{TWO_REWARDS}"


def reward(settings: str) -> str:
    return f"rewards: [{{id: r, name: A coffee, kind: product, {settings}}}]"


def discount(settings: str) -> str:
    return f"rewards: [{{id: r, name: Less, kind: discount, points: 9, {settings}}}]"


def paying(settings: str) -> str:
    return f"pay_with_points: {{points: 100, worth: 1.00{settings and ', '}{settings}}}"


def occasion(settings: str) -> str:
    return f"gifts: {{occasions: [{{id: g, {settings}}}]}}\n{TWO_REWARDS}"


def survey(settings: str = "", kind: str = "nps", on: str = "on: purchase", id: str = "v") -> str:
    settings = settings and f", {settings}"
    name = "" if "name:" in settings else ", name: Visit"
    question = "" if " question:" in settings.split("follow_up")[0] else ", question: How was it?"
    entry = f"{{id: {id}{name}{question}, kind: {kind}, when: {{{on}}}{settings}}}"
    return f"{level()}\nsurveys: [{entry}]"


def chosen(settings: str) -> str:
    return survey(f"options: {{a: A, b: B}}{settings}", kind="single")


def feedback(settings: str) -> str:
    return f"{survey()}\nfeedback: {{{settings}}}"


OWN_BANDS = "bands: {good: [8, 10], middle: [5, 7], bad: [0, 4]}"


def counter(settings: str) -> str:
    return f"counter: {{{settings}}}\n"


def alone(settings: str) -> str:
    return counter(f"limits: {{{settings}}}")


def invitations(settings: str = "") -> str:
    said = {"friend": "{points: 5}", "inviter": "{points: 5}"}
    more = dict(re.findall(r"(\w+): ({.*?}|[^,]+)", settings))
    both = ", ".join(f"{name}: {value}" for name, value in (said | more).items())
    return f"invitations: {{{both}}}\n{TWO_REWARDS}"


def by_hand(settings: str) -> str:
    return f"gifts: {{by_hand: {{{settings}}}}}\n{TWO_REWARDS}"


def challenge(settings: str, more: str = "points: 5") -> str:
    badges = "[{id: x, name: X, given_by: cashier}, {id: y, name: Y, given_by: cashier}]"
    first = "{id: first, name: First, count: visits, target: 1, points: 1}"
    actions = "[{id: a, action: a, points: 1}, {id: b, action: b, points: 1}]"
    return (
        f"challenges: [{first}, {{id: c, name: C, {settings}, {more}}}]\nbadges: {badges}\n"
        f"{TWO_REWARDS}\nearning: {actions}"
    )


def visits(settings: str) -> str:
    return challenge(f"count: visits, target: 3{settings and ', '}{settings}")


def badge(settings: str = "", id: str = "z", way: str = "visits: 5") -> str:
    settings = settings and f", {settings}"
    name = "" if "name:" in settings else ", name: Z"
    return f"{level()}\nbadges: [{{id: {id}{name}, {way}{settings}}}]"


def holiday(first: str = "2026-08-10", last: str = "2026-08-23") -> str:
    return f"holidays: [{{from: {first}, to: {last}}}]"


def points(settings: str) -> str:
    return f"points: {{{settings}}}"


def expiry(settings: str) -> str:
    return points(f"expiry: {{{settings}}}")


def level(settings: str = "from: 50", name: str = "Silver") -> str:
    other = "{id: other, name: A tea, kind: product, points: 9}"
    levels = f"[{{id: low, name: Low, from: 0}}, {{id: s, name: {name}, {settings}}}]"
    return f"rewards: [{PRIZE}, {other}]\ntiers:\n  levels: {levels}"


def tiers(settings: str) -> str:
    return f"{level()}\n  {settings}"


# The two values of each setting, in documents that are otherwise the same.
CHANGES: dict[str, tuple[str, str]] = {
    "Programme.name": ("", "name: {it: Altra, en: Trial}"),
    "Programme.currency": ("", "currency: CHF"),
    "Programme.time_zone": ("", "time_zone: Europe/Zurich"),
    "Programme.country": ("", "country: CH"),
    "Programme.languages": ("", "languages: [en, it]"),
    "Programme.colour": ("", 'colour: "#112233"'),
    "Programme.categories": ("", "categories: {coffee: {it: Caffè, en: Coffee}}"),
    "Programme.points": ("", points("pending_days: 3")),
    "Programme.earning": ("", f"earning: [{BASE}]"),
    "Programme.stamp_cards": (
        card("id: c, name: C, stamps: 9, per_visit: true, prize: prize"),
        card("id: d, name: C, stamps: 9, per_visit: true, prize: prize"),
    ),
    "Programme.rewards": ("", f"rewards: [{PRIZE}]"),
    "Programme.vouchers": ("", "vouchers: {expiry: points_back}"),
    "Programme.pay_with_points": ("", paying("")),
    "Programme.surveys": (level(), survey()),
    "Programme.feedback": (survey(), feedback("rest_days: 5")),
    "Survey.id": (survey(), survey(id="w")),
    "Survey.name": (survey("name: {it: A, en: B}"), survey("name: {it: C, en: B}")),
    "Survey.kind": (survey(), survey(kind="ces")),
    "Survey.question": (survey("question: {it: A, en: B}"), survey("question: {it: C, en: B}")),
    "Survey.options": (chosen(""), chosen("").replace("b: B", "b: C")),
    "Survey.bands": (survey("bands: lenient"), survey(OWN_BANDS)),
    "Survey.follow_up": (survey(), survey("follow_up: {question: Why?}")),
    "Survey.when": (survey(on="on: joining"), survey(on="on: link")),
    "Survey.thanks": (survey(), survey("thanks: 5")),
    "Survey.anonymous": (survey(), survey("anonymous: true")),
    "Bands.good": (survey(OWN_BANDS), survey(OWN_BANDS.replace("8", "9").replace("7", "8"))),
    "Bands.middle": (survey(OWN_BANDS), survey(OWN_BANDS.replace("7", "8").replace("[8", "[9"))),
    "Bands.bad": (survey(OWN_BANDS), survey(OWN_BANDS.replace("5", "6").replace("4", "5"))),
    "FollowUp.question": (
        survey("follow_up: {question: {it: A, en: B}}"),
        survey("follow_up: {question: {it: C, en: B}}"),
    ),
    "FollowUp.at_most": (
        survey("follow_up: {question: Why?, at_most: 6}"),
        survey("follow_up: {question: Why?, at_most: 5}"),
    ),
    "FollowUp.chosen": (
        chosen(", follow_up: {question: Why?, chosen: a}"),
        chosen(", follow_up: {question: Why?, chosen: b}"),
    ),
    "AfterPurchase.on": (survey(), survey(on="on: joining")),
    "AfterPurchase.hours": (survey(), survey(on="on: purchase, hours: 5")),
    "AfterPurchase.one_in": (survey(), survey(on="on: purchase, one_in: 5")),
    "AfterJoining.on": (survey(on="on: joining"), survey(on="on: link")),
    "AfterJoining.days": (survey(on="on: joining"), survey(on="on: joining, days: 5")),
    "AtTier.on": (survey(on="on: tier, tier: s"), survey(on="on: link")),
    "AtTier.tier": (survey(on="on: tier, tier: s"), survey(on="on: tier, tier: low")),
    "EveryDays.on": (survey(on="on: interval, days: 30"), survey(on="on: link, days: 30")),
    "EveryDays.days": (survey(on="on: interval, days: 30"), survey(on="on: interval, days: 31")),
    "ByLink.on": (survey(on="on: link"), survey()),
    "ByLink.days": (survey(on="on: link"), survey(on="on: link, days: 5")),
    "Feedback.rest_days": (survey(), feedback("rest_days: 5")),
    "Feedback.answer_hours": (survey(), feedback("answer_hours: 5")),
    "Feedback.again_days": (survey(), feedback("again_days: 5")),
    "Feedback.by_staff": (survey(), feedback("by_staff: true")),
    "Feedback.replies": (survey(), feedback("replies: [{id: r, name: R, words: Sorry}]")),
    "Reply.id": (
        feedback("replies: [{id: r, name: R, words: Sorry}]"),
        feedback("replies: [{id: s, name: R, words: Sorry}]"),
    ),
    "Reply.name": (
        feedback("replies: [{id: r, name: {it: A, en: B}, words: Sorry}]"),
        feedback("replies: [{id: r, name: {it: C, en: B}, words: Sorry}]"),
    ),
    "Reply.words": (
        feedback("replies: [{id: r, name: R, words: {it: A, en: B}}]"),
        feedback("replies: [{id: r, name: R, words: {it: C, en: B}}]"),
    ),
    "Programme.gifts": (TWO_REWARDS, occasion("on: joining, points: 1")),
    "Points.pending_days": (points("pending_days: 3"), points("pending_days: 4")),
    "Points.expiry": ("", points("expiry: {kind: rolling, months: 12}")),
    "Points.cost": ("", points("cost: 0.015")),
    "NoExpiry.kind": ("", points("expiry: {kind: rolling, months: 12}")),
    "RollingExpiry.kind": (points("expiry: {kind: rolling, months: 12}"), ""),
    "RollingExpiry.months": (
        points("expiry: {kind: rolling, months: 12}"),
        points("expiry: {kind: rolling, months: 13}"),
    ),
    "RollingExpiry.round_up_to": (
        points("expiry: {kind: rolling, months: 12}"),
        points("expiry: {kind: rolling, months: 12, round_up_to: month}"),
    ),
    "CalendarExpiry.kind": (expiry("kind: calendar"), expiry("kind: none")),
    "CalendarExpiry.last_days": (
        expiry("kind: calendar"),
        expiry("kind: calendar, last_days: [06-30, 12-31]"),
    ),
    "CalendarExpiry.at_least_months": (
        expiry("kind: calendar"),
        expiry("kind: calendar, at_least_months: 2"),
    ),
    "InactivityExpiry.kind": (
        expiry("kind: inactivity, months: 2"),
        expiry("kind: rolling, months: 2"),
    ),
    "InactivityExpiry.months": (
        expiry("kind: inactivity, months: 2"),
        expiry("kind: inactivity, months: 3"),
    ),
    "Programme.tiers": (f"rewards: [{PRIZE}]", level()),
    "Tiers.measure": (tiers("measure: visits"), tiers("measure: points_earned")),
    "Tiers.over": (tiers("over: calendar_year"), tiers("over: rolling_year")),
    "Tiers.levels": (level("from: 50"), level("from: 51")),
    "Tiers.downgrade": (tiers("downgrade: {kind: none}"), tiers("measure: points_earned")),
    "Downgrade.kind": (
        tiers("downgrade: {kind: deserved}"),
        tiers("downgrade: {kind: one_level}"),
    ),
    "Downgrade.grace_days": (
        tiers("downgrade: {grace_days: 3}"),
        tiers("downgrade: {grace_days: 4}"),
    ),
    "Level.id": (level(), level().replace("id: s", "id: t")),
    "Level.name": (level(name="{it: A, en: B}"), level(name="{it: C, en: B}")),
    "Level.start": (level("from: 50"), level("from: 51")),
    "Level.multiply": (level("from: 50"), level("from: 50, multiply: 1.5")),
    "Level.prize": (level("from: 50, prize: prize"), level("from: 50, prize: other")),
    "Level.benefits": (
        level("from: 50, benefits: [{it: A, en: B}]"),
        level("from: 50, benefits: [{it: C, en: B}]"),
    ),
    "EarningRule.id": (f"earning: [{BASE}]", f"earning: [{BASE.replace('base', 'other')}]"),
    "EarningRule.name": (
        rule("name: {it: A, en: B}, per_visit: {points: 1}"),
        rule("name: {it: C, en: B}, per_visit: {points: 1}"),
    ),
    "EarningRule.per_spend": (
        rule("per_spend: {points: 1, every: 1.00}"),
        rule("per_visit: {points: 1}"),
    ),
    "EarningRule.per_item": (rule("per_item: {points: 1}"), rule("per_item: {points: 2}")),
    "EarningRule.per_order": (rule("per_order: {points: 1}"), rule("per_order: {points: 2}")),
    "EarningRule.per_visit": (rule("per_visit: {points: 1}"), rule("per_visit: {points: 2}")),
    "EarningRule.action": (rule("action: a, points: 1"), rule("action: b, points: 1")),
    "EarningRule.points": (rule("action: a, points: 1"), rule("action: a, points: 2")),
    "EarningRule.multiply": (rule("multiply: 2"), rule("multiply: 2.125")),
    "EarningRule.combine": (rule("multiply: 2"), rule("multiply: 2, combine: add")),
    "EarningRule.bonus": (rule("bonus: {points: 1}"), rule("bonus: {points: 2}")),
    "EarningRule.only": (only("sku: [a]"), only("sku: [b]")),
    "EarningRule.exclude": (
        rule("per_item: {points: 1}, except: {sku: [a]}"),
        rule("per_item: {points: 1}, only: {sku: [a]}"),
    ),
    "EarningRule.when": (rule("per_visit: {points: 1}"), when("first_purchase: null, shops: [a]")),
    "EarningRule.order": (
        rule("bonus: {points: 1}, order: {min: 1.00}"),
        rule("bonus: {points: 1}, lines: {min: 1.00}"),
    ),
    "EarningRule.lines": (
        rule("bonus: {points: 1}, lines: {min: 1.00}"),
        rule("bonus: {points: 1}, lines: {min: 2.00}"),
    ),
    "EarningRule.basis": (
        rule("per_spend: {points: 1, every: 1.00}"),
        rule("per_spend: {points: 1, every: 1.00}, basis: {tax: excluded}"),
    ),
    "EarningRule.limit": (
        rule("per_visit: {points: 1}"),
        rule("per_visit: {points: 1}, limit: {times: 1, per: day}"),
    ),
    "EarningRule.cap": (
        rule("per_visit: {points: 1}"),
        rule("per_visit: {points: 1}, cap: {points: 1, per: day}"),
    ),
    "EarningRule.budget": (
        rule("per_visit: {points: 1}, budget: {points: 10}"),
        rule("per_visit: {points: 1}, budget: {points: 11}"),
    ),
    "EarningRule.priority": (
        rule("per_visit: {points: 1}"),
        rule("per_visit: {points: 1}, priority: -1"),
    ),
    "EarningRule.stop": (
        rule("per_visit: {points: 1}"),
        rule("per_visit: {points: 1}, stop: true"),
    ),
    "PerSpend.points": (
        rule("per_spend: {points: 1, every: 1.00}"),
        rule("per_spend: {points: 2, every: 1.00}"),
    ),
    "PerSpend.every": (
        rule("per_spend: {points: 1, every: 1.00}"),
        rule("per_spend: {points: 1, every: 1.01}"),
    ),
    "PerSpend.round": (
        rule("per_spend: {points: 1, every: 1.00, round: up}"),
        rule("per_spend: {points: 1, every: 1.00, round: nearest}"),
    ),
    "Flat.points": (rule("per_item: {points: 1}"), rule("per_item: {points: 2}")),
    "Only.category": (only("category: [a]"), only("category: [a, b]")),
    "Only.sku": (only("sku: [a]"), only("category: [a]")),
    "Only.label": (only("label: {origin: [a]}"), only("label: {roast: [a]}")),
    "Only.delivery": (only("delivery: true"), only("delivery: false")),
    "When.weekdays": (when("weekdays: [mon, tue, wed]"), when("weekdays: [mon, tue, thu]")),
    "When.between": (when('between: ["07:00", "09:00"]'), when('between: ["07:00", "09:30"]')),
    "When.first_day": (when("from: 2026-01-01"), when("from: 2026-01-02")),
    "When.last_day": (when("to: 2026-01-01"), when("from: 2026-01-01")),
    "When.shops": (when("shops: [a]"), when("shops: [a, b]")),
    "When.channels": (when("channels: [web]"), when("channels: [web, phone]")),
    "When.tiers": (
        f"{level()}\nearning: [{{id: r, per_visit: {{points: 1}}, when: {{tiers: [s]}}}}]",
        f"{level()}\nearning: [{{id: r, per_visit: {{points: 1}}, when: {{tiers: [low]}}}}]",
    ),
    "When.first_purchase": (
        rule("bonus: {points: 1}"),
        rule("bonus: {points: 1}, when: {first_purchase: true}"),
    ),
    "Between.min": (
        rule("bonus: {points: 1}, order: {min: 1.00}"),
        rule("bonus: {points: 1}, order: {min: 1.00, max: 2.00}"),
    ),
    "Between.max": (
        rule("bonus: {points: 1}, order: {max: 1.00}"),
        rule("bonus: {points: 1}, order: {max: 2.00}"),
    ),
    "Limit.times": (
        rule("per_visit: {points: 1}, limit: {times: 1, per: ever}"),
        rule("per_visit: {points: 1}, limit: {times: 2, per: ever}"),
    ),
    "Limit.per": (
        rule("per_visit: {points: 1}, limit: {times: 1, per: week}"),
        rule("per_visit: {points: 1}, limit: {times: 1, per: month}"),
    ),
    "Cap.points": (
        rule("per_visit: {points: 1}, cap: {points: 1, per: purchase}"),
        rule("per_visit: {points: 1}, cap: {points: 2, per: purchase}"),
    ),
    "Cap.per": (
        rule("per_visit: {points: 1}, cap: {points: 1, per: day}"),
        rule("per_visit: {points: 1}, cap: {points: 1, per: month}"),
    ),
    "Basis.tax": (
        rule("per_spend: {points: 1, every: 1.00}"),
        rule("per_spend: {points: 1, every: 1.00}, basis: {tax: excluded}"),
    ),
    "Basis.discount": (
        rule("per_spend: {points: 1, every: 1.00}"),
        rule("per_spend: {points: 1, every: 1.00}, basis: {discount: before}"),
    ),
    "StampCard.id": (
        card("id: c, name: C, stamps: 9, per_visit: true, prize: prize"),
        card("id: d, name: C, stamps: 9, per_visit: true, prize: prize"),
    ),
    "StampCard.name": (
        card("id: c, name: {it: A, en: B}, stamps: 9, per_visit: true, prize: prize"),
        card("id: c, name: {it: C, en: B}, stamps: 9, per_visit: true, prize: prize"),
    ),
    "StampCard.stamps": (
        card("id: c, name: C, stamps: 9, per_visit: true, prize: prize"),
        card("id: c, name: C, stamps: 8, per_visit: true, prize: prize"),
    ),
    "StampCard.per_visit": (
        card("id: c, name: C, stamps: 9, per_visit: true, prize: prize"),
        card("id: c, name: C, stamps: 9, per_item: {sku: [a]}, prize: prize"),
    ),
    "StampCard.per_item": (
        card("id: c, name: C, stamps: 9, per_item: {sku: [a]}, prize: prize"),
        card("id: c, name: C, stamps: 9, per_item: {sku: [b]}, prize: prize"),
    ),
    "StampCard.prize": (
        card("id: c, name: C, stamps: 9, per_visit: true, prize: prize"),
        card("id: c, name: C, stamps: 9, per_visit: true, prize: other"),
    ),
    "StampCard.per_spend": (
        card("id: c, name: C, stamps: 9, per_spend: 10.00, prize: prize"),
        card("id: c, name: C, stamps: 9, per_spend: 20.00, prize: prize"),
    ),
    "StampCard.max_per_purchase": (
        card("id: c, name: C, stamps: 9, per_visit: true, prize: prize"),
        card("id: c, name: C, stamps: 9, per_visit: true, prize: prize, max_per_purchase: 2"),
    ),
    "StampCard.max_per_day": (
        card("id: c, name: C, stamps: 9, per_visit: true, prize: prize"),
        card("id: c, name: C, stamps: 9, per_visit: true, prize: prize, max_per_day: 2"),
    ),
    "StampCard.idle_months": (
        card("id: c, name: C, stamps: 9, per_visit: true, prize: prize"),
        card("id: c, name: C, stamps: 9, per_visit: true, prize: prize, idle_months: 6"),
    ),
    "StampCard.replaces": (two_cards(""), two_cards(", replaces: c")),
    "Reward.id": (reward("points: 1"), f"rewards: [{PRIZE.replace('9', '1')}]"),
    "Reward.name": (reward("points: 1"), reward("points: 1").replace("A coffee", "A tea")),
    "Reward.description": (
        reward("points: 1, description: {it: A, en: B}"),
        reward("points: 1, description: {it: C, en: B}"),
    ),
    "Reward.points": (reward("points: 1"), reward("points: 2")),
    "Reward.valid_days": (reward("points: 1, valid_days: 1"), reward("points: 1, valid_days: 2")),
    "Reward.stock": (reward("points: 1"), reward("points: 1, stock: 0")),
    "Reward.tiers": (
        level().replace("points: 9}]", "points: 9, tiers: [s]}]"),
        level().replace("points: 9}]", "points: 9, tiers: [low, s]}]"),
    ),
    "Reward.limit": (reward("points: 1"), reward("points: 1, limit: {times: 1, per: day}")),
    "Reward.automatic": (reward("points: 1"), reward("points: 1, automatic: true")),
    "Reward.kind": (reward("points: 1"), reward("points: 1").replace("product", "service")),
    "Reward.amount": (discount("amount: 5.00"), discount("amount: 6.00")),
    "Reward.percent": (discount("percent: 5"), discount("percent: 6")),
    "Reward.at_most": (discount("percent: 5"), discount("percent: 5, at_most: 9.00")),
    "Reward.valid_until": (reward("points: 1"), reward("points: 1, valid_until: 2026-12-31")),
    "Reward.shops": (reward("points: 1"), reward("points: 1, shops: [centre]")),
    "Reward.first_day": (reward("points: 1"), reward("points: 1, from: 2026-12-01")),
    "Reward.last_day": (reward("points: 1"), reward("points: 1, to: 2026-12-01")),
    "Reward.early": (
        level().replace("points: 9}]", "points: 9, from: 2026-12-01}]"),
        level().replace("points: 9}]", "points: 9, from: 2026-12-01, early: {s: 2026-11-01}}]"),
    ),
    "Vouchers.cancel": ("", "vouchers: {cancel: never}"),
    "Vouchers.expiry": (
        "vouchers: {cancel: never}",
        "vouchers: {cancel: never, expiry: points_back}",
    ),
    "Paying.points": (paying(""), paying("").replace("100", "50")),
    "Paying.worth": (paying(""), paying("").replace("1.00", "2.00")),
    "Paying.at_least": (paying(""), paying("at_least: 200")),
    "Paying.at_most": (paying(""), paying("at_most: 50")),
    "Gifts.occasions": (occasion("on: joining, points: 1"), TWO_REWARDS),
    "Gifts.by_hand": (by_hand("rewards: [prize], monthly: 1"), TWO_REWARDS),
    "OccasionGift.id": (
        occasion("on: joining, points: 1"),
        occasion("on: joining, points: 1").replace("id: g", "id: h"),
    ),
    "OccasionGift.name": (
        occasion("on: joining, points: 1, name: {it: A, en: B}"),
        occasion("on: joining, points: 1, name: {it: C, en: B}"),
    ),
    "OccasionGift.on": (
        occasion("on: joining, points: 1"),
        occasion("on: birthday, points: 1"),
    ),
    "OccasionGift.prize": (
        occasion("on: joining, prize: prize"),
        occasion("on: joining, prize: other"),
    ),
    "OccasionGift.points": (
        occasion("on: joining, prize: prize"),
        occasion("on: joining, prize: prize, points: 1"),
    ),
    "ByHand.rewards": (
        by_hand("rewards: [prize], monthly: 1"),
        by_hand("rewards: [prize, other], monthly: 1"),
    ),
    "ByHand.monthly": (
        by_hand("rewards: [prize], monthly: 1"),
        by_hand("rewards: [prize], monthly: 2"),
    ),
    "ByHand.by": (
        by_hand("rewards: [prize], monthly: 1"),
        by_hand("rewards: [prize], monthly: 1, by: cashier"),
    ),
    "Programme.challenges": (TWO_REWARDS, challenge("count: visits, target: 3")),
    "Programme.badges": (level(), badge()),
    "Programme.holidays": ("", holiday()),
    "Holiday.first_day": (holiday(), holiday(first="2026-08-11")),
    "Holiday.last_day": (holiday(), holiday(last="2026-08-24")),
    "Challenge.id": (visits(""), visits("").replace("id: c,", "id: d,")),
    "Challenge.name": (visits(""), visits("").replace("name: C,", "name: D,")),
    "Challenge.description": (
        visits("description: {it: A, en: B}"),
        visits("description: {it: C, en: B}"),
    ),
    "Challenge.count": (visits(""), challenge("count: purchases, target: 3")),
    "Challenge.target": (visits(""), challenge("count: visits, target: 4")),
    "Challenge.per": (visits("per: week"), visits("per: month")),
    "Challenge.freezes": (
        challenge("count: days, target: 3, freezes: 1"),
        challenge("count: days, target: 3, freezes: 2"),
    ),
    "Challenge.only": (
        challenge("count: items, target: 3, only: {category: [a]}"),
        challenge("count: items, target: 3, only: {category: [b]}"),
    ),
    "Challenge.action": (
        challenge("count: actions, target: 3, action: a"),
        challenge("count: actions, target: 3, action: b"),
    ),
    "Challenge.order": (
        challenge("count: purchases, target: 3, order: {min: 1.00}"),
        challenge("count: purchases, target: 3, order: {min: 2.00}"),
    ),
    "Challenge.when": (visits("when: {weekdays: [mon]}"), visits("when: {weekdays: [tue]}")),
    "Challenge.after": (visits(""), visits("after: first")),
    "Challenge.opt_in": (visits(""), visits("opt_in: true")),
    "Challenge.together": (visits(""), visits("together: true")),
    "Challenge.points": (visits(""), challenge("count: visits, target: 3", "points: 6")),
    "Challenge.prize": (visits("prize: prize"), visits("prize: other")),
    "Challenge.badge": (visits("badge: x"), visits("badge: y")),
    "Badge.id": (badge(), badge(id="q")),
    "Badge.name": (badge("name: {it: A, en: B}"), badge("name: {it: C, en: B}")),
    "Badge.description": (
        badge("description: {it: A, en: B}"),
        badge("description: {it: C, en: B}"),
    ),
    "Badge.shape": (badge(), badge("shape: shield")),
    "Badge.rarity": (badge(), badge("rarity: rare")),
    "Badge.icon": (badge(), badge("icon: sun")),
    "Badge.secret": (badge(), badge("secret: true")),
    "Badge.visits": (badge(), badge(way="visits: 6")),
    "Badge.purchases": (badge(way="purchases: 5"), badge(way="purchases: 6")),
    "Badge.years": (badge(way="years: 1"), badge(way="years: 5")),
    "Badge.tier": (badge(), badge(way="tier: s")),
    "Badge.given_by": (badge(way="given_by: cashier"), badge(way="given_by: manager")),
    "Programme.invitations": (TWO_REWARDS, invitations()),
    "Thanks.points": (invitations(), invitations("friend: {points: 6}")),
    "Thanks.prize": (invitations("friend: {prize: prize}"), invitations("friend: {prize: other}")),
    "Invitations.friend": (invitations(), invitations("friend: {points: 6}")),
    "Invitations.inviter": (invitations(), invitations("inviter: {points: 6, prize: prize}")),
    "Invitations.on": (invitations("on: joining"), invitations("on: second_visit")),
    "Invitations.least": (invitations(), invitations("least: 5.00")),
    "Invitations.within_days": (invitations(), invitations("within_days: 31")),
    "Invitations.hold_days": (invitations(), invitations("hold_days: 14")),
    "Invitations.monthly": (invitations(), invitations("monthly: 11")),
    "Invitations.review_days": (invitations(), invitations("review_days: 8")),
    "Programme.counter": (counter(""), counter("undo_minutes: 5")),
    "Counter.undo_minutes": (counter("undo_minutes: 5"), counter("undo_minutes: 6")),
    "Counter.slip_hours": (counter("slip_hours: 5"), counter("slip_hours: 6")),
    "Counter.lock_minutes": (counter("lock_minutes: 5"), counter("lock_minutes: 6")),
    "Counter.limits": (counter(""), alone("cashier: {points: 5}")),
    "Limits.cashier": (alone("cashier: {points: 5}"), alone("manager: {points: 5}")),
    "Limits.manager": (alone("manager: {points: 5}"), alone("")),
    "RoleLimits.purchase": (
        alone("cashier: {purchase: 5.00}"),
        alone("cashier: {purchase: 5.01}"),
    ),
    "RoleLimits.points": (alone("cashier: {points: 5}"), alone("cashier: {points: 6}")),
    "RoleLimits.gift": (alone("cashier: {gift: 5}"), alone("cashier: {gift: 6}")),
    "Counter.paper_stamps": (counter(""), counter("paper_stamps: {most: 5}")),
    "PaperStamps.most": (
        counter("paper_stamps: {most: 5}"),
        counter("paper_stamps: {most: 6}"),
    ),
    "PaperStamps.by": (
        counter("paper_stamps: {most: 5}"),
        counter("paper_stamps: {most: 5, by: cashier}"),
    ),
}


def sections(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield model
    for field in model.model_fields.values():
        for part in parts(field.annotation):
            yield from sections(part)


def parts(annotation: Any) -> Iterator[type[BaseModel]]:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from parts(argument)


def document(settings: str) -> Programme:
    said = {line.split(":")[0] for line in settings.splitlines()}
    head = [line for line in HEAD.strip().splitlines() if line.split(":")[0] not in said]
    return read_programme("\n".join([*head, settings]))


def test_every_setting_of_every_section_is_tried() -> None:
    settings = {f"{m.__name__}.{name}" for m in sections(Programme) for name in m.model_fields}
    assert settings == CHANGES.keys()


@pytest.mark.parametrize("setting", CHANGES)
def test_a_change_of_any_setting_changes_a_sentence(plain_app: Flask, setting: str) -> None:
    before, after = (document(text) for text in CHANGES[setting])
    assert before != after
    assert sentences(before) != sentences(after)
    assert differences(before, after)
    assert not differences(before, before)


def test_the_cafes_rules_read_as_sentences(plain_app: Flask) -> None:
    said = {s.id: (s.text, s.more) for c in sentences(preset("cafe")) for s in c.sentences if s.id}
    assert said["base"] == ("1 point for every €1.00", ())
    assert said["morning"] == (
        "×2 on the points of a purchase",
        ("in Italian “Mattino d'oro”", "on Monday–Friday", "from 06:00 to 09:00"),
    )
    assert said["own-cup"][1][1] == "at most 3 times a day, each member"
    assert said["coffee"] == (
        "A stamp for each item of category coffee",
        ("in Italian “Dieci caffè”", "10 stamps fill it", "the prize: A coffee"),
    )


def test_where_a_rule_stops_others_their_order_is_told(plain_app: Flask) -> None:
    visit = "per_visit: {points: 1}, stop: true"
    first = document(f"earning: [{{id: a, {visit}}}, {{id: b, {visit}}}]")
    second = document(f"earning: [{{id: b, {visit}}}, {{id: a, {visit}}}]")
    said = {sentence.text for chapter in sentences(second) for sentence in chapter.sentences}
    assert "Rules are looked at in this order: b, a." in said
    assert differences(first, second)
