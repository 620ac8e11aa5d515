"""The rotating code `LY1`: what a phone shows at which moment, and whether it counts.

`LY1` + the key's handle + the step + a MAC over all that, in Crockford base32: 29 letters, which is
the most that a QR code of 25 × 25 modules holds at level Q. A step is 30 seconds since 1970.
`static/js/card/rotating.js` computes the same on the phone; a test compares the two.

Pure: no database, no clock.
"""

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime

from flask_babel import format_time
from flask_babel import lazy_gettext as _l

from ..errors import LoyaltyError
from .codes import digits_of, number_of, read_in

PREFIX = "LY1"
STEP_SECONDS = 30
HANDLE_DIGITS, STEP_DIGITS, MAC_DIGITS = 10, 6, 10
NEIGHBOURS = 1
"""Steps that a code may be early or late: reading takes a moment, and clocks differ a little."""

ROTATING = re.compile(
    rf"LY[1IL]([0-9A-TV-Z]{{{HANDLE_DIGITS + STEP_DIGITS + MAC_DIGITS}}})", re.ASCII
)


class ForgedCode(LoyaltyError):
    words = _l("No phone shows this code. Look at the member's own screen and scan again.")
    code = "forged_code"


class CodeUsed(LoyaltyError):
    words = _l("This code was scanned already. The phone shows the next one within 30 seconds.")
    code = "code_used"


class PhoneRemoved(LoyaltyError):
    words = _l("The member removed this phone from their card. Ask for their number.")
    code = "phone_removed"


class OtherMoment(LoyaltyError):
    """`shown_at`: when the code was right, in the shop's time zone."""

    def __init__(self, shown_at: datetime) -> None:
        super().__init__(shown_at=shown_at.isoformat())
        self.shown_at = shown_at

    def __str__(self) -> str:
        return str(self.words) % {"time": format_time(self.shown_at, "short", rebase=False)}


class StaleCode(OtherMoment):
    words = _l("This code is from %(time)s. Ask for the live one.")
    code = "stale_code"


class EarlyCode(OtherMoment):
    words = _l(
        "This code is for %(time)s: the phone's clock is fast. Opening the card with a "
        "connection mends it; until then type the card number."
    )
    code = "early_code"


@dataclass(frozen=True, slots=True)
class Shown:
    """A code as it was read off a screen; whose it is and whether it is genuine is not said."""

    handle: str
    step: int
    mac: str


def shown_in(text: str) -> Shown | None:
    read = read_in(text, ROTATING)
    if read is None:
        return None
    handle, step = read[:HANDLE_DIGITS], read[HANDLE_DIGITS:-MAC_DIGITS]
    return Shown(handle, number_of(step), read[-MAC_DIGITS:])


def step_at(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP_SECONDS


def code_of(key: bytes, handle: str, step: int) -> str:
    """What the phone with this key shows during a step."""
    said = f"{PREFIX}{handle}{digits_of(step, STEP_DIGITS)}"
    digest = hmac.digest(key, said.encode(), "sha256")
    return said + digits_of(int.from_bytes(digest[:8]) >> 64 - 5 * MAC_DIGITS, MAC_DIGITS)


def judge(shown: Shown, key: bytes, at: datetime) -> None:
    """Whether the phone with this key showed it; `at`: when it was scanned, in the shop's zone.

    Raises ForgedCode, StaleCode, EarlyCode.
    """
    genuine = code_of(key, shown.handle, shown.step)[-MAC_DIGITS:]
    if not hmac.compare_digest(genuine, shown.mac):
        raise ForgedCode
    off = shown.step - step_at(at)
    if abs(off) > NEIGHBOURS:
        shown_at = datetime.fromtimestamp(shown.step * STEP_SECONDS, UTC).astimezone(at.tzinfo)
        raise (EarlyCode if off > 0 else StaleCode)(shown_at)
