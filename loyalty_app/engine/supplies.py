"""What members share: stock, budgets of rules and of gifts; never given away twice."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache, partial
from typing import Any

from sqlalchemy import bindparam, update

from ..activities.facts import Fact, Outcome, OutcomeKind
from ..activities.values import Activity, Kind
from ..challenges.queries import is_reached
from ..challenges.rules import GoalNotReached
from ..earning.models import Budget
from ..errors import GiftsGone, LoyaltyError, SoldOut
from ..extensions import connection, db
from ..extensions.upserts import inserting
from ..gifts.models import GiftBudget
from ..programme.calendar import MONTH, month_of, next_start
from ..programme.document import Programme
from ..rewards.models import Stock

_stock, _budget, _gifts = Stock.__table__, Budget.__table__, GiftBudget.__table__
_TAKE = (
    update(_stock)  # type: ignore[arg-type]
    .where(_stock.c.reward == bindparam("which"), _stock.c.taken < bindparam("stock"))
    .values(taken=_stock.c.taken + 1)
)
_GIVE_BACK = (
    update(_stock)  # type: ignore[arg-type]
    .where(_stock.c.reward == bindparam("which"))
    .values(taken=_stock.c.taken - 1)
)
_GIVE_UP = (
    update(_gifts)  # type: ignore[arg-type]
    .where(_gifts.c.month == bindparam("which"))
    .values(given=_gifts.c.given - 1)
)
_HOLD = (
    update(_budget)  # type: ignore[arg-type]
    .values(paid=_budget.c.paid)
    .returning(_budget.c.rule, _budget.c.paid)
)
_PAY = (
    update(_budget)  # type: ignore[arg-type]
    .where(_budget.c.rule == bindparam("which"))
    .values(paid=_budget.c.paid + bindparam("points"))
)


class Supplies:
    """What is left while some activities are decided, one after the other.

    Stock and gifts are taken from their rows at once. Budgets are held when the first activity
    needs them, then counted here, and paid when all is decided.
    """

    def __init__(self) -> None:
        self._held: dict[str, int] | None = None
        self._paid: Counter[str] = Counter()

    def budgets_left(self, programme: Programme) -> dict[str, int]:
        """Points left in each budget; held until the commit, so that two tills cannot both pay
        them."""
        if self._held is None:
            rows = connection().execute(_HOLD)
            self._held = {rule: points for rule, points in rows}
        held, paid = self._held, self._paid
        return programme.budgets_left(
            {rule: held.get(rule, 0) + paid.get(rule, 0) for rule in programme.budgets}
        )

    @contextmanager
    def taken_for(self, programme: Programme, activity: Activity) -> Iterator[None]:
        """One item for a claim, one of a month's gifts for a gift; back again if the activity is
        refused. Raises SoldOut, GiftsGone, GoalNotReached."""
        bring_back = _take(programme, activity)
        try:
            yield
        except LoyaltyError:
            bring_back()
            raise

    def settle(self, facts: Iterable[Fact]) -> None:
        """Count what was earned from budgets, give back what reversals took; a gift that is undone
        goes back to its own month."""
        for fact in facts:
            if isinstance(fact, Outcome):
                if fact.why.get("from_budget"):
                    self._paid[fact.subject] += budget_points(fact)
                elif fact.kind is OutcomeKind.VOUCHER_CANCELLED and fact.why.get("from_stock"):
                    _bring_back(_GIVE_BACK, fact.subject)
                elif fact.kind is OutcomeKind.VOUCHER_CANCELLED and "gift_of" in fact.why:
                    _bring_back(_GIVE_UP, fact.why["gift_of"])

    def keep(self) -> None:
        """Pay budgets what was earned from them."""
        paid = [{"which": rule, "points": n} for rule, n in sorted(self._paid.items()) if n]
        if paid:
            connection().execute(_PAY, paid)


def _take(programme: Programme, activity: Activity) -> Callable[[], None]:
    """Take what an activity needs, if it needs something; the answer brings it back."""
    if activity.kind is Kind.GOAL and not is_reached(activity.challenge, activity.period):
        raise GoalNotReached
    if activity.kind is Kind.CLAIM:
        reward = programme.reward(activity.reward)
        if reward and reward.stock is not None:
            _take_item(reward.id, reward.stock)
            return partial(_bring_back, _GIVE_BACK, reward.id)
    if activity.kind is Kind.GIFT and not activity.badge and programme.gifts.by_hand:
        _take_gift(programme.gifts.by_hand.monthly, activity)
        return partial(_bring_back, _GIVE_UP, month_of(activity.day))
    return lambda: None


def _take_item(reward: str, stock: int) -> None:
    done = connection().execute(_TAKE, {"which": reward, "stock": stock})
    if done.rowcount != 1:
        raise SoldOut


def _take_gift(monthly: int, activity: Activity) -> None:
    """One of the gifts of a month, whose row may have to begin."""
    said = {"month": month_of(activity.day), "monthly": monthly}
    if not connection().execute(_give(db.engine.dialect.name), said).first():
        raise gifts_gone(monthly, activity)


@cache
def _give(dialect: str) -> Any:  # noqa: ANN401
    new = inserting(_gifts, dialect)
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


def _bring_back(statement: Any, which: str) -> None:  # noqa: ANN401
    connection().execute(statement, {"which": which})


def budget_points(outcome: Outcome) -> int:
    """Points an outcome took from its rule's budget; negative when they went back."""
    if outcome.kind is OutcomeKind.POINTS_TAKEN_BACK:
        return -outcome.count
    return outcome.points
