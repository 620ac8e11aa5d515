from datetime import date

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model, Sum


class StandingRow(Model):
    """A member's standing: the row that is held while deciding. Derived; `verify` rebuilds it.

    `points` are available now, `due_on` is the next day on which time alone changes something.
    `state` is the canonical JSON of the rest.
    """

    __tablename__ = "standing"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    points: Mapped[int] = mapped_column(Sum, default=0, index=True)
    tier: Mapped[str] = mapped_column(String(40), default="")
    sequence: Mapped[int] = mapped_column(default=0)
    head: Mapped[str] = mapped_column(String(64))
    due_on: Mapped[date | None] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(Text)


class MonthRow(Model):
    """A member's month: minor units spent, visits, points earned and burnt. Derived."""

    __tablename__ = "member_month"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    spend: Mapped[int] = mapped_column(Sum, default=0)
    visits: Mapped[int] = mapped_column(Sum, default=0)
    earned: Mapped[int] = mapped_column(Sum, default=0)
    burnt: Mapped[int] = mapped_column(Sum, default=0)
