import uuid
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from ..clock import now
from ..extensions import Model


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class RehearsalRow(Model):
    """A rehearsal that was asked for, how far it is, and what came out. There is one at most.

    `draft` is the sha256 of `source`. A worker counts up `attempt` when it takes the row, and shows
    with `seen_at` that it lives. `progress` and `total` are activities; `result` is a Comparison,
    `error` the code of why there is none.
    """

    __tablename__ = "rehearsal"

    # Never used again, unlike a number: a worker's attempt is at this rehearsal and no later one.
    id: Mapped[str] = mapped_column(String(32), primary_key=True, default=lambda: uuid.uuid4().hex)
    draft: Mapped[str] = mapped_column(String(64))
    source: Mapped[str] = mapped_column(Text)
    since: Mapped[date | None]
    asked_by: Mapped[str] = mapped_column(String(120))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[State] = mapped_column(default=State.QUEUED)
    attempt: Mapped[int] = mapped_column(default=0)
    seen_at: Mapped[datetime | None]
    progress: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    result: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    error: Mapped[str] = mapped_column(String(40), default="")
    finished_at: Mapped[datetime | None]

    @property
    def is_under_way(self) -> bool:
        return self.state in (State.QUEUED, State.RUNNING)
