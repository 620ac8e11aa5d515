from flask import Response, abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from ...badges.queries import shown_under
from ...programme.sections.badges import Badge
from ...standing.queries import standing_of
from ...texts import say
from ..addresses import public_address
from ..badge_picture import SIDE, Shared, badge_picture
from ..pages import render
from ..visitor import programme
from . import bp

NOT_TO_BE_FOUND = {"X-Robots-Tag": "noindex", "Referrer-Policy": "no-referrer"}
"""Whoever has the link may look; nobody is to find it otherwise."""


@bp.get("/badge/<token>")
def shared_badge(token: str) -> ResponseReturnValue:
    """What a member chose to show: a badge, and the first name."""
    badge, name = _shown(token) or (None, "")
    page = render(
        "public/shared_badge",
        200 if badge else 410,
        badge=badge,
        earned=_earned(name),
        token=token,
        side=SIDE,
        picture=public_address("public.badge_as_picture", token=token),
    )
    page.headers.update(NOT_TO_BE_FOUND)
    return page


@bp.get("/badge/<token>.png")
def badge_as_picture(token: str) -> ResponseReturnValue:
    badge, name = _shown(token) or abort(404)
    shared = Shared(
        name=say(badge.name),
        earned=_earned(name),
        colour=programme().colour,
        shape=badge.shape,
        rarity=badge.rarity,
        icon=badge.icon,
    )
    answer = Response(badge_picture(shared), mimetype="image/png", headers=NOT_TO_BE_FOUND)
    answer.headers["Cache-Control"] = "no-cache"  # it may be kept to oneself again
    return answer


def _shown(token: str) -> tuple[Badge, str] | None:
    """The badge and the first name, where there is one; a card's number is not shown."""
    found = shown_under(token)
    if found is None:
        return None
    member, badge_id = found
    badge = programme().badge(badge_id)
    if badge is None or badge_id not in standing_of(member.id).badges:
        return None
    return badge, member.name and member.called


def _earned(name: str) -> str:
    shop = say(programme().name)
    return _("%(name)s · %(shop)s", name=name, shop=shop) if name else shop
