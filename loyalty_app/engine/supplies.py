"""What members share: stock of rewards and budgets of rules, never given away twice."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import bindparam, update

from ..activities.facts import Fact, Outcome, OutcomeKind
from ..activities.values import Activity
from ..earning.models import Budget
from ..errors import SoldOut
from ..extensions import db
from ..programme.document import Programme
from ..rewards.models import Stock

_TAKE = (
    update(Stock)
    .where(Stock.reward == bindparam("which"), Stock.taken < bindparam("stock"))
    .values(taken=Stock.taken + 1)
    .execution_options(synchronize_session=False)
)
_GIVE_BACK = (
    update(Stock)
    .where(Stock.reward == bindparam("which"))
    .values(taken=Stock.taken - 1)
    .execution_options(synchronize_session=False)
)
_PAY = (
    update(Budget)
    .where(Budget.rule == bindparam("which"))
    .values(paid=Budget.paid + bindparam("points"))
    .execution_options(synchronize_session=False)
)


def take_stock(programme: Programme, activity: Activity) -> None:
    """One item of a limited reward; a refused claim rolls it back. Raises SoldOut."""
    reward = programme.reward(activity.reward)
    if reward is None or reward.stock is None:
        return
    done: Any = db.session.execute(_TAKE, {"which": reward.id, "stock": reward.stock})
    if done.rowcount != 1:
        raise SoldOut


def hold_budgets(programme: Programme) -> dict[str, int]:
    """Points left in each budget; held until the commit, so that two tills cannot both pay them."""
    held = db.session.execute(
        update(Budget)
        .where(Budget.rule.in_(programme.budgets))
        .values(paid=Budget.paid)
        .returning(Budget.rule, Budget.paid)
        .execution_options(synchronize_session=False)
    )
    return programme.budgets_left({rule: points for rule, points in held})


def settle_supplies(facts: Iterable[Fact]) -> None:
    """Pay budgets what was earned from them, give back what reversals took."""
    paid: Counter[str] = Counter()
    for fact in facts:
        if isinstance(fact, Outcome):
            if fact.why.get("from_budget"):
                paid[fact.subject] += budget_points(fact)
            elif fact.kind is OutcomeKind.VOUCHER_CANCELLED and fact.why.get("from_stock"):
                db.session.execute(_GIVE_BACK, {"which": fact.subject})
    for rule in sorted(paid):
        if paid[rule]:
            db.session.execute(_PAY, {"which": rule, "points": paid[rule]})


def budget_points(outcome: Outcome) -> int:
    """Points an outcome took from its rule's budget; negative when they went back."""
    if outcome.kind is OutcomeKind.POINTS_TAKEN_BACK:
        return -outcome.count
    return outcome.points
