from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..clock import now
from ..extensions import Model, Sum


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


class ScanState(StrEnum):
    """What became of a scan that was not simply recorded."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class QueuedScan(Model):
    """What was taken without a connection, and was refused or waits for the owner; `id` is the
    device's own. What was recorded has no row: the activity of this reference is the answer.

    `tail`: how the code ends; `at`: when it was scanned, by our clock; `said`: the scan as JSON,
    empty once it is settled; `why`, in the words that were read.
    """

    __tablename__ = "queued_scan"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    shop: Mapped[str] = mapped_column(String(40))
    tail: Mapped[str] = mapped_column(String(4))
    at: Mapped[datetime]
    amount: Mapped[int | None] = mapped_column(Sum)
    said: Mapped[str] = mapped_column(Text)
    state: Mapped[ScanState] = mapped_column(index=True)
    why: Mapped[str] = mapped_column(String(500), default="")
    received_at: Mapped[datetime] = mapped_column(default=now, index=True)
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    settled_at: Mapped[datetime | None]
