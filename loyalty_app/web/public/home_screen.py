"""What puts the card on a phone's home screen, and opens it there without a connection."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Response, abort, current_app, jsonify, make_response, render_template, request
from flask import url_for as address_of

from ...texts import say
from .. import palette
from ..app_icon import SIZES, app_icon, initial
from ..assets import FOR_EVER, asset, brand_url, stylesheet_url
from ..language import reader_language
from ..visitor import programme
from . import bp

ANY, MASKABLE = "any", "maskable"
SHELL = (
    "js/app.js",
    "js/card.js",
    "js/live.js",
    "vendor/lean-qr.mjs",
    "vendor/icons.svg",
    "icons/icon.svg",
)
"""What the card's page asks for beside its styles and the modules in js/card."""


@bp.get("/manifest.webmanifest")
def manifest() -> Response:
    """Name and colours of the shop, in the reader's language."""
    rules, language = programme(), reader_language()
    name, start = say(rules.name, language), address_of("member.card")
    answer = jsonify(
        id=start,
        start_url=start,
        scope="/",
        name=name,
        short_name=name,
        lang=language,
        display="standalone",
        background_color=palette.ground_colours(rules.colour)[0],
        theme_color=palette.card(palette.parse(rules.colour))[0].hex,
        icons=[_icon(purpose, size) for purpose in (ANY, MASKABLE) for size in SIZES],
    )
    answer.mimetype = "application/manifest+json"
    return _asked_again(answer)


@bp.get(f"/assets/icon-<any({ANY}, {MASKABLE}):purpose>-<int:size>-<version>.png")
def icon(purpose: str, size: int, version: str) -> Response:
    """The shop's own picture, whatever version is asked for; only the present one is kept."""
    if size not in SIZES:
        abort(404)
    colour, letter = _drawn_from()
    answer = make_response(app_icon(colour, letter, size, maskable=purpose == MASKABLE))
    answer.mimetype = "image/png"
    if version == _version():
        answer.headers["Cache-Control"] = FOR_EVER
        return answer
    return _asked_again(answer)


@bp.get("/sw.js")
def service_worker() -> Response:
    """Changes with every file it keeps, so that a phone fetches the new ones."""
    scripts = sorted(Path(current_app.static_folder or "", "js/card").glob("*.js"))
    names = (*SHELL, *(f"js/card/{path.name}" for path in scripts))
    files = [stylesheet_url(), brand_url(programme().colour), *map(asset, names)]
    version = sha256("\n".join(files).encode()).hexdigest()[:12]
    answer = make_response(render_template("public/sw.js", version=version, files=files))
    answer.mimetype = "text/javascript"
    return _asked_again(answer)


@bp.app_template_global()
def home_screen_icon(purpose: str = MASKABLE, size: int = SIZES[0]) -> str:
    """Its address; a maskable one where the phone cuts the corners itself."""
    return address_of("public.icon", purpose=purpose, size=size, version=_version())


def _icon(purpose: str, size: int) -> dict[str, Any]:
    src = home_screen_icon(purpose, size)
    return {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _drawn_from() -> tuple[str, str]:
    rules = programme()
    return rules.colour, initial(say(rules.name, rules.languages[0]))


def _version() -> str:
    return sha256(" ".join(_drawn_from()).encode()).hexdigest()[:12]


def _asked_again(answer: Response) -> Response:
    """Kept by the browser, which asks each time whether it still holds."""
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer
