"""Wrong tries, counted for every name that is typed, whether anybody has it or not.

After a few of them the name rests: a minute, then twice as long each time.
"""

import hashlib
from datetime import datetime, timedelta

from flask_babel import ngettext
from sqlalchemy import delete, update

from ..clock import now
from ..errors import LoyaltyError
from ..extensions import db
from ..extensions.upserts import inserting
from .models import SignInTries

FREE_TRIES = 5
FIRST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(hours=1)
FORGOTTEN_AFTER = timedelta(days=1)


class TooManyTries(LoyaltyError):
    code = "too_many_tries"

    def __init__(self, wait: timedelta) -> None:
        super().__init__()
        self.minutes = -(-wait // timedelta(minutes=1))

    def __str__(self) -> str:
        return ngettext(
            "Too many wrong tries. Try again in %(num)d minute.",
            "Too many wrong tries. Try again in %(num)d minutes.",
            self.minutes,
        )


def count_try(name: str) -> None:
    """Before what is tried is looked at, so that many at once are counted too.

    Raises TooManyTries.
    """
    failures, last_at = _hold(name)
    moment = now()  # after the hold: somebody else may have tried while we waited for it
    wait = last_at + rest_after(failures) - moment
    if wait > timedelta():
        raise TooManyTries(wait)
    if moment - last_at > FORGOTTEN_AFTER:
        failures = 0
    db.session.execute(
        update(SignInTries)
        .where(SignInTries.id == _key(name))
        .values(failures=failures + 1, last_at=moment)
    )
    db.session.execute(delete(SignInTries).where(SignInTries.last_at < moment - FORGOTTEN_AFTER))


def forget_tries(name: str) -> None:
    """It was right in the end."""
    db.session.execute(delete(SignInTries).where(SignInTries.id == _key(name)))


def rest_after(failures: int) -> timedelta:
    """How long a name rests after so many wrong tries."""
    if failures < FREE_TRIES:
        return timedelta()
    doubled: int = 1 << min(failures - FREE_TRIES, 10)
    return min(FIRST_REST * doubled, LONGEST_REST)


def _hold(name: str) -> tuple[int, datetime]:
    new = inserting(SignInTries).values(id=_key(name), failures=0, last_at=now())
    held = new.on_conflict_do_update(
        index_elements=["id"], set_={"failures": SignInTries.failures}
    ).returning(SignInTries.failures, SignInTries.last_at)
    failures, last_at = db.session.execute(held).one()
    return failures, last_at


def _key(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
