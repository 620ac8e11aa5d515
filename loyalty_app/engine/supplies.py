"""What members share: stock, budgets of rules and of gifts; never given away twice."""

from collections import Counter
from collections.abc import Iterable
from functools import cache
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.dialects import postgresql, sqlite

from ..activities.facts import Fact, Outcome, OutcomeKind
from ..activities.values import Activity
from ..earning.models import Budget
from ..errors import GiftsGone, SoldOut
from ..extensions import db
from ..gifts.models import GiftBudget
from ..programme.calendar import MONTH, month_of, next_start
from ..programme.document import Programme
from ..rewards.models import Stock

_gifts = GiftBudget.__table__
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
_GIVE_UP = (
    update(GiftBudget)
    .where(GiftBudget.month == bindparam("which"))
    .values(given=GiftBudget.given - 1)
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


def take_gift(programme: Programme, activity: Activity) -> None:
    """One of the gifts of a month, whose row may have to begin; a refused one rolls it back.
    Raises GiftsGone."""
    if by_hand := programme.gifts.by_hand:
        said = {"month": month_of(activity.day), "monthly": by_hand.monthly}
        if not db.session.execute(_give(db.engine.dialect.name), said).first():
            raise gifts_gone(by_hand.monthly, activity)


@cache
def _give(dialect: str) -> Any:  # noqa: ANN401
    new = (postgresql if dialect == "postgresql" else sqlite).insert(_gifts)
    return (
        new.values(month=bindparam("month"), given=1)
        .on_conflict_do_update(
            index_elements=["month"],
            set_={"given": _gifts.c.given + 1},
            where=_gifts.c.given < bindparam("monthly"),
        )
        .returning(_gifts.c.given)
    )


def gifts_gone(monthly: int, activity: Activity) -> GiftsGone:
    return GiftsGone(monthly, next_start(activity.day, MONTH))


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
    """Pay budgets what was earned from them, give back what reversals took; a gift that is undone
    goes back to its own month."""
    paid: Counter[str] = Counter()
    for fact in facts:
        if isinstance(fact, Outcome):
            if fact.why.get("from_budget"):
                paid[fact.subject] += budget_points(fact)
            elif fact.kind is OutcomeKind.VOUCHER_CANCELLED and fact.why.get("from_stock"):
                db.session.execute(_GIVE_BACK, {"which": fact.subject})
            elif fact.kind is OutcomeKind.VOUCHER_CANCELLED and "gift_of" in fact.why:
                db.session.execute(_GIVE_UP, {"which": fact.why["gift_of"]})
    for rule in sorted(paid):
        if paid[rule]:
            db.session.execute(_PAY, {"which": rule, "points": paid[rule]})


def budget_points(outcome: Outcome) -> int:
    """Points an outcome took from its rule's budget; negative when they went back."""
    if outcome.kind is OutcomeKind.POINTS_TAKEN_BACK:
        return -outcome.count
    return outcome.points
