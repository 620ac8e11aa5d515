"""Counter: what staff may do, and for how long."""

from typing import Annotated, Literal

from pydantic import Field

from .base import Count, PositiveMinor, Section


class PaperStamps(Section):
    """Stamps carried over from cards on paper: `most` for each member and card, once and for all.
    `by`: the least role that may."""

    most: Annotated[int, Field(strict=True, ge=1, le=100)]
    by: Literal["cashier", "manager"] = "manager"


class RoleLimits(Section):
    """What somebody records alone, at once; above it a colleague who may do more approves.

    `purchase` is an amount, `points` what is corrected, `gift` the price in points of what is given
    by hand. None: as much as they like; but a cashier without `points` corrects none at all.
    """

    purchase: PositiveMinor | None = None
    points: Count | None = None
    gift: Count | None = None


class Limits(Section):
    """Of each role but the owner, who has none."""

    cashier: RoleLimits = RoleLimits()
    manager: RoleLimits = RoleLimits()


class Counter(Section):
    """`undo_minutes`: within these, who recorded something takes it back without a manager.
    `slip_hours`: a claim slip can be collected within these. `lock_minutes`: after these without a
    touch a device of the shop asks for the PIN again."""

    undo_minutes: Annotated[int, Field(strict=True, ge=1, le=1440)] = 15
    slip_hours: Annotated[int, Field(strict=True, ge=1, le=168)] = 24
    lock_minutes: Annotated[int, Field(strict=True, ge=1, le=60)] = 5
    limits: Limits = Limits()
    paper_stamps: PaperStamps | None = None
