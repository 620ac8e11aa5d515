"""`programme`: check, publish, take back and export the shop's rules."""

from datetime import datetime
from pathlib import Path

import click
from flask_babel import gettext as _

from .. import engine
from ..clock import now
from ..extensions import in_transaction
from ..programme.differences import differences
from ..programme.operations import NotScheduled, draft, take_back
from ..programme.queries import draft_version, scheduled_issue, source_of
from ..programme.reading import read_programme
from ..programme.schedule import moment_to_come, on_the_clock
from ..programme.versions import NoProgramme, current_programme, published_versions
from ..programme.warnings import warnings_of
from ..trust.backup import CannotWrite, FileIsThere
from .console import Group, say, warn
from .differences import lines_of
from .files import text_of

AUTHOR = "console"

_file = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group(cls=Group)
def programme() -> None:
    """Check, publish and export the programme: the shop's rules as one document."""


@programme.command()
@_file
def check(file: Path) -> None:
    """Say whether a FILE is a valid programme; else name every mistake, and end with 1.

    Rules that are valid and yet defeat themselves are told on stderr. No database is needed.

    \b
    Example:
      flask --app wsgi programme check shop.yaml
    """
    _warn_of(text_of(file))
    say(_("This programme is valid."))


@programme.command()
@_file
@click.option("--at", type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="When, on the shop's clock.")
@click.option("--why", default="", help="Kept with the version; at most 300 characters.")
def publish(file: Path, at: datetime | None, why: str) -> None:
    """Put the programme in FILE in force, from now on or from a time to come.

    Says what it changes. A version in force never changes; what was earned before keeps its terms.
    Publishing what is in force already does nothing.

    \b
    Examples:
      flask --app wsgi programme publish loyalty_app/programme/presets/cafe.yaml
      flask --app wsgi programme publish shop.yaml --at 2026-12-01T06:00 --why "Winter prices"
    """
    source = text_of(file)
    if _is_in_force(source):
        say(_("This version is in force already."))
        return
    _warn_of(source)
    moment = moment_to_come(at, current_programme().zone) if at else None
    changes = _changes(source)

    def verb() -> tuple[int, bool]:
        replaced = draft_version() is not None
        version = draft(source, AUTHOR)
        engine.publish(version.sha256, AUTHOR, why, moment)
        return version.number, replaced

    number, replaced = in_transaction(verb)
    if replaced:
        warn(_("The draft that was there is gone."))
    for line in changes:
        say(line)
    if moment:
        when = on_the_clock(moment, current_programme().zone)
        say(_("Version %(number)s comes into force on %(when)s.", number=number, when=when))
    else:
        say(_("Version %(number)d is in force.", number=number))


@programme.command("take-back")
def take_back_scheduled() -> None:
    """Make the version that waits for its time a draft again.

    \b
    Example:
      flask --app wsgi programme take-back
    """
    waiting = scheduled_issue()
    if waiting is None:
        raise NotScheduled
    in_transaction(lambda: take_back(waiting.number))
    say(_("Version %(number)d is a draft again.", number=waiting.number))


def _warn_of(source: str) -> None:
    today = read_programme(source).local(now()).date()
    for warning in warnings_of(source, today):
        warn(_("Warning: %(what)s", what=warning))


def _changes(source: str) -> list[str]:
    try:
        before = current_programme()
    except NoProgramme:
        return []
    return list(lines_of(differences(before, read_programme(source))))


def _is_in_force(source: str) -> bool:
    try:
        return _source_in_force() == source
    except NoProgramme:
        return False


def _source_in_force() -> str:
    return source_of(published_versions()[-1].number)


@programme.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
def export(file: Path) -> None:
    """Write the programme in force to a new FILE (- is stdout), byte for byte as published.

    \b
    Example:
      flask --app wsgi programme export shop.yaml
    """
    source = _source_in_force().encode()
    if str(file) == "-":
        click.echo(source, nl=False)
        return
    try:
        with file.open("xb") as new:
            new.write(source)
    except FileExistsError as error:
        raise FileIsThere(path=file) from error
    except OSError as error:
        raise CannotWrite(path=file, problem=error.strerror) from error
