"""An owner's words in the reader's language, beside what the other languages say. Pure."""

from collections.abc import Mapping

from babel.core import Locale, UnknownLocaleError
from flask_babel import get_locale
from flask_babel import gettext as _

from ..texts import EVERY_LANGUAGE, reader_language, say


def named(text: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """The words in the reader's language, and what the other languages say."""
    others = tuple(
        _("in %(language)s “%(words)s”", language=language_name(code), words=text[code])
        for code in _not_shown(text)
    )
    return say(text), others


def described(text: Mapping[str, str]) -> list[str]:
    others = (f"{language_name(code)}: “{text[code]}”" for code in _not_shown(text))
    return [f"“{say(text)}”", *others]


def _not_shown(text: Mapping[str, str]) -> list[str]:
    """The languages of a text that the reader does not see first."""
    shown = reader_language() if reader_language() in text else next(iter(text))
    return [code for code in text if code not in (shown, EVERY_LANGUAGE)]


def language_name(code: str) -> str:
    """What the reader calls a language: `Italian`, `italiano`."""
    try:
        return Locale.parse(code).get_display_name(get_locale()) or code
    except (ValueError, UnknownLocaleError):
        return code
