"""Sign-in links: ten minutes, once, and only in the browser that asked. Looking uses nothing up."""

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select, update

from ..clock import now
from ..errors import LoyaltyError
from ..extensions import db
from .models import SignInLink
from .operations import hashed, new_token

LINK_LASTS = timedelta(minutes=10)


class LinkOver(LoyaltyError):
    words = _l("This link was used, is too old, or was requested in another browser.")
    code = "link_over"


def add_link(member_id: int, browser: str) -> str:
    """The token of a new link; `browser` is a secret that only the asking browser keeps."""
    token = new_token()
    db.session.add(
        SignInLink(
            id=hashed(token),
            member_id=member_id,
            browser=hashed(browser),
            expires_at=now() + LINK_LASTS,
        )
    )
    return token


def links_within(member_id: int, last: timedelta) -> int:
    """How many were asked for in the last so many minutes."""
    count = select(func.count()).select_from(SignInLink)
    since = now() - last + LINK_LASTS
    return db.session.execute(
        count.where(SignInLink.member_id == member_id, SignInLink.expires_at > since)
    ).scalar_one()


def link_is_good(token: str, browser: str) -> bool:
    found = select(SignInLink.member_id).where(*_usable(token, browser))
    return db.session.scalar(found) is not None


def use_link(token: str, browser: str) -> int:
    """The member whose link this is; one conditional UPDATE, so that it counts once.

    Raises LinkOver.
    """
    taken = update(SignInLink).where(*_usable(token, browser)).values(used_at=now())
    member_id = db.session.scalar(
        taken.returning(SignInLink.member_id).execution_options(synchronize_session=False)
    )
    if member_id is None:
        raise LinkOver
    return member_id


def _usable(token: str, browser: str) -> tuple[ColumnElement[bool], ...]:
    return (
        SignInLink.id == hashed(token),
        SignInLink.browser == hashed(browser),
        SignInLink.used_at.is_(None),
        SignInLink.expires_at > now(),
    )
