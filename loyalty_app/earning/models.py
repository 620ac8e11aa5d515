from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model


class Budget(Model):
    """Points a rule with a budget has paid to all members together, net of what was taken back."""

    __tablename__ = "rule_budget"
    __table_args__ = (CheckConstraint("paid >= 0", name="never_negative"),)

    rule: Mapped[str] = mapped_column(String(40), primary_key=True)
    paid: Mapped[int] = mapped_column(default=0)
