"""Who works here."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from ..errors import NotFound
from ..extensions import db
from .models import Role, Staff


class UnknownStaff(NotFound):
    words = _l("Nobody with this name works here any more.")
    code = "unknown_staff"


def colleagues() -> list[Staff]:
    """Everybody who works here now, by name."""
    return list(
        db.session.scalars(select(Staff).where(Staff.left_at.is_(None)).order_by(Staff.name))
    )


def colleague(staff_id: int) -> Staff:
    """Raises UnknownStaff, also for somebody who left."""
    staff = db.session.get(Staff, staff_id)
    if staff is None or staff.left_at is not None:
        raise UnknownStaff
    return staff


def name_of(staff_id: int) -> str:
    """Also of somebody who left: what they did keeps their name."""
    return db.session.get_one(Staff, staff_id).name


def has_an_owner() -> bool:
    owner = select(Staff.id).where(Staff.role == Role.OWNER, Staff.left_at.is_(None))
    return db.session.scalar(owner.limit(1)) is not None
