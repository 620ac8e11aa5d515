"""What the browser fetches beside the pages: stylesheets, one palette, files under /static.

Each address carries a hash of what it answers, so it may be kept for ever; there is no build
step. A stylesheet is a folder put together once per process: static/css for every page, and
static/css/staff after it for who works here, so that a member's phone fetches nothing of it. The
palette follows from the colour in its address. Files under /static carry the fingerprint of the
whole folder.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, abort, current_app, request, url_for

from loyalty_app.extensions.answers import OWN_POLICIES
from loyalty_app.web import palette

SHEETS = {"app": "css", "staff": "css/staff"}
LAYERS = "@layer reset, tokens, brand, base, layout, components, utilities;\n"
GAPS = re.compile(r"(?:\s|/\*.*?\*/)+", re.DOTALL)
"""White space and comments; our style sheets have neither in strings."""
FOR_EVER = "public, max-age=31536000, immutable"


@cache
def _put_together(folder: Path) -> bytes:
    files = sorted(folder.glob("*.css"))
    rules = "".join(path.read_text("utf-8") for path in files)
    return (LAYERS + GAPS.sub(" ", rules)).encode()


def stylesheet(name: str) -> bytes:
    """`name` is one of SHEETS; layers, not file names, decide which rule wins."""
    if current_app.debug:
        _put_together.cache_clear()
    return _put_together(Path(current_app.static_folder or "", SHEETS[name]))


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()[:12]


def _css(data: bytes, wanted: str) -> Response:
    """An address from before an update still gets styles, only not for ever."""
    response = Response(data, mimetype="text/css")
    response.headers["Cache-Control"] = FOR_EVER if wanted == _hash(data) else "no-cache"
    return response


def serve_stylesheet(name: str, version: str) -> Response:
    return _css(stylesheet(name), version)


def serve_palette(colour: str, version: str) -> Response:
    try:
        return _css(_palette(colour), version)
    except ValueError:
        abort(404)


@cache
def _kept_palette(colour: str) -> bytes:
    return palette.stylesheet(colour).encode()


def _palette(colour: str) -> bytes:
    if _kept_palette.cache_info().currsize > 256:
        _kept_palette.cache_clear()
    return _kept_palette(colour)


def stylesheet_url(name: str = "app") -> str:
    return url_for("stylesheet", name=name, version=_hash(stylesheet(name)))


def brand_url(colour: str) -> str:
    """`colour` like `#1e5bff`; ValueError for anything else."""
    plain = colour.strip().lstrip("#").lower()
    return url_for("palette", colour=plain, version=_hash(_palette(plain)))


def asset(filename: str) -> str:
    return url_for("static", filename=filename)


def asked_again(answer: Response) -> Response:
    """Kept by the browser, which asks each time whether it still holds."""
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def carry_own_policy(response: Response) -> Response:
    """As whitenoise does where it serves the files."""
    if policy := OWN_POLICIES.get((request.view_args or {}).get("filename", "")):
        response.headers["Content-Security-Policy"] = policy
    return response


def init_assets(app: Flask) -> None:
    app.after_request(carry_own_policy)
    for name in SHEETS:
        address = f"/assets/{name}-<version>.css"
        app.add_url_rule(address, "stylesheet", serve_stylesheet, defaults={"name": name})
    app.add_url_rule("/assets/brand-<colour>-<version>.css", "palette", serve_palette)
    app.jinja_env.globals.update(
        stylesheet_url=stylesheet_url,
        brand_url=brand_url,
        asset=asset,
        ground_colours=palette.ground_colours,
    )
