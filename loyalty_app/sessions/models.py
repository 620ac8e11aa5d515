from datetime import datetime

from sqlalchemy import ForeignKey, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column

from ..clock import now
from ..extensions import Model, Sum
from ..staff.models import Role


class BrowserSession(Model):
    """One browser that somebody signed in on. A cashier may be a member too: both in one row.

    `id` is the sha256 of the token in the cookie, so a stolen backup signs nobody in. A shift ends
    at `staff_until`; the card stays to `expires_at`. `device_key_id`: the key with which this
    browser shows the member's rotating code. `device_id`: the shop's device it is; `by_pin`: it
    was a PIN that began the shift. `label` says which browser it is, as its owner would;
    `seen_at`, to the hour, when it last showed the card.
    """

    __tablename__ = "browser_session"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    device_key_id: Mapped[int | None] = mapped_column(ForeignKey("device_key.id"), index=True)
    device_id: Mapped[int | None] = mapped_column(ForeignKey("device.id"), index=True)
    by_pin: Mapped[bool] = mapped_column(default=False, server_default=false())
    created_at: Mapped[datetime] = mapped_column(default=now)
    staff_until: Mapped[datetime | None]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    label: Mapped[str | None] = mapped_column(String(40))
    seen_at: Mapped[datetime | None] = mapped_column(default=now)


class SignInLink(Model):
    """A link mailed to a member: ten minutes, once, and only in the browser that asked for it.

    `id` is the sha256 of the token in the link, `browser` that of the one in the asker's cookie,
    `code` that of the cookie's with the six digits of the mail.
    """

    __tablename__ = "sign_in_link"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    browser: Mapped[str] = mapped_column(String(64))
    code: Mapped[str] = mapped_column(String(64), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class Passkey(Model):
    """A key on a member's phone that opens their card; `id` is its name in base64url.

    An answer to a challenge that is older than `used_at` is refused: none counts twice.
    """

    __tablename__ = "passkey"

    id: Mapped[str] = mapped_column(String(1400), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(Sum)
    label: Mapped[str] = mapped_column(String(40))
    created_at: Mapped[datetime] = mapped_column(default=now)
    used_at: Mapped[datetime] = mapped_column(default=now)


class NewPhone(Model):
    """Staff let a member open their card on a new phone: ten minutes, once. Kept, as the record of
    who did that; `id` is the sha256 of the token in the QR code, `lost` is what they were told.
    """

    __tablename__ = "new_phone"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    lost: Mapped[bool]
    offered_at: Mapped[datetime] = mapped_column(default=now)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class StaffInvitation(Model):
    """Somebody is asked to work here: seven days, once. Kept, as the record of who asked whom.

    `id` is the sha256 of the token in the link, `language` that of the mail; `staff_id` is who
    they have become.
    """

    __tablename__ = "staff_invitation"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[Role]
    shop_id: Mapped[int] = mapped_column(ForeignKey("shop.id"))
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2))
    invited_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    invited_at: Mapped[datetime] = mapped_column(default=now, index=True)
    expires_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    used_at: Mapped[datetime | None]
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
