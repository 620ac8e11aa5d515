"""PINs of staff: quick to type, so good on the shop's own devices alone, and for the counter alone.

After five wrong ones in a row somebody is locked out of one device, until they type their password.
"""

from itertools import pairwise

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import delete, select

from ..errors import LoyaltyError
from ..extensions import db
from ..extensions.upserts import inserting
from .models import PinTries, Staff
from .passwords import PasswordHash
from .queries import colleague

SHORTEST, LONGEST = 4, 6
MOST_TRIES = 5
WELL_KNOWN = ("2580", "0852", "1004", "5683", "1379", "147258", "159753", "112233", "131313")


class UnfitPin(LoyaltyError):
    words = _l("A PIN has four to six digits.")
    code = "unfit_pin"


class GuessablePin(UnfitPin):
    words = _l("This is one of the first that anybody would try. Choose other digits.")


class WrongPin(LoyaltyError):
    code = "wrong_pin"

    def __init__(self, left: int) -> None:
        super().__init__(left=left)
        self.left = left

    def __str__(self) -> str:
        return ngettext(
            "This is not the PIN. %(num)d try is left.",
            "This is not the PIN. %(num)d tries are left.",
            self.left,
        )


class PinLocked(LoyaltyError):
    words = _l("Too many wrong PINs on this device. It works again after a sign-in by password.")
    code = "pin_locked"


def check_pin(pin: str) -> None:
    """Raises UnfitPin for what is none, GuessablePin for `1111`, `4321`, `1212`, `1998` …"""
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        raise UnfitPin
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    in_a_row = len(steps) == 1 and steps <= {0, 1, 9}
    repeated = any(pin == pin[:n] * (len(pin) // n) for n in (1, 2, 3))
    is_a_year = len(pin) == 4 and pin[:2] in ("19", "20")
    if in_a_row or repeated or is_a_year or pin in WELL_KNOWN:
        raise GuessablePin


def set_pin(staff_id: int, pin: PasswordHash | None) -> None:
    """None: they have none any more."""
    colleague(staff_id).pin_hash = pin
    forget_pin_tries(staff_id)


def people_with_pins(shop_id: int) -> list[Staff]:
    """Who may be let in by PIN on the devices of a shop, by name."""
    theirs = select(Staff).where(
        Staff.shop_id == shop_id, Staff.left_at.is_(None), Staff.pin_hash.is_not(None)
    )
    return list(db.session.scalars(theirs.order_by(Staff.name, Staff.id)))


def count_pin_try(staff_id: int, device_id: int) -> int:
    """Before the PIN is looked at, so that many at once are counted too; how many are left then.

    One statement, which counts no further than MOST_TRIES. Raises PinLocked.
    """
    first = inserting(PinTries).values(staff_id=staff_id, device_id=device_id, failures=1)
    counted = first.on_conflict_do_update(
        index_elements=["staff_id", "device_id"],
        set_={"failures": PinTries.failures + 1},
        where=PinTries.failures < MOST_TRIES,
    ).returning(PinTries.failures)
    failures: int | None = db.session.execute(counted).scalar()
    if failures is None:
        raise PinLocked
    return MOST_TRIES - failures


def forget_pin_tries(staff_id: int, device_id: int | None = None) -> None:
    """On one device: the PIN was right. On all of them: the password was."""
    theirs = delete(PinTries).where(PinTries.staff_id == staff_id)
    if device_id is not None:
        theirs = theirs.where(PinTries.device_id == device_id)
    db.session.execute(theirs)
