"""Counter: what staff may do, and for how long."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Section


class PaperStamps(Section):
    """Stamps carried over from cards on paper: `most` for each member and card, once and for all.
    `by`: the least role that may."""

    most: Annotated[int, Field(strict=True, ge=1, le=100)]
    by: Literal["cashier", "manager"] = "manager"


class Counter(Section):
    """`undo_minutes`: within these, who recorded something takes it back without a manager.
    `slip_hours`: a claim slip can be collected within these."""

    undo_minutes: Annotated[int, Field(strict=True, ge=1, le=1440)] = 15
    slip_hours: Annotated[int, Field(strict=True, ge=1, le=168)] = 24
    paper_stamps: PaperStamps | None = None
