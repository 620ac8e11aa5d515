"""`standing`: what a member has now."""

import click
from flask_babel import gettext as _
from sqlalchemy import select

from ..errors import UnknownMember
from ..extensions import db
from ..members.models import Member
from ..programme.document import Programme
from ..programme.versions import current_programme
from ..receipts.names import card_name, reward_name
from ..standing.cards import stamps_on
from ..standing.queries import standing_of
from ..standing.time import due_on
from ..standing.values import Standing
from ..texts import day_in_words, points
from ..texts import say as in_words
from .console import Command, say, say_json
from .showing import standing_json


@click.command(cls=Command)
@click.argument("number")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of sentences.")
def standing(number: str, as_json: bool) -> None:
    """Show what the member with the card NUMBER has: the sum of all that was recorded.

    What fell due since the last activity is in it once `tick` has recorded it; `day` says how far
    the member's time has come.

    \b
    Example:
      flask --app wsgi standing 4021000017 --json
    """
    member = db.session.scalar(select(Member).where(Member.number == number))
    if member is None:
        raise UnknownMember(code=number)
    programme = current_programme()
    theirs = standing_of(member.id)
    if as_json:
        due = due_on(theirs)
        shown = {"number": member.number, **standing_json(theirs, programme)}
        say_json({**shown, "due_on": due and due.isoformat()})
    else:
        for line in _lines(member, theirs, programme):
            say(line)


def _lines(member: Member, standing: Standing, programme: Programme) -> list[str]:
    lines = [
        _("Card %(number)s: %(points)s", number=member.number, points=points(standing.available))
    ]
    if standing.pending:
        lines.append(_("%(points)s not ready yet", points=points(standing.pending)))
    if standing.debt:
        lines.append(_("%(points)s owed", points=points(standing.debt)))
    if level := programme.level(standing.tier):
        lines.append(_("Tier: %(tier)s", tier=in_words(level.name)))
    for card in programme.stamp_cards:
        name, on_card = card_name(card.id, programme), stamps_on(standing, card.id)
        lines.append(f"{name}: {on_card}/{card.stamps}")
    for voucher in standing.vouchers.values():
        name, day = reward_name(voucher.reward, programme), day_in_words(voucher.expires_on)
        lines.append(_("%(reward)s: good until %(day)s", reward=name, day=day))
    if due := due_on(standing):
        lines.append(_("Time changes something next on %(day)s", day=day_in_words(due)))
    return lines
