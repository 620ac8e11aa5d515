"""The phone behind a session: the key with which it shows the rotating code."""

from flask_babel import lazy_gettext as _l

from ..errors import NotFound
from ..extensions import db
from ..members.keys import Agreed, agree_on_key, revoke_keys
from ..members.models import DeviceKey
from .models import BrowserSession
from .operations import close_cards, hashed


class UnknownPhone(NotFound):
    words = _l("This phone is not on your card any more.")
    code = "unknown_phone"


def enrol_phone(token: str, member_id: int, public: bytes, label: str) -> Agreed:
    """A key for the browser that is signed in with this token; the one it had is over.

    Raises ValueError as `agree_on_key` does.
    """
    session = db.session.get_one(BrowserSession, hashed(token))
    revoke_keys(DeviceKey.id == session.device_key_id)
    agreed = agree_on_key(member_id, public, label)
    session.device_key_id = agreed.row.id
    return agreed


def remove_phone(member_id: int, key_id: int) -> None:
    """Its next code is refused, and it is signed out. Raises UnknownPhone."""
    if not revoke_keys(DeviceKey.id == key_id, DeviceKey.member_id == member_id):
        raise UnknownPhone
    close_cards(BrowserSession.device_key_id == key_id)
