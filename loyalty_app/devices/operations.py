"""Enrolling and revoking a counter's device. A code counts once, and looking uses none up."""

import re
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, or_, update

from ..clock import now
from ..errors import LoyaltyError
from ..extensions import db
from ..members.codes import random_code, read_in
from ..sessions.operations import bind_to_device, end_shifts_on, hashed, new_token
from ..sessions.queries import SEEN_EVERY
from .models import Device, DeviceOffer

OFFER_LASTS = timedelta(minutes=10)
CODE_LENGTH = 10
CODE = re.compile(rf"([0-9A-TV-Z]{{{CODE_LENGTH}}})")


class DeviceCodeOver(LoyaltyError):
    words = _l(
        "This code is not good: it was used, is older than ten minutes, or has a typo. "
        "The owner makes a new one in the console."
    )
    code = "device_code_over"


def offer_device(name: str, shop_id: int, staff_id: int) -> str:
    """The code that enrols one device under this name; it is typed, or read off a QR code."""
    code = random_code(CODE_LENGTH)
    db.session.add(
        DeviceOffer(
            id=hashed(code),
            name=name.strip(),
            shop_id=shop_id,
            staff_id=staff_id,
            expires_at=now() + OFFER_LASTS,
        )
    )
    return code


def enrol_device(code: str, before: str | None = None, session: str | None = None) -> str:
    """The token of a new device, by one conditional UPDATE of its code.

    `before`: the token of the device that this browser was up to now; it is another one from here
    on. `session`: who is signed in on it works on this device now. Raises DeviceCodeOver.
    """
    taken = update(DeviceOffer).where(*is_good(code)).values(used_at=now()).returning(DeviceOffer)
    offer = db.session.scalar(taken.execution_options(synchronize_session=False))
    if offer is None:
        raise DeviceCodeOver
    if before:
        _revoke(offer.staff_id, Device.token == hashed(before))
    token = new_token()
    device = Device(
        token=hashed(token),
        name=offer.name,
        shop_id=offer.shop_id,
        enrolled_by=offer.staff_id,
        seen_at=now(),
    )
    db.session.add(device)
    db.session.flush()
    if session:
        bind_to_device(session, device.id)
    return token


def is_good(code: str) -> tuple[ColumnElement[bool], ...]:
    """What an offer must be for this code to enrol a device now."""
    read = read_in(code, CODE) or ""
    return (
        DeviceOffer.id == hashed(read),
        DeviceOffer.used_at.is_(None),
        DeviceOffer.expires_at > now(),
    )


def revoke_device(device_id: int, staff_id: int) -> None:
    """Its next request is refused: whoever is signed in on it is signed out. Twice is once."""
    _revoke(staff_id, Device.id == device_id)


def note_device(device_id: int) -> None:
    """It is here now; written once an hour."""
    long_ago = or_(Device.seen_at.is_(None), Device.seen_at < now() - SEEN_EVERY)
    seen = update(Device).where(Device.id == device_id, long_ago)
    db.session.execute(seen.values(seen_at=now()))


def _revoke(staff_id: int, which: ColumnElement[bool]) -> None:
    live = update(Device).where(which, Device.revoked_at.is_(None))
    revoking = live.values(revoked_at=now(), revoked_by=staff_id).returning(Device.id)
    revoked = db.session.scalar(revoking.execution_options(synchronize_session=False))
    if revoked is not None:
        end_shifts_on(revoked)
