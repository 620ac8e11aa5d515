"""appoint: somebody becomes an owner from the machine itself, where no page can help any more."""

from sqlalchemy import select

from ..extensions import db
from ..programme.versions import current_programme
from ..sessions.operations import sign_out_staff_everywhere
from ..shops.models import Shop
from ..shops.operations import open_shop
from ..staff.models import Role, Staff
from ..staff.operations import change_password, hire, spelt, welcome
from ..staff.passwords import PasswordHash
from ..texts import say


def appoint(login: str, password: PasswordHash) -> Staff:
    """Whoever has this login is an owner now and signs in with this password; nobody had it: a
    new owner. Raises NoProgramme."""
    staff = db.session.scalar(select(Staff).where(Staff.login == spelt(login)))
    if staff is None:
        return hire(login, login, password, Role.OWNER, _first_shop().id)
    staff.left_at, staff.role = None, Role.OWNER
    db.session.flush()
    sign_out_staff_everywhere(change_password(welcome(staff.id).id, password))
    return staff


def _first_shop() -> Shop:
    shop = db.session.scalar(select(Shop).order_by(Shop.id).limit(1))
    return shop or open_shop(say(current_programme().name))
