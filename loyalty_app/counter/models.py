from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model


class ClaimSlip(Model):
    """A purchase of somebody without their card: who has its code collects what it brings, once.

    `key` names the form that made it, `approved_by` who lifted a limit for it; `lines` is JSON.
    Whose it became stands in their chain.
    """

    __tablename__ = "claim_slip"

    code: Mapped[str] = mapped_column(String(10), primary_key=True)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    shop: Mapped[str] = mapped_column(String(40))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    amount: Mapped[int]
    lines: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(index=True)
    expires_at: Mapped[datetime]
    collected_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
