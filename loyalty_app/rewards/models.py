from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model


class VoucherState(StrEnum):
    ISSUED = "issued"
    USED = "used"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Voucher(Model):
    """One member's right to a reward, found by its code. Derived from the chain; taken by one
    conditional UPDATE, so that it is used once."""

    __tablename__ = "voucher"

    id: Mapped[str] = mapped_column(String(120), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    reward: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    state: Mapped[VoucherState]
    expires_on: Mapped[date]
    issued_by: Mapped[str] = mapped_column(ForeignKey("activity.id"))
    settled_by: Mapped[str | None] = mapped_column(ForeignKey("activity.id"))


class RewardPicture(Model):
    """What the owner shows of a reward. `picture` is a square WebP, `sha256` that of it."""

    __tablename__ = "reward_picture"

    reward: Mapped[str] = mapped_column(String(40), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64))
    picture: Mapped[bytes] = mapped_column(LargeBinary)


class Stock(Model):
    """How many of a limited reward were claimed and not cancelled, by all members together."""

    __tablename__ = "reward_stock"
    __table_args__ = (CheckConstraint("taken >= 0", name="never_negative"),)

    reward: Mapped[str] = mapped_column(String(40), primary_key=True)
    taken: Mapped[int] = mapped_column(default=0)
