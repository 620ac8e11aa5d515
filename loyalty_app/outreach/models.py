from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
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
    """What a person of the shop said to a member; without such a person, what the member said.

    `key` is the name of the form that was sent: sent again, it is the same message.
    """

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    words: Mapped[str] = mapped_column(Text)
    key: Mapped[str | None] = mapped_column(String(32), unique=True)
    sent_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]


class Enquiry(Model):
    """A member waits for an answer until `due_at`, since the message they began it with; whatever
    they add, it is one. `answered_at` stays empty where none was needed."""

    __tablename__ = "enquiry"
    __table_args__ = (
        Index(
            "one_open_enquiry",
            "member_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    opened_at: Mapped[datetime] = mapped_column(default=now, index=True)
    due_at: Mapped[datetime]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"))
    answered_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    @property
    def is_late(self) -> bool:
        return self.closed_at is None and self.due_at < now()


class NoteKind(StrEnum):
    """Where the shop and the member spoke."""

    CALL = "call"
    TALK = "talk"
    OTHER = "other"


class Note(Model):
    """What somebody of the shop wants the others to know of a member. It stays in the house."""

    __tablename__ = "note"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[NoteKind]
    words: Mapped[str] = mapped_column(Text)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    at: Mapped[datetime] = mapped_column(default=now)
