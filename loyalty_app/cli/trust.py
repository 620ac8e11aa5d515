"""`verify` and `backup`: what lets an owner rely on the numbers."""

from dataclasses import asdict
from itertools import islice
from pathlib import Path

import click
from flask_babel import gettext as _
from flask_babel import ngettext

from ..extensions import db
from ..trust.backup import back_up
from ..trust.chains import Difference
from ..trust.verification import Verification
from .console import REFUSED, Command, say, say_json

MOST_SAID, MOST_SHOWN = 10, 100


@click.command(cls=Command)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
@click.pass_context
def verify(ctx: click.Context, as_json: bool) -> None:
    """Compute everything again from the chains of activities, and compare.

    Every link, the commitment to every detail, and all that is derived: standings, months,
    vouchers, stocks, budgets, published programmes. Details that were deleted are counted as
    stripped; their chains still verify. Ends with 0 when all is as it was recorded; else names
    the first bad rows with their table, key and column, and ends with 1.

    \b
    Example:
      flask --app wsgi verify --json
    """
    verification = Verification()
    differences = verification.differences()
    first = list(islice(differences, MOST_SHOWN))
    count = len(first) + sum(1 for _difference in differences)
    if as_json:
        say_json(
            {
                "members": verification.members,
                "activities": verification.activities,
                "stripped": verification.stripped,
                "count": count,
                "differences": [_shown(difference) for difference in first],
            }
        )
    else:
        _say(verification, first, count)
    if first:
        ctx.exit(REFUSED)


@click.command(cls=Command)
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write the whole database to a new FILE, while the shop is open.

    SQLite: a database that can be put in the place of the old one. Postgres: an archive that
    pg_restore reads; it needs pg_dump. Check a backup now and then:
    DATABASE_URL=sqlite:////path/to/FILE flask --app wsgi verify

    \b
    Example:
      flask --app wsgi backup tessera-2026-11-22.backup
    """
    back_up(db.engine.url, file)
    say(_("The backup is in %(path)s.", path=file))


def _say(verification: Verification, first: list[Difference], count: int) -> None:
    if first:
        say(_difference_in_words(first[0]))
        if count > 1:
            more = ngettext(
                "and %(num)d more difference", "and %(num)d more differences", count - 1
            )
            say(more)
        return
    say(
        _(
            "All is as it was recorded: %(activities)d activities of %(members)d members, "
            "%(stripped)d of them stripped of their details.",
            activities=verification.activities,
            members=verification.members,
            stripped=verification.stripped,
        )
    )


def _difference_in_words(difference: Difference) -> str:
    facts = {name: _short(value) for name, value in asdict(difference).items()}
    if not difference.column:
        if difference.computed is None:
            return _("%(table)s %(key)s: this row does not belong (%(stored)s)", **facts)
        return _("%(table)s %(key)s: this row is missing", **facts)
    return _("%(table)s %(key)s, %(column)s: stored %(stored)s, computed %(computed)s", **facts)


def _shown(difference: Difference) -> dict[str, object]:
    return {
        name: value if isinstance(value, int | None) else _short(value)
        for name, value in asdict(difference).items()
    }


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) <= 200 else f"{text[:200]}…"
