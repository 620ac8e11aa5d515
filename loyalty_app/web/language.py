"""The reader's language: chosen, else the member's, else the browser's."""

from flask import Flask, has_request_context, request, session
from flask_babel import get_babel
from flask_login import current_user

from ..programme.document import SPOKEN

CHOSEN = "language"


def reader_language() -> str:
    if not has_request_context():
        return SPOKEN[0]
    chosen = session.get(CHOSEN)
    if chosen in SPOKEN:
        return str(chosen)
    member = getattr(current_user, "member", None)
    if member and member.language in SPOKEN:
        return str(member.language)
    return request.accept_languages.best_match(SPOKEN) or SPOKEN[0]


def init_app(app: Flask) -> None:
    get_babel(app).locale_selector = reader_language
