"""Which of the shop's devices asks: its cookie outlives every shift."""

from datetime import timedelta

from flask import Response, current_app, g, request

from ..devices.models import Device
from ..devices.queries import device_with

KEPT = timedelta(days=400)
"""As long as browsers keep a cookie."""


def device_here() -> Device | None:
    """Also one that was revoked; read once per request."""
    if "device" not in g:
        token = device_token()
        g.device = device_with(token) if token else None
    found: Device | None = g.device
    return found


def current_device() -> Device | None:
    """The shop's device that this is; None on any other browser, and once it is revoked."""
    device = device_here()
    return device if device and device.revoked_at is None else None


def device_token() -> str | None:
    return request.cookies.get(_cookie())


def remember_device(response: Response, token: str) -> None:
    response.set_cookie(
        _cookie(),
        token,
        max_age=KEPT,
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _cookie() -> str:
    """With the prefix under which no other site on the domain can set it, as the session has."""
    return "__Host-device" if current_app.config["SESSION_COOKIE_SECURE"] else "device"
