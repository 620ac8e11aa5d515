"""Who serves in this request, and whom."""

from datetime import timedelta

from flask import session

from ...clock import now
from ...counter.queries import member_numbered
from ...counter.rules import refuse_own_card
from ...counter.values import Till
from ...members.models import Member
from ..visitor import me, programme, the_staff
from ..words import milliseconds

SHOWN = "shown"
"""In the session of a till: whose phone showed its code last, and when."""
PHONE_STAYS = timedelta(minutes=10)


def the_till() -> Till:
    """As a value: a verb may use it after its transaction has let go of all rows."""
    staff = the_staff()
    return Till(
        phone_of=_phone_of(),
        staff_id=staff.id,
        role=staff.role,
        own_card=staff.member_id,
        shop=me.shop.code if me.shop else "",
        today=programme().local(now()).date(),
    )


def phone_was_here(member_id: int) -> None:
    """The member showed the code on their phone."""
    session[SHOWN] = member_id, milliseconds(now())


def _phone_of() -> int | None:
    member_id, at = session.get(SHOWN, (None, 0))
    is_fresh = milliseconds(now()) - at <= PHONE_STAYS / timedelta(milliseconds=1)
    return member_id if is_fresh else None


def served(number: str) -> Member:
    """Whose page this is. Raises UnknownMember, AccountClosed, OwnCard."""
    member = member_numbered(number)
    refuse_own_card(the_till(), member.id)
    return member
