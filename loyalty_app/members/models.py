from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from ..clock import now
from ..extensions import Model
from .codes import STATIC_PREFIX


class Member(Model):
    """A person with a card. `number` is on the card and may be typed; `handle` is in its QR code.
    `birthday` is month and day (`02-29`), as in `birthdays`; nobody asks for the year.

    `joined_via` is the code of the shop where they joined, when a link or the staff there said so.
    Closing an account empties everything that says who it was.
    """

    __tablename__ = "member"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(40), unique=True)
    handle: Mapped[str] = mapped_column(String(16), unique=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    email: Mapped[str | None] = mapped_column(String(254), unique=True)
    phone: Mapped[str | None] = mapped_column(String(20), unique=True)
    language: Mapped[str] = mapped_column(String(2), default="it")
    joined_at: Mapped[datetime] = mapped_column(default=now, index=True)
    joined_via: Mapped[str | None] = mapped_column(String(40))
    closed_at: Mapped[datetime | None]
    birthday: Mapped[str | None] = mapped_column(String(5), index=True)

    @property
    def code(self) -> str:
        """What the static QR shows; it may earn, never spend."""
        return STATIC_PREFIX + self.handle

    @property
    def called(self) -> str:
        """How to address them: the first name, or the card where there is none."""
        return self.name.split()[0] if self.name.strip() else self.number


class BlankCard(Model):
    """A printed card that is nobody's yet. Whoever gets it has its number and handle as their own,
    and the row goes."""

    __tablename__ = "blank_card"

    number: Mapped[str] = mapped_column(String(40), primary_key=True)
    handle: Mapped[str] = mapped_column(String(16), unique=True)
    sheet: Mapped[int] = mapped_column(index=True)
    printed_at: Mapped[datetime] = mapped_column(default=now)


class Purpose(StrEnum):
    MARKETING = "marketing"
    PROFILING = "profiling"


class Consent(Model):
    """What a member agreed to or took back, in which words. Only ever added; the last one holds."""

    __tablename__ = "consent"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    purpose: Mapped[Purpose]
    given: Mapped[bool]
    words: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime] = mapped_column(default=now)


class DeviceKey(Model):
    """A phone that shows a member's rotating code. `handle` is in the code; `secret` is our copy of
    the key, sealed. `seen_at`: when a code of it was last taken at a counter.
    """

    __tablename__ = "device_key"

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String(10), unique=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    secret: Mapped[bytes] = mapped_column(LargeBinary)
    label: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
    seen_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class UsedStep(Model):
    """A code that was taken: no key counts twice in one step."""

    __tablename__ = "used_step"

    key_id: Mapped[int] = mapped_column(ForeignKey("device_key.id"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
