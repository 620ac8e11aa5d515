"""Hiring, moving and dismissing; and who signs in.

There is always an owner: the last one can neither leave nor be given a lesser role.
"""

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update

from ..clock import now
from ..errors import LoyaltyError
from ..extensions import db
from .models import Role, Staff
from .passwords import PasswordHash
from .pins import forget_pin_tries
from .queries import colleague
from .tries import count_try, forget_tries


class LoginTaken(LoyaltyError):
    words = _l("“%(login)s” is taken. Everybody needs their own login; choose another one.")
    code = "login_taken"


class LastOwner(LoyaltyError):
    words = _l("This is the only owner. Make somebody else an owner first.")
    code = "last_owner"


class WrongLogin(LoyaltyError):
    words = _l("Login or password is not right. Check both and try again.")
    code = "wrong_login"


def spelt(login: str) -> str:
    """A login in the one spelling it is kept in."""
    return " ".join(login.casefold().split())


def hire(name: str, login: str, password: PasswordHash, role: Role, shop_id: int) -> Staff:
    """Raises LoginTaken, also for the login of somebody who left: receipts still name them."""
    if db.session.scalar(select(Staff.id).where(Staff.login == spelt(login))):
        raise LoginTaken(login=login)
    staff = Staff(
        name=name.strip(),
        login=spelt(login),
        password_hash=password,
        role=role,
        shop_id=shop_id,
        joined_at=now(),
    )
    db.session.add(staff)
    db.session.flush()
    return staff


def dismiss(staff_id: int) -> Staff:
    """They may do nothing from now on; what they did keeps their name. Raises LastOwner."""
    staff = colleague(staff_id)
    _keep_an_owner(staff)
    staff.left_at = now()
    return staff


def assign(staff_id: int, role: Role, shop_id: int) -> Staff:
    """Another role or shop. Raises LastOwner."""
    staff = colleague(staff_id)
    if role is not Role.OWNER:
        _keep_an_owner(staff)
    staff.role, staff.shop_id = role, shop_id
    return staff


def change_password(staff_id: int, password: PasswordHash) -> Staff:
    staff = colleague(staff_id)
    staff.password_hash = password
    return staff


def link_card(staff_id: int, member_id: int | None) -> Staff:
    """Say which card is their own, so that they cannot serve it; None: they have none."""
    staff = colleague(staff_id)
    staff.member_id = member_id
    return staff


def try_login(login: str) -> Staff | None:
    """Count a try before its password is looked at, so that many at once are counted too.

    None when nobody has this login. Raises TooManyTries.
    """
    count_try(spelt(login))
    return db.session.scalar(
        select(Staff).where(Staff.login == spelt(login), Staff.left_at.is_(None))
    )


def welcome(staff_id: int) -> Staff:
    """The password was right: earlier tries are forgotten, those of the PIN too."""
    staff = colleague(staff_id)
    forget_tries(staff.login)
    forget_pin_tries(staff_id)
    return staff


def _keep_an_owner(staff: Staff) -> None:
    """Holds all owners first: two who dismiss each other at once must not both succeed."""
    held = db.session.execute(
        update(Staff)
        .where(Staff.role == Role.OWNER, Staff.left_at.is_(None))
        .values(role=Role.OWNER)
        .returning(Staff.id)
        .execution_options(synchronize_session=False)
    )
    if set(held.scalars()) == {staff.id}:
        raise LastOwner
