"""Whom the draft would have served better or worse, and what it would have refused, in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _
from flask_babel import ngettext

from ..activities.facts import Outcome
from ..activities.values import Kind
from ..programme.document import Programme
from ..receipts.words import Entry, entry, title
from ..texts import grouped, points
from .comparison import Differing, Example, Refused
from .words import signed


@dataclass(frozen=True, slots=True)
class Answer:
    """One activity of an example: what followed, and what would have; `refused` says why not."""

    title: str
    day: date
    now: list[Entry]
    draft: list[Entry]
    refused: str


def difference(example: Example) -> str:
    """What a member would have more or less of: `+12 points · −1 prize`."""
    found = [signed(example.points, points)] if example.points else []
    if example.prizes:
        found.append(signed(example.prizes, _prizes))
    return " · ".join(found)


def _prizes(n: int) -> str:
    return ngettext("%(number)s prize", "%(number)s prizes", n, number=grouped(n))


def others(example: Example) -> str:
    """How many activities are not shown; empty when all are."""
    left = example.differing - len(example.activities)
    if not left:
        return ""
    return ngettext(
        "and %(number)s more activity that differs",
        "and %(number)s more activities that differ",
        left,
        number=grouped(left),
    )


def answers(example: Example, now: Programme, draft: Programme) -> list[Answer]:
    """Each activity with its entries on both sides, and the why of each."""
    return [_answer(found, now, draft) for found in example.activities]


def _answer(found: Differing, now: Programme, draft: Programme) -> Answer:
    return Answer(
        title=title(found.kind),
        day=found.day,
        now=_entries(found.now, now),
        draft=_entries(found.draft, draft),
        refused=reason(found.refused) if found.refused else "",
    )


def _entries(outcomes: Iterable[Outcome], programme: Programme) -> list[Entry]:
    return [entry(outcome, programme) for outcome in outcomes]


def refusal(refused: Refused) -> str:
    """`Reward claimed: not enough points`."""
    return _("%(what)s: %(why)s", what=title(Kind(refused.kind)), why=reason(refused.code))


def reason(code: str) -> str:
    """Why the draft would have refused, for all who were."""
    return {
        "not_enough_points": _("not enough points"),
        "unknown_reward": _("the reward would not have been offered"),
        "tier_needed": _("the reward would have been for other tiers"),
        "not_yet": _("the reward would not have been there on that day"),
        "no_longer": _("the reward would not have been there on that day"),
        "not_in_this_shop": _("the voucher would have been for other shops"),
        "not_cancelled": _("the voucher could not have been cancelled"),
        "sold_out": _("the reward would have been sold out"),
        "limit_reached": _("more often than the draft allows"),
        "voucher_not_open": _("there would have been no such voucher"),
        "voucher_used": _("the voucher would have been used already"),
        "unknown_activity": _("what it takes back would not have happened"),
        "unknown_action": _("the draft knows no such action"),
    }.get(code, _("the draft does not allow it"))
