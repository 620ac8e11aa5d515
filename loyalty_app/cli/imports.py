"""`import`: what other systems know."""

import sys
from dataclasses import dataclass, field
from pathlib import Path

import click
from flask_babel import gettext as _

from ..extensions import in_transaction
from ..importer.operations import Line, Taken, batches, take
from ..importer.purchases import DECIMALS, KNOWN, NEEDED
from ..importer.staging import Refused, Staging
from ..importer.table import Table
from ..programme.document import Programme
from ..programme.versions import current_programme
from .console import REFUSED, Group, say_json, warn

LONGEST_SOURCE = 40
OUR_OWN = ("card", "clock", "counter")
"""Sources of what happens here: a file under their name could take the place of what is to come."""


@click.group("import", cls=Group)
def imports() -> None:
    """Import what another system knows."""


@imports.command("purchases")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--source",
    required=True,
    help="Where the references are from; the same one each time, so that nothing counts twice.",
)
@click.option(
    "--decimal",
    type=click.Choice(DECIMALS),
    default="point",
    show_default=True,
    help="How the file writes amounts: 1,234.56 (point) or 1.234,56 (comma).",
)
@click.option("--dry-run", is_flag=True, help="Check and decide everything, keep nothing.")
@click.pass_context
def purchases(ctx: click.Context, file: Path, source: str, decimal: str, dry_run: bool) -> None:
    """Import the purchases of a CSV FILE: reference, member, happened_at, amount.

    Also read: shop, items, channel (counter, web, phone, partner), discounted. Comma, semicolon or
    tab, UTF-8. A member is named by the number on the card; who is unknown is enrolled under it.

    happened_at is a day (2026-11-22) or a time (2026-11-22T10:30, the shop's unless it says
    +01:00). items are lines as category:quantity:amount;… or a JSON list like that of `try`.

    Rows are taken by member and time, each wholly or not at all; a second run adds nothing. Rows
    that cannot be taken are listed with their line on stderr, and the command then ends with 1.
    The last line is a JSON object: rows, imported, repeated, refused, members, points.

    In a dry run, members do not use up a rule's budget for one another.

    \b
    Examples:
      flask --app wsgi import purchases till.csv --source till --dry-run
      flask --app wsgi import purchases cassa.csv --source cassa --decimal comma
    """
    if not 0 < len(source) <= LONGEST_SOURCE:
        raise click.BadParameter(f"1 to {LONGEST_SOURCE} characters", param_hint="--source")
    if source in OUR_OWN:
        raise click.BadParameter(f"not one of {', '.join(OUR_OWN)}", param_hint="--source")
    table = Table(file, NEEDED, KNOWN)
    if table.unknown:
        warn(_("Not read: %(columns)s", columns=", ".join(table.unknown)))
    programme = current_programme()
    summary = _import(table, Door(source, programme, dry_run), decimal)
    say_json(summary.shown())
    if summary.refused:
        ctx.exit(REFUSED)


class _NothingIsKept(Exception):
    """Ends a dry run's transaction, so that it is rolled back."""

    def __init__(self, answers: list[Taken | Refused]) -> None:
        super().__init__()
        self.answers = answers


@dataclass(frozen=True, slots=True)
class Door:
    """How a batch gets in: in a transaction of its own, which a dry run does not keep."""

    source: str
    programme: Programme
    dry_run: bool

    def take(self, batch: list[Line]) -> list[Taken | Refused]:
        def verb() -> list[Taken | Refused]:
            answers = take(batch, self.source, self.programme.zone)
            if self.dry_run:
                raise _NothingIsKept(answers)
            return answers

        try:
            return in_transaction(verb)
        except _NothingIsKept as rehearsed:
            return rehearsed.answers


@dataclass(slots=True)
class Summary:
    rows: int = 0
    imported: int = 0
    repeated: int = 0
    refused: int = 0
    points: int = 0
    members: set[str] = field(default_factory=set)

    def add(self, answer: Taken | Refused) -> None:
        if isinstance(answer, Refused):
            self.refused += 1
            warn(_("Line %(line)d: %(words)s", line=answer.line, words=answer.words))
            return
        self.members.add(answer.member)
        self.points += answer.points
        if answer.repeated:
            self.repeated += 1
        else:
            self.imported += 1

    def shown(self) -> dict[str, int]:
        return {
            "rows": self.rows,
            "imported": self.imported,
            "repeated": self.repeated,
            "refused": self.refused,
            "members": len(self.members),
            "points": self.points,
        }


def _import(table: Table, door: Door, decimal: str) -> Summary:
    summary = Summary()
    with Staging(door.programme.zone, door.programme.currency, decimal) as staging:
        for refused in staging.stage(table):
            summary.add(refused)
        summary.rows = staging.rows
        label = _("Trying") if door.dry_run else _("Importing")
        with click.progressbar(length=len(staging), label=label, file=sys.stderr) as bar:
            for batch in batches(staging, whole_members=door.dry_run):
                for answer in door.take(batch):
                    summary.add(answer)
                bar.update(len(batch))
    return summary
