from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..clock import now
from ..extensions import Model


class OutboxMail(Model):
    """A mail that is to be sent, at least once. `message` names its templates in `mail/`.

    To a member, or to who is invited to work here. The address is looked up when it is sent:
    whoever erased their account, or is not invited any more, gets nothing.
    """

    __tablename__ = "outbox_mail"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    member_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), index=True)
    invitation_id: Mapped[str | None] = mapped_column(ForeignKey("staff_invitation.id"))
    message: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime | None] = mapped_column(default=now, index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]


class ReadUpTo(Model):
    """How far in their chain a member has read their notifications."""

    __tablename__ = "read_up_to"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    sequence: Mapped[int]


class Message(Model):
    """What a person of the shop wrote to a member, in their notifications."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    words: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]
