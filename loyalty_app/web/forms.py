"""The form that all of ours are."""

from functools import cache
from typing import Any

from flask_wtf import FlaskForm
from wtforms import i18n

from .language import reader_language


class Form(FlaskForm):
    """What a library's fields say is in the reader's language."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, _form: FlaskForm) -> Any:  # noqa: ANN401
            return _said_by_the_library(reader_language())


@cache
def _said_by_the_library(language: str) -> Any:  # noqa: ANN401
    """Read once in a process; flask-wtf reads the file again in every request."""
    return i18n.get_translations([language])
