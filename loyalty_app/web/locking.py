"""A shift that a PIN began is over for whoever does not touch it: the cookie says when it was used.

The page locks itself by `js/counter/lock.js`; this holds without it, and without a write per page.
"""

from flask import Flask, Response, session
from flask_login import current_user

from ..clock import now
from ..programme.versions import programme_with
from ..sessions.queries import Visitor

USED_AT = "used_at"


def is_locked(visitor: Visitor) -> bool:
    if not visitor.by_pin:
        return False
    idle = int(now().timestamp()) - session.get(USED_AT, 0)
    return bool(idle > _lock_after(visitor))


def note_use() -> None:
    session[USED_AT] = int(now().timestamp())


def _lock_after(visitor: Visitor) -> int:
    """Seconds."""
    return 60 * programme_with(visitor.programme_sha256).counter.lock_minutes


def init_app(app: Flask) -> None:
    @app.after_request
    def keep_open(response: Response) -> Response:
        by_a_page = getattr(session, "by_a_page", False)  # as with all that renews the cookie
        if by_a_page and getattr(current_user, "by_pin", False):
            note_use()
        return response
