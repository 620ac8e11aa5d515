"""Whether a rule speaks of an activity at all."""

from ..activities.values import Activity, Kind
from ..programme.document import Programme
from ..programme.sections.earning import EarningRule
from ..standing.conditions import holds
from ..standing.values import Standing
from .basket import Basket


def applies(
    rule: EarningRule,
    programme: Programme,
    standing: Standing,
    activity: Activity,
    basket: Basket,
    lines: tuple[int, ...],
) -> bool:
    return (
        _is_about(rule, activity, lines)
        and holds(rule.when, programme, standing, activity)
        and (rule.order is None or rule.order.holds(basket.worth(basket.everything, rule.basis)))
        and (rule.lines is None or rule.lines.holds(basket.worth(lines, rule.basis)))
    )


def _is_about(rule: EarningRule, activity: Activity, lines: tuple[int, ...]) -> bool:
    if rule.action:
        return activity.kind is Kind.ACTION and activity.action == rule.action
    if rule.per_visit:
        return activity.kind in (Kind.PURCHASE, Kind.VISIT)
    return activity.kind is Kind.PURCHASE and activity.amount > 0 and bool(lines)
