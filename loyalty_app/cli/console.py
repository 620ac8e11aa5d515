"""What every command shares: its language, how it refuses, and how it prints."""

import json
import os
import sys
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import click
from flask import has_app_context
from flask.cli import AppGroup, ScriptInfo
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.exc import DBAPIError

from ..errors import DatabaseGone, LoyaltyError
from ..programme.document import SPOKEN
from ..programme.versions import NoProgramme

REFUSED = 1
UNDEFINED_TABLE = "42P01"


def language() -> str:
    """Of the console, as its environment says; English where it speaks none of ours."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if spoken := os.environ.get(name, ""):
            return spoken[:2] if spoken[:2] in SPOKEN else "en"
    return "en"


class Refusal(click.ClickException):
    """A sentence on stderr and exit code 1."""

    exit_code = REFUSED

    def show(self, file: Any = None) -> None:  # noqa: ANN401
        click.echo(self.format_message(), file=file, err=file is None)


class Command(click.Command):
    """A command that speaks the console's language and refuses in sentences."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401
        if not has_app_context():
            ctx.with_resource(ctx.ensure_object(ScriptInfo).load_app().app_context())
        with force_locale(language()):
            try:
                return super().invoke(ctx)
            except NoProgramme as error:
                how = _("Publish one first: flask --app wsgi programme publish FILE")
                raise Refusal(how) from error
            except LoyaltyError as error:
                raise Refusal(str(error)) from error
            except DBAPIError as error:
                if _has_no_tables(error):
                    how = _("The database is empty. Set it up: flask --app wsgi db upgrade")
                    raise Refusal(how) from error
                raise Refusal(f"{DatabaseGone()} ({error.orig})") from error


def _has_no_tables(error: DBAPIError) -> bool:
    undefined = getattr(error.orig, "sqlstate", None) == UNDEFINED_TABLE
    return undefined or str(error.orig).startswith("no such table")


class Group(AppGroup):
    """Commands that belong together."""

    command_class = Command


def say(text: str = "") -> None:
    click.echo(text)


def warn(text: str) -> None:
    click.echo(text, err=True)


def say_json(value: Any) -> None:  # noqa: ANN401
    """One line of JSON, at once: whoever reads a pipe sees each answer as it comes."""
    click.echo(json.dumps(value, ensure_ascii=False, default=_plain))
    sys.stdout.flush()


def _plain(value: object) -> Any:  # noqa: ANN401
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(type(value).__name__)
