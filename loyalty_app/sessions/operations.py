"""Signing in and out. The token is known to the browser alone; we keep its hash."""

import hashlib
import secrets
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select, update

from ..clock import now
from ..extensions import db
from ..members.keys import revoke_keys
from ..members.models import DeviceKey, Member
from ..staff.models import Staff
from ..staff.operations import change_password, welcome
from ..staff.passwords import PasswordHash
from .models import BrowserSession, Passkey

MEMBER_STAYS = timedelta(days=400)
SHIFT_LASTS = timedelta(hours=14)


def new_token() -> str:
    """Random, and safe in an address."""
    return secrets.token_urlsafe(32)


def hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in_member(
    member: Member, token: str | None = None, fresh: str | None = None, label: str = ""
) -> str:
    """A new token for this browser; what staff did on it goes on under the new one.

    `fresh`: the new token, where the browser was given it before: what is sent twice finds it.
    """
    row, token = _renewed(token, fresh)
    if row.member_id != member.id:
        revoke_keys(DeviceKey.id == row.device_key_id)
        row.member_id, row.device_key_id = member.id, None
    row.label = label
    return token


def sign_in_staff(
    staff: Staff, token: str | None = None, device_id: int | None = None, *, by_pin: bool = False
) -> str:
    """`device_id`: of the shop's device on which they sign in, if it is one."""
    row, token = _renewed(token)
    row.device_id, row.by_pin = device_id, by_pin
    row.staff_id, row.staff_until = staff.id, now() + SHIFT_LASTS
    return token


def renew_password(staff_id: int, password: PasswordHash) -> Staff:
    """Staff give themselves a new password, and are signed out everywhere."""
    sign_out_staff_everywhere(change_password(staff_id, password))
    return welcome(staff_id)


def sign_out(token: str) -> None:
    """A member signs out of this browser, and its key is over; a shift that runs in it goes on."""
    close_cards(BrowserSession.id == hashed(token))


def sign_out_of(member_id: int, session_id: str) -> None:
    """A member signs out of one of their browsers from another one."""
    close_cards(BrowserSession.id == session_id, BrowserSession.member_id == member_id)


def sign_out_of_others(member_id: int, token: str) -> None:
    """Their card closes on every browser but this one."""
    close_cards(BrowserSession.member_id == member_id, BrowserSession.id != hashed(token))


def end_shift(token: str) -> None:
    """Staff sign out of this browser; a card that is open in it stays."""
    row = db.session.get(BrowserSession, hashed(token))
    if row and row.member_id:
        row.staff_id = row.staff_until = None
    elif row:
        db.session.delete(row)


def sign_out_staff_everywhere(staff: Staff) -> None:
    """Every shift of theirs ends; a card that is open beside it stays."""
    theirs = update(BrowserSession).where(BrowserSession.staff_id == staff.id)
    db.session.execute(theirs.values(staff_id=None, staff_until=None))
    _forget_empty()


def bind_to_device(token: str, device_id: int) -> None:
    """The browser that is signed in with this token is one of the shop's devices."""
    here = update(BrowserSession).where(BrowserSession.id == hashed(token))
    db.session.execute(here.values(device_id=device_id))


def end_shifts_on(device_id: int) -> None:
    """Whoever serves on a device is signed out; a card that is open beside it stays."""
    there = update(BrowserSession).where(BrowserSession.device_id == device_id)
    db.session.execute(there.values(staff_id=None, staff_until=None, device_id=None))
    _forget_empty()


def sign_out_member_everywhere(member_id: int) -> None:
    """Their card closes on every browser; a shift beside it goes on."""
    revoke_keys(DeviceKey.member_id == member_id)
    close_cards(BrowserSession.member_id == member_id)


def lock_out(member_id: int) -> None:
    """Their phone is lost: every browser is signed out, and no passkey opens the card any more."""
    sign_out_member_everywhere(member_id)
    db.session.execute(delete(Passkey).where(Passkey.member_id == member_id))


def note_seen(token: str) -> None:
    seen = update(BrowserSession).where(BrowserSession.id == hashed(token))
    db.session.execute(seen.values(seen_at=now()))


def close_cards(*which: ColumnElement[bool]) -> None:
    """On these browsers, and their keys are over; a shift that runs there goes on."""
    revoke_keys(DeviceKey.id.in_(select(BrowserSession.device_key_id).where(*which)))
    theirs = update(BrowserSession).where(*which)
    db.session.execute(theirs.values(member_id=None, device_key_id=None))
    _forget_empty()


def _forget_empty() -> None:
    nobody = BrowserSession.member_id.is_(None), BrowserSession.staff_id.is_(None)
    db.session.execute(delete(BrowserSession).where(*nobody))


def _renewed(token: str | None, fresh: str | None = None) -> tuple[BrowserSession, str]:
    """A session under a fresh token (a planted one must not stay), with what the old one held."""
    fresh = fresh or new_token()
    row = BrowserSession(id=hashed(fresh), expires_at=now() + MEMBER_STAYS)
    earlier = db.session.get(BrowserSession, hashed(token)) if token else None
    if earlier:
        row.member_id, row.device_key_id = earlier.member_id, earlier.device_key_id
        row.staff_id, row.staff_until = earlier.staff_id, earlier.staff_until
        row.device_id, row.by_pin = earlier.device_id, earlier.by_pin
        db.session.delete(earlier)
    db.session.add(row)
    db.session.flush()
    return row, fresh
