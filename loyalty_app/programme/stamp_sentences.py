"""Stamp cards in words: what brings a stamp, what fills them, how long they wait. Pure."""

from collections.abc import Iterator

from flask_babel import gettext as _
from flask_babel import ngettext

from ..texts import money, say, stamps
from .document import Programme
from .rule_sentences import Called, each_matching
from .sections.stamps import StampCard


def what_it_takes(card: StampCard, programme: Programme, called: Called = str) -> str:
    """`A stamp for every visit`."""
    return _("A stamp %(when)s", when=_when(card, programme, called))


def _when(card: StampCard, programme: Programme, called: Called) -> str:
    if card.per_item:
        return each_matching(card.per_item, called)
    if card.per_spend:
        amount = money(card.per_spend, programme.currency)
        return _("for every %(amount)s of a purchase", amount=amount)
    return _("for every visit")


def card_terms(card: StampCard, programme: Programme) -> Iterator[str]:
    """What fills it and gives, how many stamps count at once, how long it waits for the next."""
    yield ngettext("%(num)d stamp fills it", "%(num)d stamps fill it", card.stamps)
    prize = programme.reward(card.prize)
    yield _("the prize: %(reward)s", reward=say(prize.name) if prize else card.prize)
    if card.max_per_purchase:
        yield _("at most %(stamps)s a purchase", stamps=stamps(card.max_per_purchase))
    if card.max_per_day:
        yield _("at most %(stamps)s a day", stamps=stamps(card.max_per_day))
    if card.idle_months:
        yield ngettext(
            "stamps are good to the end of the month, %(num)d month after the newest one",
            "stamps are good to the end of the month, %(num)d months after the newest one",
            card.idle_months,
        )
    if card.replaces and (before := programme.card(card.replaces)):
        yield _("who has begun “%(card)s” fills that one first", card=say(before.name))
    if card.id in programme.replaced_cards:
        yield _("nobody begins it any more")
