"""Whether a rule speaks of an activity at all, and of which lines."""

from ..activities.values import Activity, Kind
from ..programme.document import Programme
from ..programme.sections.earning import EarningRule
from ..standing.conditions import holds
from ..standing.values import Standing
from .basket import Basket


def rules_about(programme: Programme, activity: Activity) -> tuple[EarningRule, ...]:
    """Those whose form may pay for such an activity, highest priority first."""
    if activity.kind is Kind.PURCHASE:
        return programme.purchase_rules
    if activity.kind is Kind.VISIT:
        return programme.visit_rules
    return programme.action_rules[activity.action] if activity.kind is Kind.ACTION else ()


def lines_paid(
    rule: EarningRule,
    programme: Programme,
    standing: Standing,
    activity: Activity,
    basket: Basket,
) -> tuple[int, ...] | None:
    """Indices of the lines the rule speaks of; None where it does not apply."""
    if not holds(rule.when, programme, standing, activity):
        return None
    lines = basket.matching(rule)
    if not (rule.action or rule.per_visit or (lines and activity.amount > 0)):
        return None
    if rule.order and not rule.order.holds(basket.worth(basket.everything, rule.basis)):
        return None
    if rule.lines and not rule.lines.holds(basket.worth(lines, rule.basis)):
        return None
    return lines
