"""`try`: what would follow from activities under a programme. Pure; no database is touched."""

import json
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

import click
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from ..activities.facts import Outcome
from ..activities.reading import SaidActivity, read_activity
from ..activities.values import Kind
from ..engine.recording import Recorded
from ..engine.rehearsing import Rehearsal
from ..errors import LoyaltyError
from ..programme.document import SPOKEN, Programme
from ..programme.reading import read_programme
from ..texts import minor_digits
from .console import Command, language, say_json
from .files import text_of
from .showing import outcome_json, standing_json

SOURCE = "try"
Said = dict[str, Any]


@click.command("try", cls=Command)
@click.argument("programme", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("activities", type=click.File("r", encoding="utf-8-sig", errors="replace"))
@click.option("--language", "spoken", type=click.Choice(SPOKEN), help="Of the sentences.")
def try_programme(programme: Path, activities: IO[str], spoken: str | None) -> None:
    """Ask what would happen: ACTIVITIES (JSON, one per line; - for stdin) under a PROGRAMME.

    Nothing is read from or written to a database. Each line is answered with one line of JSON:
    the outcomes with their whys as data and as sentences, and the member's standing after it. One
    that is refused says so and the rest goes on; the same reference with the same body is answered
    as "repeated".

    An activity has "member", "kind" (purchase, visit, action, refund, undo, claim, use,
    adjustment, gift, take_part, goal, clock), a "reference" and, where they apply: "at" (a day or a
    time; without one, the latest seen so far), "amount", "tax", "discounted", "shop", "channel",
    "items" (with "sku", "category", "labels", "quantity", "amount", "tax", "discounted",
    "delivery"), "action", "refers_to", "by", "reward", "badge", "voucher", "points", "stamp_card",
    "stamps", "reason", "occasion", "challenge", "period". An item of a refund without an amount is
    all that is left of it. A use names a voucher as the standing shows it, or the reward of any
    voucher the member has; so does a purchase that a discount is taken off, and its "points" are
    those that pay a part. Its amount is what is left to pay in money.

    \b
    Example:
      echo '{"member": "anna", "kind": "purchase", "reference": "r1", "amount": 12.50}' |
        flask --app wsgi try loyalty_app/programme/presets/cafe.yaml - --language en
    """
    with force_locale(spoken or language()):
        trial = Trial(read_programme(text_of(programme)))
        for number, line in enumerate(activities, start=1):
            if line.strip():
                say_json(trial.answer(line, number))


class Malformed(LoyaltyError):
    words = _l("Line %(line)d is not an activity in JSON: %(problem)s")
    code = "malformed"


class Trial:
    """A rehearsal whose members are known by name."""

    def __init__(self, programme: Programme) -> None:
        self.programme = programme
        self.digits = minor_digits(programme.currency)
        self.rehearsal = Rehearsal(programme)
        self.members: dict[str, int] = {}
        self.uses: dict[str, tuple[Said, str]] = {}

    def answer(self, line: str, number: int) -> dict[str, Any]:
        """What followed from one line of JSON, or why it was refused; fit to be printed."""
        said: Said = {}
        try:
            said = {"reference": f"line-{number}", **_object_in(line, number)}
            return self._followed(said)
        except LoyaltyError as error:
            refused = {"line": number, "code": error.code, "words": str(error)}
            return {"reference": said.get("reference"), "refused": refused}

    def _followed(self, said: Said) -> dict[str, Any]:
        read = read_activity(self._with_voucher(said), self.digits, kinds=frozenset(Kind))
        member = self.members.setdefault(read.member, len(self.members) + 1)
        activity = read.activity(member, SOURCE, self.programme.zone)
        # Named by its reference, so that a later line can name its vouchers.
        done = self.rehearsal.record(activity._replace(id=activity.reference))
        return self._shown(read, done)

    def _with_voucher(self, said: Said) -> Said:
        """A use, or a purchase with a discount, may name the reward instead: then it is the voucher
        that is good the shortest."""
        uses = said.get("kind") in (Kind.USE, Kind.PURCHASE)
        if not uses or "voucher" in said or "reward" not in said:
            return said
        reference = str(said["reference"])
        before, voucher = self.uses.get(reference, ({}, ""))
        if before != said:
            member = self.members.get(str(said.get("member")), 0)
            voucher = self.rehearsal.open_voucher(member, said["reward"])
            self.uses[reference] = said, voucher
        return {name: value for name, value in said.items() if name != "reward"} | {
            "voucher": voucher
        }

    def _shown(self, said: SaidActivity, done: Recorded) -> dict[str, Any]:
        shown = {
            "reference": said.reference,
            "member": said.member,
            "kind": said.kind.value,
            "outcomes": [
                outcome_json(fact, self.programme)
                for fact in done.facts
                if isinstance(fact, Outcome)
            ],
            "standing": standing_json(done.standing, self.programme),
        }
        return {**shown, "repeated": True} if done.repeated else shown


def _object_in(line: str, number: int) -> Said:
    try:
        said = json.loads(line, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        raise Malformed(line=number, problem=str(error)) from error
    if not isinstance(said, dict):
        raise Malformed(line=number, problem=_("it must be an object, {…}"))
    return said
