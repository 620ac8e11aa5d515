"""The mail that says that a card was opened on a new phone: its owner learns of it if it was not
them."""

from sqlalchemy import select

from ..extensions import db
from ..members.models import Member
from ..shops.models import Shop
from ..staff.models import Staff
from .writing import write


def tell_of_new_phone(member_id: int, staff_id: int) -> None:
    """Nothing where there is no address."""
    place = select(Shop.name).join(Staff, Staff.shop_id == Shop.id).where(Staff.id == staff_id)
    if db.session.get_one(Member, member_id).email:
        write(member_id, "new-phone", place=db.session.scalar(place))
