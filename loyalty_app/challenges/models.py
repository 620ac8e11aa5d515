from datetime import date

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model, Sum


class Contribution(Model):
    """What a member added to a goal of all in a period, and whether they won it. Derived; `verify`
    computes it again. Their sum is how far all are: no till waits for another one to count."""

    __tablename__ = "contribution"

    challenge: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[str] = mapped_column(String(10), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True, index=True)
    n: Mapped[int] = mapped_column(Sum)
    won: Mapped[bool]


class ReachedGoal(Model):
    """That a goal of all was reached in a period, and on which local day; it stays reached."""

    __tablename__ = "reached_goal"

    challenge: Mapped[str] = mapped_column(String(40), primary_key=True)
    period: Mapped[str] = mapped_column(String(10), primary_key=True)
    day: Mapped[date]
