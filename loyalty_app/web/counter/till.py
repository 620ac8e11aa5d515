"""Who serves in this request, and whom."""

from ...clock import now
from ...counter.queries import member_numbered
from ...counter.rules import refuse_own_card
from ...counter.values import Till
from ...members.models import Member
from ..visitor import me, programme, the_staff


def the_till() -> Till:
    """As a value: a verb may use it after its transaction has let go of all rows."""
    staff = the_staff()
    return Till(
        staff_id=staff.id,
        role=staff.role,
        own_card=staff.member_id,
        shop=me.shop.code if me.shop else "",
        today=programme().local(now()).date(),
    )


def served(number: str) -> Member:
    """Whose page this is. Raises UnknownMember, AccountClosed, OwnCard."""
    member = member_numbered(number)
    refuse_own_card(the_till(), member.id)
    return member
