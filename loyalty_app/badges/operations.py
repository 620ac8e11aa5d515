"""Showing a badge to others, and no more."""

import secrets

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete

from ..errors import LoyaltyError
from ..extensions import db
from ..extensions.upserts import inserting
from ..standing.queries import standing_of
from .models import SharedBadge


class BadgeNotWorn(LoyaltyError):
    words = _l("This badge is not yours yet. Once you have earned it, you can share it.")
    code = "badge_not_worn"


def share_badge(member_id: int, badge: str) -> None:
    """One link for each badge, however often it is asked for. Raises BadgeNotWorn."""
    if badge not in standing_of(member_id).badges:
        raise BadgeNotWorn
    row = {"token": secrets.token_urlsafe(32), "member_id": member_id, "badge": badge}
    db.session.execute(inserting(SharedBadge).on_conflict_do_nothing(), [row])


def stop_sharing(member_id: int, badge: str) -> None:
    theirs = SharedBadge.member_id == member_id
    db.session.execute(delete(SharedBadge).where(theirs, SharedBadge.badge == badge))
