"""What speaks against an invitation: clear cases are rejected, doubtful ones held. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from .models import Reason

BURST = 5
"""Friends who join by one member's invitations within an hour; from the next one on it is odd."""
CLEAR = frozenset(
    {
        Reason.OWN_LINK,
        Reason.CIRCLE,
        Reason.EXISTING_MEMBER,
        Reason.SAME_CONTACT,
        Reason.SAME_DEVICE,
        Reason.OWN_TILL,
        Reason.MONTHLY_CAP,
    }
)
"""What needs nobody to look at it."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who comes by a link: what is known before they are asked anything, as ids of members.

    `upstream`: who invited the inviter, and who invited them, and so on. `was`: whose card opened
    the link. `cards_here`: whose cards this browser has shown. `alike`: who has the same contact,
    once dots and what follows a plus are left out. `enrolled_by`: who serves, as a member.
    """

    inviter: int
    upstream: Collection[int] = ()
    was: int | None = None
    cards_here: Collection[int] = ()
    alike: Collection[int] = ()
    enrolled_by: int | None = None
    has_contact: bool = True
    needs_no_purchase: bool = False
    joined_lately: int = 0


def against_joining(arrival: Arrival) -> list[Reason]:
    """Why this friend brings nothing, or why the owner should look first; the strongest first."""
    return list(_against_joining(arrival))


def _against_joining(arrival: Arrival) -> Iterator[Reason]:
    inviter, same = arrival.inviter, {*arrival.alike, *arrival.cards_here, arrival.was}
    if arrival.was == inviter:
        yield Reason.OWN_LINK
    if same & {*arrival.upstream}:
        yield Reason.CIRCLE
    if arrival.was is not None and arrival.was != inviter:
        yield Reason.EXISTING_MEMBER
    if arrival.alike:
        yield Reason.SAME_CONTACT
    if inviter in arrival.cards_here:
        yield Reason.SAME_DEVICE
    elif arrival.cards_here:
        yield Reason.SHARED_DEVICE
    if arrival.enrolled_by == inviter:
        yield Reason.OWN_TILL
    if arrival.needs_no_purchase and not arrival.has_contact:
        yield Reason.NO_CONTACT
    if arrival.joined_lately >= BURST:
        yield Reason.BURST


def against_rewarding(
    *, served_by_inviter: bool, this_month: int, monthly: int | None
) -> list[Reason]:
    """The same at the till. `this_month`: friends for whom the inviter is thanked already, of
    `monthly`; None: no end of them."""
    is_full = monthly is not None and this_month >= monthly
    found = [Reason.MONTHLY_CAP] if is_full else []
    return [*found, *([Reason.SERVED_BY_INVITER] if served_by_inviter else [])]


def is_clear(reasons: Collection[Reason]) -> bool:
    return not CLEAR.isdisjoint(reasons)
