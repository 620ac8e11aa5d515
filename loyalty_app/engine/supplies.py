"""What members share: stock of rewards and budgets of rules, never given away twice."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from sqlalchemy import bindparam, update

from ..activities.facts import Fact, Outcome, OutcomeKind
from ..activities.values import Activity
from ..earning.models import Budget
from ..errors import LoyaltyError, SoldOut
from ..extensions import db
from ..programme.document import Programme
from ..rewards.models import Stock

_stock, _budget = Stock.__table__, Budget.__table__
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

    Stock is taken from its row at once. Budgets are held when the first activity needs them, then
    counted here, and paid when all is decided.
    """

    def __init__(self) -> None:
        self._held: Counter[str] | None = None
        self._paid: Counter[str] = Counter()

    def budgets_left(self, programme: Programme) -> dict[str, int]:
        """Points left in each budget; held until the commit, so that two tills cannot both pay
        them."""
        if self._held is None:
            rows = db.session.connection().execute(_HOLD)
            self._held = Counter({rule: points for rule, points in rows})
        return programme.budgets_left(
            {rule: self._held[rule] + self._paid[rule] for rule in programme.budgets}
        )

    @contextmanager
    def stock_for(self, programme: Programme, claim: Activity) -> Iterator[None]:
        """One item of a limited reward, which goes back if the claim is refused. Raises SoldOut."""
        reward = programme.reward(claim.reward)
        if reward is None or reward.stock is None:
            yield
            return
        taken = db.session.connection().execute(_TAKE, {"which": reward.id, "stock": reward.stock})
        if taken.rowcount != 1:
            raise SoldOut
        try:
            yield
        except LoyaltyError:
            _give_back(reward.id)
            raise

    def settle(self, facts: Iterable[Fact]) -> None:
        """Count what was earned from budgets, give back what reversals took."""
        for fact in facts:
            if isinstance(fact, Outcome):
                if fact.why.get("from_budget"):
                    self._paid[fact.subject] += budget_points(fact)
                elif fact.kind is OutcomeKind.VOUCHER_CANCELLED and fact.why.get("from_stock"):
                    _give_back(fact.subject)

    def keep(self) -> None:
        """Pay budgets what was earned from them."""
        paid = [{"which": rule, "points": n} for rule, n in sorted(self._paid.items()) if n]
        if paid:
            db.session.connection().execute(_PAY, paid)


def _give_back(reward: str) -> None:
    db.session.connection().execute(_GIVE_BACK, {"which": reward})


def budget_points(outcome: Outcome) -> int:
    """Points an outcome took from its rule's budget; negative when they went back."""
    if outcome.kind is OutcomeKind.POINTS_TAKEN_BACK:
        return -outcome.count
    return outcome.points
