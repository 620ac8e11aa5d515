"""publish: a draft comes into force, and what its limited rewards and rules are counted in."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from ..earning.models import Budget
from ..extensions import Model, db
from ..extensions.upserts import inserting
from ..programme.document import Programme
from ..programme.operations import put_in_force
from ..rewards.models import Stock


def publish(sha256: str, by: str, reason: str = "", at: datetime | None = None) -> Programme:
    """Put the draft with this content in force, once: from `at` (aware, to come) on, or from now.

    Raises AlreadyPublished, DraftChanged, AnotherIsScheduled, ReasonTooLong, InvalidProgramme.
    """
    programme = put_in_force(sha256, by, reason, at)
    limited = [reward.id for reward in programme.rewards if reward.stock is not None]
    _count(Stock, [{"reward": reward, "taken": 0} for reward in limited])
    _count(Budget, [{"rule": rule, "paid": 0} for rule in programme.budgets])
    return programme


def _count(table: type[Model], rows: Iterable[dict[str, Any]]) -> None:
    """Begin to count what is not counted yet; what was taken under an earlier version stays."""
    if rows := list(rows):
        db.session.execute(inserting(table).on_conflict_do_nothing(), rows)
