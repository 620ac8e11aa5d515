"""Who serves on this device, as a note that only we can write: what it takes without a connection
carries it, so that a purchase stays with whoever took it, whoever is signed in when it arrives."""

from datetime import datetime

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from ...clock import now
from ...counter.scans import Served
from ..visitor import me


def note() -> str:
    """Of who is signed in now; empty where nobody is."""
    if me.staff is None:
        return ""
    return written(Served(me.staff.id, me.shop.code if me.shop else "", now()))


def written(served: Served) -> str:
    said = [served.staff_id, served.shop, served.since.isoformat()]
    return str(_writer().dumps(said))


def read(text: str) -> Served | None:
    """Nothing for what we did not write."""
    try:
        staff_id, shop, since = _writer().loads(text)
    except BadData:
        return None
    return Served(staff_id, shop, datetime.fromisoformat(since))


def _writer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.secret_key or "", salt="served by")
