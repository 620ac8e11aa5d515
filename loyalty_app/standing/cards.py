"""What lies on a member's stamp cards, and until when.

A card's stamps are a tally that only grows and shrinks with purchases; `filled:` counts those that
are on it no more, in full cards or out of date. What lies on the card is the difference. `lapsed:`
counts those that are out of date by the day on which they went, so that a return of them has no
effect, once.
"""

from collections.abc import Iterator
from datetime import date

from ..activities.facts import Fact, Outcome, OutcomeKind, Tally
from .values import Standing


def collected(card_id: str) -> str:
    return f"stamps:{card_id}"


def filled(card_id: str) -> str:
    return f"filled:{card_id}"


def lapsed(card_id: str) -> str:
    return f"lapsed:{card_id}"


def stamps_on(standing: Standing, card_id: str) -> int:
    """Stamps on the open card; negative when a used prize was won with stamps since taken back."""
    return standing.count(collected(card_id)) - standing.count(filled(card_id))


def last_days(standing: Standing) -> dict[str, date]:
    """Of the cards that wait for their next stamp, the local day until which they do."""
    return {card: day for card, day in standing.card_days.items() if stamps_on(standing, card) > 0}


def expire_stamps(standing: Standing, day: date) -> Iterator[Fact]:
    """What is out of date on a local day leaves its card."""
    for card, last_day in sorted(last_days(standing).items()):
        if last_day < day:
            n = stamps_on(standing, card)
            why = {"expired_on": last_day.isoformat()}
            yield Outcome(OutcomeKind.STAMPS_EXPIRED, card, count=n, why=why)
            yield Tally(filled(card), "", n, share=None)
            yield Tally(lapsed(card), day.isoformat(), n, share=None)


def take_stamps_back(
    standing: Standing, fact: Outcome, gone: int, *, is_last: bool
) -> Iterator[Fact]:
    """So many of those an outcome brought; the card waits as long as before it, if nothing was
    recorded since. Those that are out of date by now are gone already."""
    until: str = fact.why.get("until", "")
    waits = standing.card_days.get(fact.subject)
    was_the_newest = is_last and gone == fact.count and waits and waits.isoformat() == until
    why = {"until": fact.why.get("was")} if was_the_newest else {}
    yield Outcome(OutcomeKind.STAMPS_TAKEN_BACK, fact.subject, count=gone, why=why)
    for day, n in sorted(standing.counts.get(lapsed(fact.subject), {}).items()):
        if until and until < day and (back := min(n, gone)):
            gone -= back
            yield Tally(lapsed(fact.subject), day, -back, share=None)
            yield Tally(filled(fact.subject), "", -back, share=None)
