"""Who serves in this request."""

from ...clock import now
from ...counter.values import Till
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
