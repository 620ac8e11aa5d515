"""`rehearse`: what a draft would have given, beside what was given. Nothing is written."""

import sys
from collections.abc import Iterable
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Any

import click
from flask_babel import gettext as _

from ..activities.facts import Outcome
from ..programme.document import Programme
from ..programme.operations import publishable
from ..receipts.words import Entry
from ..rehearsal import example_words, words
from ..rehearsal.comparison import Comparison, Example, to_json
from ..rehearsal.figures import worth
from ..rehearsal.queries import members_of
from ..rehearsal.running import Run
from ..texts import day_in_words, grouped, major
from .console import Command, say, say_json
from .files import text_of
from .showing import outcome_json


@click.command(cls=Command)
@click.argument("draft", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--since",
    metavar="DAY",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Decide again from this day on; before it, members have what they had.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
def rehearse(draft: Path, since: datetime | None, as_json: bool) -> None:
    """Ask what a DRAFT of the rules would have given for everything that was really recorded.

    Beside what was given: points earned, spent, expired and outstanding, in money too where the
    draft says what a point costs (points: {cost: 0.01}); prizes; what each rule gave; who would be
    better and worse off, with examples and their reasons. What the draft would have refused is
    counted. At the end time has passed to today on both sides. Nothing is written.

    \b
    Examples:
      flask --app wsgi rehearse draft.yaml
      flask --app wsgi rehearse draft.yaml --since 2026-09-01 --json
    """
    rules = publishable(text_of(draft))
    run = Run(rules, since.date() if since else None)
    with click.progressbar(length=run.total, label=_("Rehearsing"), file=sys.stderr) as bar:
        for further in run.pages():
            bar.update(further)
    shown = Shown(run.comparison(), run.programme, rules)
    if as_json:
        say_json(shown.as_json())
    else:
        for line in shown.lines():
            say(line)


class Shown:
    """A comparison as the console shows it."""

    def __init__(self, found: Comparison, now: Programme, draft: Programme) -> None:
        self.found, self.now, self.draft = found, now, draft
        self.numbers = {id_: member.number for id_, member in members_of(found).items()}

    def lines(self) -> Iterable[str]:
        found = self.found
        if not found.activities:
            yield _("Nothing was recorded in this time; there is nothing to rehearse.")
            return
        yield words.headline(found)
        yield words.scope(found)
        yield from _table(words.figures(found, self.now))
        for heading, lines in (
            (_("Points by rule"), words.by_rule(found, self.now, self.draft)),
            (_("Prizes won"), words.by_prize(found, self.now, self.draft)),
        ):
            if lines:
                yield from ("", heading, *_table(lines))
        yield from ("", _("Members"))
        fates = {label: grouped(number) for label, number in words.fates(found).items()}
        yield from (f"  {label:<{WIDTH}}{number:>14}" for label, number in fates.items())
        for heading, examples in (
            (_("Better off"), found.better),
            (_("Worse off"), found.worse),
        ):
            if examples:
                yield from ("", heading, *chain.from_iterable(map(self._example, examples)))
        if found.refused:
            yield from ("", _("What the draft would have refused"))
            yield from (f"  {grouped(r.times)} × {example_words.refusal(r)}" for r in found.refused)

    def _example(self, example: Example) -> Iterable[str]:
        number = self.numbers.get(example.member, "")
        yield f"  {number}: {example_words.difference(example)}"
        for answer in example_words.answers(example, self.now, self.draft):
            yield f"    {answer.title}, {day_in_words(answer.day)}"
            yield from _side(_("now"), answer.now)
            yield from _side(_("draft"), answer.draft, answer.refused)
        if more := example_words.others(example):
            yield f"    {more}"

    def as_json(self) -> dict[str, Any]:
        found = self.found
        return {
            "headline": words.headline(found),
            **to_json(found),
            "liability": self._liability(),
            "better": [self._example_json(example) for example in found.better],
            "worse": [self._example_json(example) for example in found.worse],
        }

    def _liability(self) -> dict[str, Any] | None:
        """What points outstanding will cost, in major units."""
        cost, currency = self.found.cost, self.now.currency
        if cost is None:
            return None
        sides = {"now": self.found.now, "draft": self.found.draft}
        return {
            side: major(worth(given.outstanding, cost, currency), currency)
            for side, given in sides.items()
        }

    def _example_json(self, example: Example) -> dict[str, Any]:
        return {
            "member": self.numbers.get(example.member),
            "points": example.points,
            "prizes": example.prizes,
            "differing": example.differing,
            "activities": [
                {
                    "kind": found.kind.value,
                    "day": found.day,
                    "now": _outcomes_json(found.now, self.now),
                    "draft": _outcomes_json(found.draft, self.draft),
                    "refused": found.refused or None,
                }
                for found in example.activities
            ],
        }


WIDTH = 30


def _table(lines: Iterable[words.Line]) -> Iterable[str]:
    head = words.Line("", _("now"), _("draft"), _("difference"))
    for line in (head, *lines):
        yield f"  {line.label:<{WIDTH}}{line.now:>14}{line.draft:>14}{line.change:>14}"


def _side(side: str, entries: Iterable[Entry], refused: str = "") -> Iterable[str]:
    texts = [f"{line.text} ({line.why})" if line.why else line.text for line in entries]
    for text in texts or [refused or "–"]:
        yield f"      {side:<8}{text}"


def _outcomes_json(outcomes: Iterable[Outcome], programme: Programme) -> list[dict[str, Any]]:
    return [outcome_json(outcome, programme) for outcome in outcomes]
