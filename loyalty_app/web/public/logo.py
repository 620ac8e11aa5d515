from io import BytesIO

from flask import Response, abort, make_response
from PIL import Image

from ...logo.queries import logo_picture
from ..assets import FOR_EVER
from ..visitor import logo_version
from . import bp

SIDE = 96
"""Pixels: a masthead shows a third of them on each side, a sharp screen all."""


@bp.get("/assets/logo-<version>.webp")
def logo(version: str) -> Response:
    """As large as a page needs it, whatever version is asked for; only the present one is kept."""
    picture = logo_picture() or abort(404)
    answer = make_response(_small(picture))
    answer.mimetype = "image/webp"
    answer.headers["Cache-Control"] = FOR_EVER if version == logo_version() else "no-cache"
    return answer


def _small(picture: bytes) -> bytes:
    small = Image.open(BytesIO(picture)).resize((SIDE, SIDE), Image.Resampling.LANCZOS)
    out = BytesIO()
    small.save(out, "WEBP", quality=85, method=6)
    return out.getvalue()
