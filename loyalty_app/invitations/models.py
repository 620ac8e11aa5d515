from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from ..clock import now
from ..extensions import Model


class State(StrEnum):
    """How far an invitation has come. QUALIFIED waits until what was bought can no longer come
    back, HELD for the owner; both end by themselves on `due_on`."""

    OPENED = "opened"
    JOINED = "joined"
    QUALIFIED = "qualified"
    HELD = "held"
    REWARDED = "rewarded"
    REJECTED = "rejected"
    EXPIRED = "expired"


class Reason(StrEnum):
    """Why an invitation is rejected, held or over."""

    OWN_LINK = "own_link"
    EXISTING_MEMBER = "existing_member"
    CIRCLE = "circle"
    SAME_CONTACT = "same_contact"
    SAME_DEVICE = "same_device"
    OWN_TILL = "own_till"
    MONTHLY_CAP = "monthly_cap"

    SHARED_DEVICE = "shared_device"
    NO_CONTACT = "no_contact"
    SERVED_BY_INVITER = "served_by_inviter"
    BURST = "burst"

    REFUSED = "refused"
    NOT_JOINED = "not_joined"
    NOT_IN_TIME = "not_in_time"
    GIVEN_BACK = "given_back"


class InvitationLink(Model):
    """A member's own link. Another code takes its place, and the one before leads nowhere."""

    __tablename__ = "invitation_link"

    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(10), unique=True)
    made_at: Mapped[datetime] = mapped_column(default=now)


class Invitation(Model):
    """One opening of a link, and what became of it. `friend_id` once they joined: a friend has one
    inviter.

    `reasons`: why it is rejected, held or over, the first one first, with spaces between.
    `qualified_by`: the activity that did what was asked; `due_on`: the first local day on which a
    state ends by itself. What was promised and given stands in the chains.
    """

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    inviter_id: Mapped[int] = mapped_column(ForeignKey("member.id"), index=True)
    friend_id: Mapped[int | None] = mapped_column(ForeignKey("member.id"), unique=True)
    state: Mapped[State]
    reasons: Mapped[str] = mapped_column(String(200), default="")
    opened_at: Mapped[datetime] = mapped_column(default=now)
    joined_at: Mapped[datetime | None]
    qualified_on: Mapped[date | None]
    qualified_by: Mapped[str | None] = mapped_column(ForeignKey("activity.id"))
    due_on: Mapped[date | None] = mapped_column(index=True)

    @property
    def why(self) -> list[Reason]:
        return [Reason(reason) for reason in self.reasons.split()]
