"""What was won, what is worn, and what was joined in: challenges with their prizes, badges; until
when cards wait."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, TypeVar

from ..activities.chain import lot_from_json
from ..activities.facts import Outcome, OutcomeKind
from .holdings import Terms, Win, Won, Worn

AnyWin = TypeVar("AnyWin", Win, Won)


def marked(wins: list[AnyWin], voucher: str, *, used: bool, kept: bool) -> list[AnyWin]:
    """Whether the prize of a win is used, and whether the win was lost after that."""
    if not any(win.voucher == voucher for win in wins):
        return wins
    return [
        replace(win, used=used, kept=kept or win.kept) if win.voucher == voucher else win
        for win in wins
    ]


def won_after(won: list[Won], outcome: Outcome) -> list[Won]:
    if outcome.kind is OutcomeKind.CHALLENGE_WON:
        return [*won, won_from(outcome)]
    if outcome.kind is OutcomeKind.CHALLENGE_REOPENED:
        gone = outcome.subject, outcome.why["period"]
        return [win for win in won if (win.challenge, win.period) != gone]
    if outcome.kind is OutcomeKind.CHALLENGE_KEPT:
        return marked(won, outcome.voucher, used=True, kept=True)
    return won


def won_from(outcome: Outcome) -> Won:
    why = outcome.why
    return Won(
        challenge=outcome.subject,
        period=why["period"],
        terms=terms_from(why["terms"]),
        day=date.fromisoformat(why["day"]),
        points=why.get("points", 0),
        lot=lot_from_json(why["lot"]) if "lot" in why else None,
        voucher=outcome.voucher,
        badge=why.get("badge", ""),
    )


def terms_to_json(terms: Terms) -> list[Any]:
    """What they are not need not be said: most lists are short."""
    *plain, weekdays, together, pauses = terms
    days = [[first.isoformat(), last.isoformat()] for first, last in pauses]
    more: list[Any] = [together, days] if days else [together] if together else []
    return [*plain, list(weekdays), *more]


def terms_from(values: Sequence[Any]) -> Terms:
    counted, target, per, freezes, weekdays, *more = values
    together, pauses = bool(more and more[0]), more[1] if len(more) > 1 else ()
    days = tuple((date.fromisoformat(one), date.fromisoformat(two)) for one, two in pauses)
    return Terms(counted, target, per, freezes, tuple(weekdays), together, days)


def badges_after(badges: dict[str, Worn], outcome: Outcome) -> dict[str, Worn]:
    if outcome.kind is OutcomeKind.BADGE_EARNED:
        why = outcome.why
        worn = Worn(date.fromisoformat(why["day"]), why["sequence"], why["way"], why["what"])
        return {**badges, outcome.subject: worn}
    if outcome.kind is OutcomeKind.BADGE_TAKEN_BACK:
        return {name: worn for name, worn in badges.items() if name != outcome.subject}
    return badges


def joined_after(joined: dict[str, date], outcome: Outcome) -> dict[str, date]:
    if outcome.kind is OutcomeKind.CHALLENGE_JOINED:
        return {**joined, outcome.subject: date.fromisoformat(outcome.why["day"])}
    return joined


def worn_from(values: Mapping[str, Sequence[Any]]) -> dict[str, Worn]:
    return {
        name: Worn(date.fromisoformat(day), sequence, way, what)
        for name, (day, sequence, way, what) in values.items()
    }


def card_days_after(days: dict[str, date], outcome: Outcome) -> dict[str, date]:
    """Until when each card waits, after an outcome; most have nothing to do with cards."""
    if outcome.kind is OutcomeKind.STAMPS_EXPIRED:
        return {card: day for card, day in days.items() if card != outcome.subject}
    if "until" not in outcome.why:
        return days
    if outcome.kind in (OutcomeKind.STAMPS_COLLECTED, OutcomeKind.STAMPS_TAKEN_BACK):
        rest = {card: day for card, day in days.items() if card != outcome.subject}
        until = outcome.why["until"]
        return {**rest, outcome.subject: date.fromisoformat(until)} if until else rest
    return days
