from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..clock import now
from ..extensions import Model


class Role(StrEnum):
    """What a person may do; each may do all that the ones before may."""

    CASHIER = "cashier"
    MANAGER = "manager"
    OWNER = "owner"

    def includes(self, other: "Role") -> bool:
        order = list(Role)
        return order.index(self) >= order.index(other)


class Staff(Model):
    """A person who works here. `member_id` is their own card, which they may not serve.

    `pin_hash`: of the PIN that lets them in on the shop's own devices; None: they chose none.
    """

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    login: Mapped[str] = mapped_column(String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    pin_hash: Mapped[str | None] = mapped_column(String(200))
    role: Mapped[Role]
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"))
    joined_at: Mapped[datetime] = mapped_column(default=now)
    left_at: Mapped[datetime | None]


class PinTries(Model):
    """Wrong PINs of somebody on one of the shop's devices since the last right one."""

    __tablename__ = "pin_tries"

    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    device_id: Mapped[int] = mapped_column(ForeignKey("device.id"), primary_key=True)
    failures: Mapped[int]


class SignInTries(Model):
    """Wrong tries under one name, whether anybody has it or not: the answer must not tell.

    `id` is the sha256 of the name as it is spelt: a login, or the address a code was mailed to.
    """

    __tablename__ = "sign_in_tries"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    failures: Mapped[int] = mapped_column(default=0)
    last_at: Mapped[datetime] = mapped_column(index=True)
