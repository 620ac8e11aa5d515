"""What a standing is made of: lots in hand, open vouchers, wins, tiers, badges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from ..activities.facts import Lot


@dataclass(slots=True)
class Holding:
    """What is left of a lot, and how much of it expired (a return of those has no effect).

    `until`: the last day as the member's coming has moved it; None: as the lot was born.
    """

    left: int = 0
    expired: int = 0
    until: date | None = None

    def __bool__(self) -> bool:
        return bool(self.left or self.expired or self.until)


@dataclass(frozen=True, slots=True)
class Win:
    """A filled card with its own terms and its prize. `kept`: lost after its prize was used."""

    card: str
    target: int
    voucher: str
    day: date
    used: bool = False
    kept: bool = False


@dataclass(frozen=True, slots=True)
class Held:
    """A tier with the terms it is held under.

    `target` of what is measured (points, minor units, visits, friends); `since` the local day it
    was reached, in the activity with this `sequence` (0: a review gave it, and no reversal takes
    it). `seen_on`: the day of the last review that it passed. `falls`: whether reviews can take
    it; `drops_on`: the first day on which one will, unless the target is met by then. `prizes`: the
    vouchers that reaching it gave, by level.
    """

    tier: str
    target: int
    measure: str
    over: str
    since: date
    sequence: int
    seen_on: date
    falls: bool = False
    drops_on: date | None = None
    prizes: tuple[tuple[str, str], ...] = ()


class Terms(NamedTuple):
    """What a challenge was won under: so much of what it counts, in a period of `per`; of a goal
    of all (`together`) it is enough to have added to it. On `pauses` no row breaks: first and last
    days, in order."""

    counted: str
    target: int
    per: str
    freezes: int = 0
    weekdays: tuple[int, ...] = ()
    together: bool = False
    pauses: tuple[tuple[date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class Won:
    """A challenge met in a period, under its own terms, with what it gave: points in one lot, a
    `voucher`, a `badge`. `kept`: lost after its prize was used."""

    challenge: str
    period: str
    terms: Terms
    day: date
    points: int = 0
    lot: Lot | None = None
    voucher: str = ""
    badge: str = ""
    used: bool = False
    kept: bool = False


class Invited(NamedTuple):
    """An invitation a member came by, with what was promised: what they must do (`on`, a purchase
    of `least` minor units, to the end of `last_day`), and what each side then gets, `hold_days`
    later. `met_by`: the activity that did it; `met_on`: its local day."""

    on: str
    least: int
    last_day: date
    hold_days: int
    friend_points: int
    friend_prize: str
    inviter_points: int
    inviter_prize: str
    met_by: str = ""
    met_on: date | None = None

    def to_json(self) -> list[Any]:
        met_on = self.met_on and self.met_on.isoformat()
        return list(self._replace(last_day=self.last_day.isoformat(), met_on=met_on))  # type: ignore[arg-type]

    @classmethod
    def from_json(cls, values: Sequence[Any]) -> "Invited":
        found = cls(*values)
        met_on = found.met_on and date.fromisoformat(found.met_on)  # type: ignore[arg-type]
        return found._replace(last_day=date.fromisoformat(values[2]), met_on=met_on)


class Worn(NamedTuple):
    """A badge that is held: since which local day, from which activity of the chain (`sequence`),
    and by what it was earned: `way` is visits, purchases, years, tier, challenge or given."""

    day: date
    sequence: int
    way: str
    what: str = ""
