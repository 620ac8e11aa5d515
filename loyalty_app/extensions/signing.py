"""What leaves us and comes back as it was: texts that nobody makes without SECRET_KEY."""

from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer


def signed(said: list[Any], purpose: str) -> str:
    """Letters, digits, `-`, `_` and `.`; one that was made for another purpose is not taken."""
    return str(_serializer(purpose).dumps(said))


def unsigned(text: str, purpose: str) -> list[Any] | None:
    """What was signed; None when it was not signed here, or not for this."""
    try:
        said: list[Any] = _serializer(purpose).loads(text)
    except BadData:
        return None
    return said


def _serializer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=purpose)
