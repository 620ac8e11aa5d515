"""Who serves on this device, as a note that only we can write: what it takes without a connection
carries it, so that a purchase stays with whoever took it, whoever is signed in when it arrives."""

from datetime import datetime

from ...clock import now
from ...counter.scans import Served
from ...extensions.signing import signed, unsigned
from ..visitor import me

_PURPOSE = "served by"


def note() -> str:
    """Of who is signed in now; empty where nobody is."""
    if me.staff is None:
        return ""
    return written(Served(me.staff.id, me.shop.code if me.shop else "", now()))


def written(served: Served) -> str:
    return signed([served.staff_id, served.shop, served.since.isoformat()], _PURPOSE)


def read(text: str) -> Served | None:
    """Nothing for what we did not write."""
    if (said := unsigned(text, _PURPOSE)) is None:
        return None
    staff_id, shop, since = said
    return Served(staff_id, shop, datetime.fromisoformat(since))
