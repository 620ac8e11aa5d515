"""earn_points: from an activity to the points of every rule that speaks of it.

Rounding and order (spine, rule 10): whole steps per rule; bonus = floor(base × (M − 1)) with
M = best multiplier × (1 + Σ(added − 1)) × tier, in exact fractions; budgets, limits and caps last.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import floor
from typing import Any

from ..activities.facts import WHOLE, Fact, Lot, Share
from ..activities.values import Activity
from ..programme.document import Programme
from ..programme.sections.earning import EarningRule, PerSpend
from ..standing.points import EARNED, born, give, monthly
from ..standing.values import Standing
from .basket import Basket
from .conditions import lines_paid, rules_about
from .fences import Fenced, fence

_NOTHING = Fraction(0)
_MULTIPLIED = ("per_spend", "per_item", "per_order", "per_visit")


@dataclass(frozen=True, slots=True)
class Earning:
    """What one rule pays before its fences; points."""

    rule: EarningRule
    points: int
    share: Share
    why: dict[str, Any]


def earn_points(programme: Programme, standing: Standing, activity: Activity) -> Iterator[Fact]:
    basket = Basket.of(activity)
    matching = _matching(programme, standing, activity, basket)
    base = [_base(rule, basket, lines) for rule, lines in matching if not rule.multiply]
    multipliers = _in_order([rule for rule, _ in matching if rule.multiply])
    bonuses = _multiplied([*multipliers, *_of_tier(programme, standing)], base, basket)
    lot = born(programme.points, activity.day)
    for earning in (*base, *bonuses):
        if not earning.points:
            continue
        fenced = fence(earning.rule, earning.points, standing, activity)
        if fenced.outcome:
            yield fenced.outcome
        if fenced.points:
            yield from _pay(standing, activity, earning, fenced, lot)


def _pay(
    standing: Standing, activity: Activity, earning: Earning, fenced: Fenced, lot: Lot
) -> Iterator[Fact]:
    why = {**earning.why, **fenced.why}
    if earning.rule.budget:
        why["from_budget"] = True
    yield from give(standing, lot, fenced.points, earning.rule.id, why, earning.share)
    yield monthly(EARNED, activity.day, fenced.points, earning.share)
    yield from fenced.tallies(earning.share)


def _matching(
    programme: Programme, standing: Standing, activity: Activity, basket: Basket
) -> list[tuple[EarningRule, tuple[int, ...]]]:
    """Rules that apply with their lines, highest priority first, until one says stop."""
    found = []
    for rule in rules_about(programme, activity):
        lines = lines_paid(rule, programme, standing, activity, basket)
        if lines is not None:
            found.append((rule, lines))
            if rule.stop:
                break
    return found


def _base(rule: EarningRule, basket: Basket, lines: tuple[int, ...]) -> Earning:
    if rule.per_spend:
        return _per_spend(rule, rule.per_spend, basket, lines)
    if rule.per_item:
        return _per_item(rule, rule.per_item.points, basket, lines)
    flat = rule.per_order or rule.per_visit or rule.bonus
    points = flat.points if flat else rule.points or 0
    goes_whole = rule.action or rule.per_visit
    share = WHOLE if goes_whole else _proportional(rule, basket, lines, points)
    return Earning(rule, points, share, {"form": rule.form})


def _per_spend(rule: EarningRule, per: PerSpend, basket: Basket, lines: tuple[int, ...]) -> Earning:
    worth = basket.worth(lines, rule.basis)
    steps = _steps(worth, per)
    points = steps * per.points
    why = {"form": "per_spend", "worth": worth, "every": per.every, "each": per.points}
    if per.round != "down":
        why["round"] = per.round
    return Earning(rule, points, _proportional(rule, basket, lines, points), why)


def _steps(worth: int, per: PerSpend) -> int:
    """Whole steps of an amount; half a step is nearest to the next one."""
    if worth <= 0:
        return 0
    if per.round == "up":
        return -(-worth // per.every)
    if per.round == "nearest":
        return (2 * worth + per.every) // (2 * per.every)
    return worth // per.every


def _per_item(rule: EarningRule, each: int, basket: Basket, lines: tuple[int, ...]) -> Earning:
    per_line = tuple(
        (i, basket.lines[i].quantity * each) for i in lines if basket.lines[i].quantity
    )
    points = sum(n for _, n in per_line)
    why = {"form": "per_item", "each": each, "items": points // each}
    return Earning(rule, points, Share(per_line=per_line), why)


def _proportional(rule: EarningRule, basket: Basket, lines: tuple[int, ...], points: int) -> Share:
    """Falls with the net of its lines, to nothing under the rule's minimum."""
    whole = len(lines) == len(basket.lines)
    return Share(
        uncapped=points,
        gross=basket.paid(lines),
        basis=basket.worth(lines, rule.basis),
        minimum=rule.lines.min or 0 if rule.lines else 0,
        order_minimum=rule.order.min or 0 if rule.order else 0,
        order_basis=basket.worth(basket.everything, rule.basis),
        lines=() if whole else lines,
    )


@dataclass(frozen=True, slots=True)
class Multiplier:
    """One that counts. `by`: what it multiplies all before it with, or adds to the best one."""

    rule: EarningRule
    form: str
    by: Fraction
    adds: bool = False


def _in_order(rules: list[EarningRule]) -> list[Multiplier]:
    """The best of those that compete, then those that add up."""
    competing = [rule for rule in rules if rule.combine == "best"]
    best = max(competing, key=lambda rule: rule.multiply or 0, default=None)
    adding = [rule for rule in rules if rule.combine == "add"]
    return [
        Multiplier(rule, "multiply", Fraction(rule.multiply), adds=rule is not best)
        for rule in ([best] if best else []) + adding
        if rule.multiply
    ]


def _of_tier(programme: Programme, standing: Standing) -> Iterator[Multiplier]:
    """What the tier of now brings, as a rule of its own that comes last."""
    level = programme.level(standing.tier)
    if level and level.multiply:
        yield _level_multiplier(level.id, str(level.multiply))


@lru_cache(maxsize=64)
def _level_multiplier(level: str, by: str) -> Multiplier:
    """`by` as it is written: 1.5 and 1.50 are equal, but the why of an outcome says which."""
    return Multiplier(EarningRule(id=level, multiply=Decimal(by)), "tier", Fraction(by))


def _multiplied(
    multipliers: list[Multiplier], base: list[Earning], basket: Basket
) -> Iterator[Earning]:
    """The bonus of each multiplier; together exactly floor(base × (M − 1))."""
    multiplied = [earning for earning in base if earning.rule.form in _MULTIPLIED]
    points = sum(earning.points for earning in multiplied)
    factor = best = Fraction(1)
    paid = 0
    for multiplier in multipliers:
        if multiplier.adds:
            factor += (multiplier.by - 1) * best
        else:
            factor *= multiplier.by
            best = factor
        bonus = floor(points * (factor - 1)) - paid
        paid += bonus
        why = {"form": multiplier.form, "base": points, "factor": str(multiplier.rule.multiply)}
        share = _share_of_bonus(multiplier.rule, multiplied, basket, bonus)
        yield Earning(multiplier.rule, bonus, share, why)


def _share_of_bonus(
    rule: EarningRule, multiplied: list[Earning], basket: Basket, bonus: int
) -> Share:
    """A bonus falls with the lines its base was paid for; to nothing under the minimum of its own
    rule, or where nothing of its base is left."""
    shares = [earning.share for earning in multiplied if earning.points]
    lines = tuple(sorted({line for share in shares for line in _lines_of(share, basket)}))
    if not lines:
        return Share(uncapped=bonus)
    own = _proportional(rule, basket, lines, bonus)
    of_lines = shares[0] if len(shares) == 1 else own
    of_order = max(own, min(shares, key=_order_minimum), key=_order_minimum)
    return own._replace(
        minimum=of_lines.minimum,
        basis=of_lines.basis,
        order_minimum=of_order.order_minimum,
        order_basis=of_order.order_basis,
    )


def _lines_of(share: Share, basket: Basket) -> tuple[int, ...]:
    """Indices of the lines that a base was paid for; none when it was paid for coming."""
    if share.per_line:
        return tuple(line for line, _ in share.per_line)
    return (share.lines or basket.everything) if share.gross else ()


def _order_minimum(share: Share) -> Fraction:
    """Which part of the order must stay."""
    return Fraction(share.order_minimum, share.order_basis) if share.order_minimum else _NOTHING
