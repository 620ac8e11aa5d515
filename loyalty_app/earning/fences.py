"""Limits, budgets and caps: how much of an earning is paid, and why not all.

A limit refuses and says so; a budget and a cap pay the part that fits.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ..activities.facts import WHOLE, Fact, Outcome, OutcomeKind, Share, Tally
from ..activities.values import Activity
from ..programme.calendar import bucket_of
from ..programme.sections.earning import EarningRule
from ..standing.values import Standing


@dataclass(frozen=True, slots=True)
class Fenced:
    """What is paid (points), why less, and what must be counted if it is."""

    points: int
    why: dict[str, Any] = field(default_factory=dict)
    outcome: Outcome | None = None
    counted: tuple[tuple[str, str, int], ...] = ()

    def tallies(self, share: Share) -> Iterator[Fact]:
        """Times are given back with the whole sale, points with the share that was taken."""
        for subject, bucket, n in self.counted:
            yield Tally(subject, bucket, n, WHOLE if subject.startswith("times:") else share)


def fence(rule: EarningRule, points: int, standing: Standing, activity: Activity) -> Fenced:
    counted: list[tuple[str, str, int]] = []
    if rule.limit:
        subject, bucket = f"times:{rule.id}", bucket_of(activity.day, rule.limit.per)
        if standing.count(subject, bucket) >= rule.limit.times:
            why = {"limit": rule.limit.times, "per": rule.limit.per}
            return _limited(rule, why)
        counted.append((subject, bucket, 1))
    fits, why = _fitting(rule, points, standing, activity)
    if not fits:
        return _limited(rule, why)
    if rule.cap and rule.cap.per != "purchase":
        counted.append((f"points:{rule.id}", bucket_of(activity.day, rule.cap.per), fits))
    return Fenced(fits, why, counted=tuple(counted))


def _fitting(
    rule: EarningRule, points: int, standing: Standing, activity: Activity
) -> tuple[int, dict[str, Any]]:
    fits, why = points, dict[str, Any]()
    if rule.budget:
        left = activity.budgets.get(rule.id, rule.budget.points)
        if left < fits:
            fits, why = left, {"uncapped": points, "budget": rule.budget.points}
    if rule.cap:
        left = rule.cap.points - _already_paid(rule, standing, activity)
        if left < fits:
            fits, why = left, {"uncapped": points, "cap": rule.cap.points, "per": rule.cap.per}
    return max(fits, 0), why


def _already_paid(rule: EarningRule, standing: Standing, activity: Activity) -> int:
    if rule.cap is None or rule.cap.per == "purchase":
        return 0
    return standing.count(f"points:{rule.id}", bucket_of(activity.day, rule.cap.per))


def _limited(rule: EarningRule, why: dict[str, Any]) -> Fenced:
    return Fenced(0, outcome=Outcome(OutcomeKind.POINTS_LIMITED, rule.id, why=why))
