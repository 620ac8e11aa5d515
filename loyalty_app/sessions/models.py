from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..clock import now
from ..extensions import Model


class BrowserSession(Model):
    """One browser that somebody signed in on. A cashier may be a member too: both in one row.

    `id` is the sha256 of the token in the cookie, so a stolen backup signs nobody in. A shift ends
    at `staff_until`; the card stays to `expires_at`. `device_key_id`: the key with which this
    browser shows the member's rotating code.
    """

    __tablename__ = "browser_session"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    device_key_id: Mapped[int | None] = mapped_column(ForeignKey("device_key.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(default=now)
    staff_until: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SignInLink(Model):
    """A link mailed to a member: ten minutes, once, and only in the browser that asked for it.

    `id` is the sha256 of the token in the link, `browser` that of the one in the asker's cookie.
    """

    __tablename__ = "sign_in_link"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    browser: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
