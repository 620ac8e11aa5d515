from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..clock import now
from ..extensions import Model


class Device(Model):
    """A counter's phone, tablet or till. `token` is the sha256 of the one in its cookie.

    `seen_at`: to the hour, when it last did something here.
    """

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    enrolled_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    enrolled_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime | None]
    revoked_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    revoked_at: Mapped[datetime | None]


class DeviceOffer(Model):
    """A code that makes one device the shop's: ten minutes, once. `id` is the sha256 of it."""

    __tablename__ = "device_offer"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(60))
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
