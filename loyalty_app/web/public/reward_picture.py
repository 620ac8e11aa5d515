from flask import Response, abort, make_response

from ...rewards.pictures import picture_of
from ..assets import FOR_EVER
from . import bp


@bp.get("/assets/reward-<reward>-<version>.webp")
def reward_picture(reward: str, version: str) -> Response:
    """Whatever version is asked for; only the present one is kept."""
    found = picture_of(reward) or abort(404)
    answer = make_response(found.picture)
    answer.mimetype = "image/webp"
    answer.headers["Cache-Control"] = FOR_EVER if found.sha256 == version else "no-cache"
    return answer
