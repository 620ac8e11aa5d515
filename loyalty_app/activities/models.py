from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from ..extensions import Model, Sum


class ActivityRow(Model):
    """A recorded activity with its link in the member's chain. Triggers refuse any change.

    `reverses` is what it takes back, `caused_by` what it follows from; `link` is the hash of the
    link before it and of everything else here and in its outcomes.
    """

    __tablename__ = "activity"
    __table_args__ = (
        UniqueConstraint("source", "reference"),
        UniqueConstraint("member_id", "sequence"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    sequence: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(80))
    day: Mapped[date] = mapped_column(index=True)
    version: Mapped[int] = mapped_column(ForeignKey("programme_version.number"))
    reverses: Mapped[str | None] = mapped_column(ForeignKey("activity.id"), index=True)
    caused_by: Mapped[str | None] = mapped_column(ForeignKey("activity.id"))
    recorded_at: Mapped[datetime] = mapped_column(index=True)
    tallies: Mapped[str] = mapped_column(Text)
    commitment: Mapped[str] = mapped_column(String(64))
    link: Mapped[str] = mapped_column(String(64))


class OutcomeRow(Model):
    """One outcome of an activity, in the order they followed. Triggers refuse any change.

    `parts`, `why` and `share` are the JSON texts that the link was computed over.
    """

    __tablename__ = "outcome"

    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(64))
    points: Mapped[int] = mapped_column(Sum)
    count: Mapped[int] = mapped_column(Sum)
    debt: Mapped[int] = mapped_column(Sum)
    voucher: Mapped[str] = mapped_column(String(120), index=True)
    parts: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    share: Mapped[str] = mapped_column(Text)


class DetailRow(Model):
    """What the law or the member may want deleted; the chain holds only its commitment.

    commitment = sha256(salt ‖ moment, place, person and body).
    """

    __tablename__ = "activity_detail"

    activity_id: Mapped[str] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    salt: Mapped[str] = mapped_column(String(32))
    happened_at: Mapped[datetime]
    shop: Mapped[str] = mapped_column(String(40), index=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    body: Mapped[str] = mapped_column(Text)
