from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..clock import now
from ..extensions import Model


class SharedBadge(Model):
    """That a member shows a badge to whoever has the link; deleting the row closes it."""

    __tablename__ = "shared_badge"
    __table_args__ = (UniqueConstraint("member_id", "badge"),)

    token: Mapped[str] = mapped_column(String(43), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    badge: Mapped[str] = mapped_column(String(40))
    shared_at: Mapped[datetime] = mapped_column(default=now)
