"""What saving a passkey and signing in with it share: the site, and the challenge in between."""

from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, request, session

from ..sessions.passkeys import Challenge, Site
from ..texts import say
from .addresses import public_base
from .visitor import programme

CHALLENGE, OFFERED = "passkey_challenge", "offer_passkey"
"""In the browser's session: between two requests; and since somebody joined in it, until they say
yes or no."""


def site() -> Site | None:
    """None where browsers know no passkeys: they want a host's name, and HTTPS but on localhost."""
    parts = urlsplit(public_base())
    host = parts.hostname or ""
    if host != "localhost" and (parts.scheme != "https" or _is_number(host)):
        return None
    return Site(host, f"{parts.scheme}://{parts.netloc}", say(programme().name))


def ask(options: str, challenge: Challenge) -> Response:
    """Tell the browser, and keep the challenge for its answer."""
    session[CHALLENGE] = (challenge.value, challenge.made_at.timestamp())
    return current_app.response_class(options, mimetype="application/json")


def answered() -> tuple[dict[str, Any], Challenge]:
    """What the browser says, and the challenge it was given; that is then forgotten."""
    value, made_at = session.pop(CHALLENGE, (b"", 0.0))
    said = request.get_json(silent=True)
    answer = said if isinstance(said, dict) else {}
    return answer, Challenge(value, datetime.fromtimestamp(made_at, UTC))


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def init_app(app: Flask) -> None:
    app.jinja_env.globals["passkeys_work_here"] = lambda: site() is not None
