"""Sign-in links: ten minutes, once, and only in the browser that asked. Looking uses nothing up.

Each comes with six digits: a mail that is read elsewhere still opens the card where it was asked.
"""

import secrets
from datetime import timedelta
from enum import Enum, auto

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select, update

from ..clock import now
from ..errors import LoyaltyError
from ..extensions import db
from ..staff.tries import count_try, forget_tries
from .models import SignInLink
from .operations import hashed, new_token

LINK_LASTS = timedelta(minutes=10)


class LinkOver(LoyaltyError):
    words = _l("This link was used, is too old, or was requested in another browser.")
    code = "link_over"


class WrongCode(LoyaltyError):
    """Says no more, or it would tell who has a card."""

    words = _l("This is not the code, or it is used or too old. Check it, or ask for a new mail.")
    code = "wrong_code"


class Found(Enum):
    """What a link is to the browser that shows it."""

    GOOD = auto()
    ELSEWHERE = auto()  # good, but in the browser that asked
    OVER = auto()


def add_link(member_id: int, browser: str) -> tuple[str, str]:
    """Token and code of a new link; `browser` is a secret that only the asking browser keeps."""
    token, code = new_token(), f"{secrets.randbelow(10**6):06}"
    db.session.add(
        SignInLink(
            id=hashed(token),
            member_id=member_id,
            browser=hashed(browser),
            code=_hashed_code(browser, code),
            expires_at=now() + LINK_LASTS,
        )
    )
    return token, code


def links_within(member_id: int, last: timedelta) -> int:
    """How many were asked for in the last so many minutes."""
    count = select(func.count()).select_from(SignInLink)
    since = now() - last + LINK_LASTS
    return db.session.execute(
        count.where(SignInLink.member_id == member_id, SignInLink.expires_at > since)
    ).scalar_one()


def find_link(token: str, browser: str) -> Found:
    asked_by = select(SignInLink.browser).where(SignInLink.id == hashed(token), *_usable())
    known = db.session.scalar(asked_by)
    if known is None:
        return Found.OVER
    return Found.GOOD if known == hashed(browser) else Found.ELSEWHERE


def use_link(token: str, browser: str) -> int:
    """The member whose link this is; it counts once. Raises LinkOver."""
    member_id = _use(SignInLink.id == hashed(token), SignInLink.browser == hashed(browser))
    if member_id is None:
        raise LinkOver
    return member_id


def use_code(address: str, browser: str, code: str) -> int | None:
    """The member whose code this is; it counts once. None when it is wrong: the try must be kept.

    Tries count for the address that was asked for, whether anybody has it or not.
    Raises TooManyTries.
    """
    name = f"code\n{address}"
    count_try(name)
    member_id = _use(SignInLink.code == _hashed_code(browser, code))
    if member_id is not None:
        forget_tries(name)
    return member_id


def _use(*which: ColumnElement[bool]) -> int | None:
    """One conditional UPDATE: of many at once, one succeeds."""
    taken = update(SignInLink).where(*which, *_usable()).values(used_at=now())
    return db.session.scalar(
        taken.returning(SignInLink.member_id).execution_options(synchronize_session=False)
    )


def _usable() -> tuple[ColumnElement[bool], ...]:
    return SignInLink.used_at.is_(None), SignInLink.expires_at > now()


def _hashed_code(browser: str, code: str) -> str:
    """With the browser's secret, so that nobody finds the digits by trying a million hashes."""
    return hashed(f"{browser} {code}")
