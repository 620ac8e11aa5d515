"""What follows from an activity. A standing is the sum of these and nothing else.

An Outcome has words and a person may read it; a Tally is a silent count. Both are signed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple


class OutcomeKind(StrEnum):
    """What followed. Field terms: earn, burn (spend), expiry."""

    POINTS_EARNED = "points_earned"
    POINTS_LIMITED = "points_limited"
    POINTS_GIVEN = "points_given"
    POINTS_RELEASED = "points_released"
    POINTS_SPENT = "points_spent"
    POINTS_RETURNED = "points_returned"
    POINTS_TAKEN_BACK = "points_taken_back"
    POINTS_EXPIRE_SOON = "points_expire_soon"
    POINTS_EXPIRED = "points_expired"
    POINTS_EXTENDED = "points_extended"
    POINTS_SHORTENED = "points_shortened"
    POINTS_FORFEITED = "points_forfeited"
    POINTS_ADJUSTED = "points_adjusted"
    DEBT_PAID = "debt_paid"
    STAMPS_COLLECTED = "stamps_collected"
    STAMPS_LIMITED = "stamps_limited"
    STAMPS_TAKEN_BACK = "stamps_taken_back"
    STAMPS_EXPIRE_SOON = "stamps_expire_soon"
    STAMPS_EXPIRED = "stamps_expired"
    CARD_FILLED = "card_filled"
    CARD_REOPENED = "card_reopened"
    WIN_KEPT = "win_kept"
    CHALLENGE_JOINED = "challenge_joined"
    CHALLENGE_ADVANCED = "challenge_advanced"
    CHALLENGE_SET_BACK = "challenge_set_back"
    CHALLENGE_WON = "challenge_won"
    CHALLENGE_REOPENED = "challenge_reopened"
    CHALLENGE_KEPT = "challenge_kept"
    BADGE_EARNED = "badge_earned"
    BADGE_TAKEN_BACK = "badge_taken_back"
    VOUCHER_ISSUED = "voucher_issued"
    VOUCHER_USED = "voucher_used"
    VOUCHER_REOPENED = "voucher_reopened"
    VOUCHER_CANCELLED = "voucher_cancelled"
    VOUCHER_EXPIRES_SOON = "voucher_expires_soon"
    VOUCHER_EXPIRED = "voucher_expired"
    INVITED = "invited"
    INVITATION_MET = "invitation_met"
    INVITATION_REOPENED = "invitation_reopened"
    TIER_REACHED = "tier_reached"
    TIER_KEPT = "tier_kept"
    TIER_ENDS_SOON = "tier_ends_soon"
    TIER_AT_RISK = "tier_at_risk"
    TIER_DROPPED = "tier_dropped"
    TIER_TAKEN_BACK = "tier_taken_back"


class Lot(NamedTuple):
    """The terms points were born with: the first day to spend them, the last. None: no bound.

    `idle_months` > 0: what the member does extends them, to that many months later.
    """

    releases_on: date | None
    expires_on: date | None
    idle_months: int = 0

    def is_released(self, day: date) -> bool:
        return self.releases_on is None or self.releases_on <= day


class Part(NamedTuple):
    """What an outcome does to one lot: points left in it, and points of it known as expired."""

    lot: Lot
    left: int
    expired: int = 0


class Share(NamedTuple):
    """Which part of a sale a fact hangs on, so that a refund knows what goes with it.

    Empty: the fact goes when the whole sale has gone. `gross` > 0 (minor units paid, of `lines` or
    of the sale): it shrinks with the net, from `uncapped`. `per_line`: so much goes with each line.
    Under `minimum` (minor units of the rule's basis; `basis` is what the gross was worth in it),
    or with the sale's under `order_minimum`, nothing is kept. `voucher`: the fact is part of its
    claim, and stays once it is used or expired.
    """

    uncapped: int = 0
    gross: int = 0
    basis: int = 0
    minimum: int = 0
    order_minimum: int = 0
    order_basis: int = 0
    lines: tuple[int, ...] = ()
    per_line: tuple[tuple[int, int], ...] = ()
    voucher: str = ""


WHOLE = Share()
"""Goes when all of the sale has gone."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Something that followed.

    `points`: change of available + pending − debt. `count`: stamps. `why`: numbers and rule ids.
    `share` None: a reversal of its activity leaves it; it answers to its own terms.
    """

    kind: OutcomeKind
    subject: str = ""
    points: int = 0
    count: int = 0
    debt: int = 0
    parts: tuple[Part, ...] = ()
    voucher: str = ""
    why: Mapping[str, Any] = field(default_factory=dict)
    share: Share | None = None


class Tally(NamedTuple):
    """`n` more in the bucket of a subject; a bucket is a day, week, month or `` for ever."""

    subject: str
    bucket: str
    n: int
    share: Share | None = WHOLE


Fact = Outcome | Tally
