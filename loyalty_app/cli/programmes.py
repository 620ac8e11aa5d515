"""`programme`: check, publish and export the shop's rules."""

from pathlib import Path

import click
from flask_babel import gettext as _

from .. import engine
from ..clock import now
from ..extensions import in_transaction
from ..programme.operations import draft
from ..programme.queries import draft_version, source_of
from ..programme.reading import read_programme
from ..programme.versions import NoProgramme, in_force, published_versions
from ..trust.backup import CannotWrite, FileIsThere
from .console import Group, say, warn
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

    No database is needed.

    \b
    Example:
      flask --app wsgi programme check shop.yaml
    """
    read_programme(text_of(file))
    say(_("This programme is valid."))


@programme.command()
@_file
def publish(file: Path) -> None:
    """Put the programme in FILE in force from now on.

    A published version never changes; what was earned before keeps its terms. Publishing what is
    in force already does nothing.

    \b
    Example:
      flask --app wsgi programme publish loyalty_app/programme/presets/cafe.yaml
    """
    source = text_of(file)
    if _is_in_force(source):
        say(_("This version is in force already."))
        return

    def verb() -> tuple[int, bool]:
        replaced = draft_version() is not None
        version = draft(source, AUTHOR)
        engine.publish(version.sha256, AUTHOR)
        return version.number, replaced

    number, replaced = in_transaction(verb)
    if replaced:
        warn(_("The draft that was there is gone."))
    say(_("Version %(number)d is in force.", number=number))


def _is_in_force(source: str) -> bool:
    try:
        return source_of(in_force(published_versions(), now()).number) == source
    except NoProgramme:
        return False


@programme.command()
@click.argument("file", type=click.Path(dir_okay=False, allow_dash=True, path_type=Path))
def export(file: Path) -> None:
    """Write the programme in force to a new FILE (- is stdout), byte for byte as published.

    \b
    Example:
      flask --app wsgi programme export shop.yaml
    """
    source = source_of(in_force(published_versions(), now()).number).encode()
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
