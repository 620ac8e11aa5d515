"""An activity as it is said from outside: a file's row, a line of a trial, a till's request.

Amounts are in major units (`12.50`), never floats; a bare date has no hour, a time without an
offset is the shop's. What is not known, or goes with another kind, is refused by its name.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from flask_babel import lazy_gettext as _l
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from ..errors import LoyaltyError
from ..programme.sections.base import Name
from ..programme.sections.earning import Channel
from ..programme.sections.gifts import Occasion
from ..programme.wording import words_of
from .fields import LongWord, Minor, Moment, Number, Reference, Word
from .values import Activity, By, Kind, Line

MOST_ITEMS = 1000

_GOES_WITH = {
    "amount": (Kind.PURCHASE, Kind.REFUND),
    "items": (Kind.PURCHASE, Kind.REFUND),
    "tax": (Kind.PURCHASE,),
    "discounted": (Kind.PURCHASE,),
    "action": (Kind.ACTION,),
    "refers_to": (Kind.REFUND, Kind.UNDO),
    "by": (Kind.UNDO,),
    "reward": (Kind.CLAIM, Kind.GIFT),
    "badge": (Kind.GIFT,),
    "voucher": (Kind.USE, Kind.PURCHASE),
    "points": (Kind.ADJUSTMENT, Kind.PURCHASE),
    "stamp_card": (Kind.ADJUSTMENT,),
    "stamps": (Kind.ADJUSTMENT,),
    "occasion": (Kind.CLOCK,),
    "challenge": (Kind.TAKE_PART, Kind.GOAL),
    "period": (Kind.GOAL,),
    "years": (Kind.ANNIVERSARY,),
    "survey": (Kind.SURVEY,),
}
"""Fields that mean something for these kinds alone."""
_NEEDED = {
    Kind.ACTION: "action",
    Kind.REFUND: "refers_to",
    Kind.UNDO: "refers_to",
    Kind.CLAIM: "reward",
    Kind.USE: "voucher",
    Kind.TAKE_PART: "challenge",
    Kind.GOAL: "challenge",
    Kind.ANNIVERSARY: "years",
    Kind.SURVEY: "survey",
}

_WORDS = {
    "extra_forbidden": _l("is not known here; check its spelling or leave it out"),
    "moment": _l("must be a day like 2026-11-22 or a time like 2026-11-22T10:30"),
    "one_line": _l("must be a text on one line, not a blank"),
    "string_unicode": _l("must be a text that can be read"),
    "more_than_nothing": _l("must be more than 0; leave it out to give back all of it"),
    "goes_with": _l("goes with %(kinds)s only"),
    "needed": _l("is missing"),
    "one_gift": _l("needs a reward or a badge, and not both"),
    "one_correction": _l("goes without stamps: they are a correction of their own"),
}


@dataclass(frozen=True, slots=True)
class Flaw:
    """One mistake: where, and what is allowed there."""

    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}" if self.place else self.words


class Unreadable(LoyaltyError):
    """What was said is no activity; `flaws` has every mistake."""

    code = "unreadable"

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        super().__init__()
        self.flaws = flaws

    def __str__(self) -> str:
        return "; ".join(map(str, self.flaws))


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class SaidItem(_Said):
    """One line of an order, or of what is given back; without `amount` then: all of it."""

    sku: Annotated[str, StringConstraints(max_length=64)] = ""
    category: Annotated[str, StringConstraints(max_length=64)] = ""
    labels: dict[Name, Name] = Field(default_factory=dict)
    quantity: Annotated[int, Field(strict=True)] = 1
    amount: Minor | None = None
    tax: Minor = 0
    discounted: Minor = 0
    delivery: Annotated[bool, Field(strict=True)] = False

    def line(self) -> Line:
        return Line(**{**self.model_dump(), "amount": self.amount or 0})


class SaidActivity(_Said):
    """What may be said about one member; all amounts are minor units once read."""

    member: Number
    kind: Kind
    reference: Reference
    at: Moment | None = None
    shop: Word | None = None
    channel: Channel = Channel.COUNTER
    amount: Minor | None = None
    tax: Minor = 0
    discounted: Minor = 0
    items: Annotated[tuple[SaidItem, ...], Field(max_length=MOST_ITEMS)] = ()
    action: Word | None = None
    refers_to: Reference | None = None
    reward: Word | None = None
    badge: Word | None = None
    voucher: LongWord | None = None
    points: Annotated[int, Field(strict=True)] | None = None
    stamp_card: Word | None = None
    stamps: Annotated[int, Field(strict=True, ge=1)] | None = None
    reason: Annotated[str, StringConstraints(max_length=500)] = ""
    occasion: Occasion | None = None
    challenge: Word | None = None
    period: Word | None = None
    years: Annotated[int, Field(strict=True, ge=1)] | None = None
    survey: Word | None = None
    by: By = By.SHOP

    def said_at(self, zone: ZoneInfo) -> datetime | date | None:
        """A time without an offset is in `zone`."""
        if isinstance(self.at, datetime) and self.at.tzinfo is None:
            return self.at.replace(tzinfo=zone)
        return self.at

    def activity(self, member: int, source: str, zone: ZoneInfo) -> Activity:
        """The activity of the member with this id; a time without an offset is in `zone`."""
        lines = tuple(item.line() for item in self.items)
        says_all = all(item.amount is not None for item in self.items)
        total = sum(line.amount for line in lines) if says_all else 0
        return Activity(
            member=member,
            kind=self.kind,
            source=source,
            reference=self.reference,
            said_at=self.said_at(zone),
            amount=total if self.amount is None else self.amount,
            tax=self.tax,
            discounted=self.discounted,
            lines=lines,
            channel=str(self.channel),
            action=self.action or "",
            refers_to=self.refers_to or "",
            reward=self.reward or "",
            badge=self.badge or "",
            voucher=self.voucher or "",
            points=self.points or 0,
            stamp_card=self.stamp_card or "",
            stamps=self.stamps or 0,
            reason=self.reason,
            occasion=self.occasion or "",
            challenge=self.challenge or "",
            period=self.period or "",
            years=self.years or 0,
            survey=self.survey or "",
            by=self.by,
            shop=self.shop or "",
        )


OUR_OWN = {Kind.CLOCK, Kind.ANNIVERSARY, Kind.GOAL, Kind.CLOSED, Kind.INVITED, Kind.WELCOME}
FROM_OUTSIDE = frozenset(Kind) - OUR_OWN
"""What others may tell us of: neither how late it is, nor what all have reached, nor that somebody
has left, nor what only an invitation of ours brings."""


def read_activity(
    said: Mapping[str, Any], digits: int, kinds: Collection[Kind] = FROM_OUTSIDE
) -> SaidActivity:
    """What was said, in a currency of so many decimals. Raises Unreadable with all its flaws."""
    try:
        read = SaidActivity.model_validate(said, context={"digits": digits})
    except ValidationError as error:
        raise Unreadable(
            [
                _flaw(e["loc"], e["type"], {**e.get("ctx", {}), "msg": e["msg"]})
                for e in error.errors(include_url=False, include_input=False)
            ]
        ) from error
    if read.kind not in kinds:
        allowed = ", ".join(kind for kind in Kind if kind in kinds)
        raise Unreadable([_flaw(("kind",), "literal_error", {"expected": allowed})])
    if flaws := [_flaw(*misfit) for misfit in _misfits(read)]:
        raise Unreadable(flaws)
    return read


Misfit = tuple[tuple[str | int, ...], str, Mapping[str, object]]


def _misfits(said: SaidActivity) -> list[Misfit]:
    """What does not go together."""
    given = said.model_fields_set
    found: list[Misfit] = [
        ((name,), "goes_with", {"kinds": ", ".join(kinds)})
        for name, kinds in _GOES_WITH.items()
        if name in given and getattr(said, name) and said.kind not in kinds
    ]
    needed = _NEEDED.get(said.kind)
    if needed and getattr(said, needed) is None:
        found.append(((needed,), "needed", {}))
    if said.kind is Kind.GIFT and (said.reward is None) == (said.badge is None):
        found.append((("reward",), "one_gift", {}))
    if said.kind is Kind.ADJUSTMENT:
        found += _misfits_of_a_correction(said)
    if said.kind is Kind.PURCHASE and said.amount is None and not said.items:
        found.append((("amount",), "needed", {}))
    for index, item in enumerate(said.items):
        place = ("items", index, "amount")
        if said.kind is Kind.PURCHASE and item.amount is None:
            found.append((place, "needed", {}))
        if said.kind is Kind.REFUND and item.amount == 0:
            found.append((place, "more_than_nothing", {}))
    return found


def _misfits_of_a_correction(said: SaidActivity) -> Iterator[Misfit]:
    """Either points, or stamps of a card."""
    of_stamps = said.stamp_card is not None or said.stamps is not None
    needed = ["stamp_card", "stamps"] if of_stamps else ["points"]
    if of_stamps and said.points is not None:
        yield ("points",), "one_correction", {}
    yield from (((name,), "needed", {}) for name in needed if getattr(said, name) is None)


def _flaw(place: tuple[str | int, ...], kind: str, facts: Mapping[str, object]) -> Flaw:
    steps = [f"{step + 1}." if isinstance(step, int) else step for step in place]
    words = str(_WORDS[kind]) % facts if kind in _WORDS else words_of(kind, facts)
    return Flaw(" › ".join(steps), words)
