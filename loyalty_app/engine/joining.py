"""join: a new member, with what the programme gives for joining."""

from datetime import datetime
from typing import Unpack

from ..activities.values import CLOCK, Activity, Kind
from ..clock import now
from ..invitations.operations import SOURCE, Came, take_friend
from ..members.models import Member
from ..members.operations import Identity
from ..programme.sections.gifts import Occasion
from ..programme.versions import current_programme
from ..standing.operations import enrol
from .recording import record


def join(
    name: str = "",
    *,
    at: datetime | None = None,
    came: Came | None = None,
    **identity: Unpack[Identity],
) -> Member:
    """A member as `enrol` makes them, welcomed once (`at`, aware; now if not said).

    `came`: by whose invitation.

    Whoever is imported joined long ago: they are enrolled only. Raises ContactTaken, NoProgramme.
    """
    member = enrol(name, **identity)
    if current_programme().gifts.on(Occasion.JOINING):
        welcome = Activity(
            member.id,
            Kind.CLOCK,
            CLOCK,
            f"joining-{member.id}",
            said_at=at,
            occasion=Occasion.JOINING,
        )
        record(welcome)
    if came and current_programme().invitations:
        _come_by_invitation(member, came, at)
    return member


def _come_by_invitation(member: Member, came: Came, at: datetime | None) -> None:
    """What was promised to them is in their chain from now on, unless they bring nothing."""
    if take_friend(came, member, current_programme(), at or now()):
        record(Activity(member.id, Kind.INVITED, SOURCE, f"invited-{member.id}", said_at=at))
