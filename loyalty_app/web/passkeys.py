"""What saving a passkey and signing in with it share: the site, and the challenge in between."""

from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, after_this_request, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from ..sessions.passkeys import CHALLENGE_LASTS, Challenge, Site
from ..texts import say
from .addresses import public_base
from .visitor import programme

OFFERED = "offer_passkey"
"""In the browser's session since somebody joined in it, until they say yes or no."""
CHALLENGE = "passkey_challenge"
"""A cookie of its own: the session's is written by every answer, and a page still loading beside
this would put back the one from before."""


def site() -> Site | None:
    """None where browsers know no passkeys: they want a host's name, and HTTPS but on localhost."""
    parts = urlsplit(public_base())
    host = parts.hostname or ""
    if host != "localhost" and (parts.scheme != "https" or _is_number(host)):
        return None
    return Site(host, f"{parts.scheme}://{parts.netloc}", say(programme().name))


def ask(options: str, challenge: Challenge) -> Response:
    """Tell the browser, and give it the challenge to bring back with its answer."""
    response = current_app.response_class(options, mimetype="application/json")
    response.set_cookie(
        CHALLENGE,
        _signer().dumps((bytes_to_base64url(challenge.value), challenge.made_at.timestamp())),
        max_age=CHALLENGE_LASTS,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Strict",
    )
    return response


def answered() -> tuple[dict[str, Any], Challenge]:
    """What the browser says, and the challenge it was given; that is then forgotten."""
    after_this_request(_forget_challenge)
    said = request.get_json(silent=True)
    answer = said if isinstance(said, dict) else {}
    try:
        value, made_at = _signer().loads(request.cookies.get(CHALLENGE, ""))
    except BadSignature:
        return answer, Challenge(b"", datetime.fromtimestamp(0, UTC))
    return answer, Challenge(base64url_to_bytes(value), datetime.fromtimestamp(made_at, UTC))


def _forget_challenge(response: Response) -> Response:
    response.delete_cookie(CHALLENGE)
    return response


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=CHALLENGE)


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def init_app(app: Flask) -> None:
    app.jinja_env.globals["passkeys_work_here"] = lambda: site() is not None
