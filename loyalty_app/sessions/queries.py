"""Who is asking: one statement for all that every request needs to know."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, func, select

from ..clock import now
from ..extensions import UtcDateTime, db
from ..logo.queries import logo_hash
from ..members.models import DeviceKey, Member
from ..programme.versions import in_force_at
from ..shops.models import Shop
from ..staff.models import Staff
from .models import BrowserSession, NewPhone, Passkey
from .operations import hashed

SEEN_EVERY = timedelta(hours=1)
"""How exactly it is known when a browser last showed the card."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in on a browser, and the content hashes of the programme in force and the logo.

    `key`: with which this browser shows the member's rotating code.
    `unseen`: it is a while ago that somebody noted this browser. `device_id`: of the shop's device
    that it is; `by_pin`: a PIN began the shift, not a password.
    """

    token: str
    member: Member | None
    key: DeviceKey | None
    staff: Staff | None
    shop: Shop | None
    programme_sha256: str | None
    logo_sha256: str | None
    unseen: bool
    device_id: int | None
    by_pin: bool


def visitor_of(token: str) -> Visitor | None:
    """None when nobody is signed in with this token, or not any more."""
    moment = now()
    said = {"session": hashed(token), "moment": moment}
    row = db.session.execute(_visitor(), said).first()
    if row is None:
        return None
    shift, seen_at, device_id, by_pin, member, key, staff, shop, programme_sha256, logo_sha256 = row
    on_shift = staff is not None and _works_here(staff, shift, moment)
    return Visitor(
        token=token,
        member=member if member and member.closed_at is None else None,
        key=key,
        staff=staff if on_shift else None,
        shop=shop if on_shift else None,
        programme_sha256=programme_sha256,
        logo_sha256=logo_sha256,
        unseen=seen_at is None or seen_at < moment - SEEN_EVERY,
        device_id=device_id,
        by_pin=by_pin,
    )


@cache
def _visitor() -> Select[*tuple[Any, ...]]:
    moment: BindParameter[datetime] = bindparam("moment", type_=UtcDateTime)
    session = (
        BrowserSession.staff_until,
        BrowserSession.seen_at,
        BrowserSession.device_id,
        BrowserSession.by_pin,
    )
    contents = in_force_at(moment).scalar_subquery(), logo_hash().scalar_subquery()
    return (
        select(*session, Member, DeviceKey, Staff, Shop, *contents)
        .select_from(BrowserSession)
        .outerjoin(Member, Member.id == BrowserSession.member_id)
        .outerjoin(DeviceKey, DeviceKey.id == BrowserSession.device_key_id)
        .outerjoin(Staff, Staff.id == BrowserSession.staff_id)
        .outerjoin(Shop, Shop.id == Staff.shop_id)
        .where(BrowserSession.id == bindparam("session"), BrowserSession.expires_at > moment)
    )


def _works_here(staff: Staff, until: datetime | None, moment: datetime) -> bool:
    return staff.left_at is None and until is not None and until > moment


def phones_of(member_id: int) -> list[tuple[BrowserSession, DeviceKey | None]]:
    """Where their card is open, with the key that shows its code there; the one last seen first.

    Also where the sign-in is over and the key is not: it shows codes without asking us.
    """
    seen = func.coalesce(BrowserSession.seen_at, BrowserSession.created_at)
    rows = db.session.execute(
        select(BrowserSession, DeviceKey)
        .outerjoin(DeviceKey, DeviceKey.id == BrowserSession.device_key_id)
        .where(BrowserSession.member_id == member_id)
        .where((BrowserSession.expires_at > now()) | DeviceKey.id.is_not(None))
        .order_by(seen.desc(), BrowserSession.id)
    )
    return [(session, key) for session, key in rows]


def passkeys_of(member_id: int) -> list[Passkey]:
    """The newest first."""
    own = select(Passkey).where(Passkey.member_id == member_id)
    return list(db.session.scalars(own.order_by(Passkey.created_at.desc())))


def new_phones_of(member_id: int, limit: int) -> list[tuple[NewPhone, Staff]]:
    """Each with who offered it, the newest first."""
    rows = db.session.execute(
        select(NewPhone, Staff)
        .join(Staff, Staff.id == NewPhone.staff_id)
        .where(NewPhone.member_id == member_id)
        .order_by(NewPhone.offered_at.desc())
        .limit(limit)
    )
    return [(phone, staff) for phone, staff in rows]
