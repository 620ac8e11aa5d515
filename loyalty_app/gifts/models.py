from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model


class GiftBudget(Model):
    """How many gifts all staff together gave by hand in a month (`2026-11`), and did not undo."""

    __tablename__ = "gift_budget"
    __table_args__ = (CheckConstraint("given >= 0", name="never_negative"),)

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    given: Mapped[int] = mapped_column(default=0)
