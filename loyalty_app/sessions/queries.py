"""Who is asking: one statement for all that every request needs to know."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from ..clock import now
from ..extensions import db
from ..members.models import DeviceKey, Member
from ..programme.versions import in_force_now
from ..shops.models import Shop
from ..staff.models import Staff
from .models import BrowserSession
from .operations import hashed


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is signed in on a browser, and the content hash of the programme in force.

    `key`: with which this browser shows the member's rotating code.
    """

    token: str
    member: Member | None
    key: DeviceKey | None
    staff: Staff | None
    shop: Shop | None
    programme_sha256: str | None


def visitor_of(token: str) -> Visitor | None:
    """None when nobody is signed in with this token, or not any more."""
    moment = now()
    row = db.session.execute(
        select(BrowserSession, Member, DeviceKey, Staff, Shop, in_force_now().scalar_subquery())
        .outerjoin(Member, Member.id == BrowserSession.member_id)
        .outerjoin(DeviceKey, DeviceKey.id == BrowserSession.device_key_id)
        .outerjoin(Staff, Staff.id == BrowserSession.staff_id)
        .outerjoin(Shop, Shop.id == Staff.shop_id)
        .where(BrowserSession.id == hashed(token), BrowserSession.expires_at > moment)
    ).first()
    if row is None:
        return None
    session, member, key, staff, shop, sha256 = row
    on_shift = staff is not None and _works_here(staff, session.staff_until, moment)
    return Visitor(
        token=token,
        member=member if member and member.closed_at is None else None,
        key=key,
        staff=staff if on_shift else None,
        shop=shop if on_shift else None,
        programme_sha256=sha256,
    )


def _works_here(staff: Staff, until: datetime | None, moment: datetime) -> bool:
    return staff.left_at is None and until is not None and until > moment
