from datetime import datetime

from sqlalchemy import String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from ..clock import now
from ..extensions import Model

REASON_LENGTH = 300


class ProgrammeVersion(Model):
    """One version of the document, as it was written.

    In force from `published_at` on; while that lies ahead, `scheduled_at` says when it was put
    there. From a minute before it comes into force nothing of it changes (a trigger).
    """

    __tablename__ = "programme_version"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=now)
    created_by: Mapped[str] = mapped_column(String(120))
    published_at: Mapped[datetime | None] = mapped_column(index=True)
    published_by: Mapped[str | None] = mapped_column(String(120))
    scheduled_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(
        String(REASON_LENGTH), default="", server_default=text("''")
    )
