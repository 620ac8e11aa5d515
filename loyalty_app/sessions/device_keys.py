"""The phone behind a session: the key with which it shows the rotating code."""

from sqlalchemy import select, update

from ..extensions import db
from ..members.keys import Agreed, agree_on_key, revoke_keys
from ..members.models import DeviceKey
from .models import BrowserSession
from .operations import hashed


class AnotherKey(Exception):
    """The browser has another key than the one it names; `handle` is its."""

    def __init__(self, handle: str) -> None:
        super().__init__(handle)
        self.handle = handle


def enrol_phone(token: str, member_id: int, public: bytes, label: str, instead_of: str) -> Agreed:
    """A key for the browser that is signed in with this token, and the one that it names is over.

    `instead_of`: the handle of the key it has, empty for none. A page that was left while it asked
    may be heard after the one that followed: what it asks for is nobody's any more, and the key
    that the phone did get must stay. Raises AnotherKey, and ValueError as `agree_on_key` does.
    """
    earlier = _id_of(instead_of)
    if earlier:
        revoke_keys(DeviceKey.id == earlier)
    agreed = agree_on_key(member_id, public, label)
    session = update(BrowserSession).where(
        BrowserSession.id == hashed(token),
        BrowserSession.device_key_id.is_not_distinct_from(earlier),
    )
    changed = session.values(device_key_id=agreed.row.id).returning(BrowserSession.id)
    if db.session.scalar(changed.execution_options(synchronize_session=False)) is None:
        raise AnotherKey(_handle_of(token))
    return agreed


def _id_of(handle: str) -> int | None:
    return db.session.scalar(select(DeviceKey.id).where(DeviceKey.handle == handle))


def _handle_of(token: str) -> str:
    theirs = DeviceKey.id == BrowserSession.device_key_id
    handle = select(DeviceKey.handle).join(BrowserSession, theirs)
    return db.session.scalar(handle.where(BrowserSession.id == hashed(token))) or ""
