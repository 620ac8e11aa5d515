"""The phone behind a session: the key with which it shows the rotating code."""

from ..extensions import db
from ..members.keys import Agreed, agree_on_key, revoke_keys
from ..members.models import DeviceKey
from .models import BrowserSession
from .operations import hashed


def enrol_phone(token: str, member_id: int, public: bytes, label: str) -> Agreed:
    """A key for the browser that is signed in with this token; the one it had is over.

    Raises ValueError as `agree_on_key` does.
    """
    session = db.session.get_one(BrowserSession, hashed(token))
    revoke_keys(DeviceKey.id == session.device_key_id)
    agreed = agree_on_key(member_id, public, label)
    session.device_key_id = agreed.row.id
    return agreed
