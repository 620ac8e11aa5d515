"""What puts the card on a phone's home screen, and opens it there without a connection."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Response, abort, current_app, jsonify, make_response, render_template
from flask import url_for as address_of

from ...logo.queries import logo_picture
from ...texts import say
from .. import palette
from ..app_icon import SIZES, app_icon, icon_of_logo, initial
from ..assets import FOR_EVER, asked_again, asset, brand_url, stylesheet_url
from ..language import reader_language
from ..visitor import logo_url, logo_version, programme
from . import bp

ANY, MASKABLE = "any", "maskable"
SHELL = (
    "js/app.js",
    "js/card.js",
    "js/live.js",
    "js/stored.js",
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
    return asked_again(answer)


@bp.get(f"/assets/icon-<any({ANY}, {MASKABLE}):purpose>-<int:size>-<version>.png")
def icon(purpose: str, size: int, version: str) -> Response:
    """The shop's own picture, whatever version is asked for; only the present one is kept."""
    if size not in SIZES:
        abort(404)
    answer = make_response(_drawn(size, maskable=purpose == MASKABLE))
    answer.mimetype = "image/png"
    if version == _version():
        answer.headers["Cache-Control"] = FOR_EVER
        return answer
    return asked_again(answer)


@bp.get("/sw.js")
def service_worker() -> Response:
    """Changes with every file it keeps, so that a phone fetches the new ones."""
    scripts = sorted(Path(current_app.static_folder or "", "js/card").glob("*.js"))
    names = (*SHELL, *(f"js/card/{path.name}" for path in scripts))
    styles = stylesheet_url(), brand_url(programme().colour)
    files = [*filter(None, [*styles, logo_url()]), *map(asset, names)]
    version = sha256("\n".join(files).encode()).hexdigest()[:12]
    answer = make_response(render_template("public/sw.js", version=version, files=files))
    answer.mimetype = "text/javascript"
    return asked_again(answer)


@bp.app_template_global()
def home_screen_icon(purpose: str = MASKABLE, size: int = SIZES[0]) -> str:
    """Its address; a maskable one where the phone cuts the corners itself."""
    return address_of("public.icon", purpose=purpose, size=size, version=_version())


def _icon(purpose: str, size: int) -> dict[str, Any]:
    src = home_screen_icon(purpose, size)
    return {"src": src, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}


def _drawn(size: int, *, maskable: bool) -> bytes:
    """The logo, or else the shop's initial upon its colour."""
    if logo := logo_picture():
        return icon_of_logo(logo, size, maskable=maskable)
    return app_icon(*_colour_and_letter(), size, maskable=maskable)


def _colour_and_letter() -> tuple[str, str]:
    rules = programme()
    return rules.colour, initial(say(rules.name, rules.languages[0]))


def _version() -> str:
    drawn_from = logo_version() or " ".join(_colour_and_letter())
    return sha256(drawn_from.encode()).hexdigest()[:12]
