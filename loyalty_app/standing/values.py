"""The standing as a value: facts are taken one by one, nothing else changes it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from ..activities.chain import lot_from_json
from ..activities.facts import Fact, Lot, Outcome, OutcomeKind, Tally
from .held_tiers import tiers_after
from .holdings import Held, Holding, Invited, Win, Won, Worn
from .prizes import badges_after, card_days_after, joined_after, marked, won_after
from .vouchers import OpenVoucher, opened

KEEP_DAYS = 400
"""How long a sale can be returned, and so how long what a return may need stays in the row."""
KEEP_MONTHS = 36
"""How many month buckets stay in the row; older ones of a measure become one sum."""

GENESIS = "0" * 64
"""The link before the first one of every chain."""

_IS_POINTS_ALONE = frozenset(
    {
        OutcomeKind.POINTS_EARNED,
        OutcomeKind.POINTS_GIVEN,
        OutcomeKind.POINTS_SPENT,
        OutcomeKind.POINTS_RETURNED,
        OutcomeKind.POINTS_TAKEN_BACK,
        OutcomeKind.POINTS_EXPIRED,
        OutcomeKind.POINTS_ADJUSTED,
        OutcomeKind.DEBT_PAID,
    }
)
"""Nothing changes but lots and debt."""
_CLOSES_VOUCHER = frozenset(
    {
        OutcomeKind.VOUCHER_USED,
        OutcomeKind.VOUCHER_CANCELLED,
        OutcomeKind.VOUCHER_EXPIRED,
    }
)
_OPENS_VOUCHER = frozenset({OutcomeKind.VOUCHER_ISSUED, OutcomeKind.VOUCHER_REOPENED})
_ABOUT_AN_INVITATION = frozenset(
    {OutcomeKind.INVITED, OutcomeKind.INVITATION_MET, OutcomeKind.INVITATION_REOPENED}
)
_MOVES_LAST_DAYS = frozenset({OutcomeKind.POINTS_EXTENDED, OutcomeKind.POINTS_SHORTENED})


@dataclass(slots=True)
class Standing:
    """Everything a decision may know about a member. `clock`: the local day time has passed to;
    `card_days`: until when the stamps on a card are good, where that depends on the next one.
    `joined`: from which day on a challenge counts that one has to join in."""

    member: int = 0
    sequence: int = 0
    head: str = GENESIS
    clock: date = date.min
    debt: int = 0
    lots: dict[Lot, Holding] = field(default_factory=dict)
    counts: dict[str, dict[str, int]] = field(default_factory=dict)
    vouchers: dict[str, OpenVoucher] = field(default_factory=dict)
    wins: list[Win] = field(default_factory=list)
    won: list[Won] = field(default_factory=list)
    badges: dict[str, Worn] = field(default_factory=dict)
    card_days: dict[str, date] = field(default_factory=dict)
    joined: dict[str, date] = field(default_factory=dict)
    tiers: tuple[Held, ...] = ()
    invited: Invited | None = None
    closed: bool = False

    @property
    def available(self) -> int:
        """Points that can be spent now."""
        return sum(h.left for lot, h in self.lots.items() if lot.is_released(self.clock))

    @property
    def pending(self) -> int:
        """Points that are earned and not yet released."""
        return sum(h.left for lot, h in self.lots.items() if not lot.is_released(self.clock))

    @property
    def tier(self) -> str:
        """The id of the tier that is held; empty on the lowest one."""
        return self.tiers[-1].tier if self.tiers else ""

    def count(self, subject: str, bucket: str = "") -> int:
        return self.counts.get(subject, {}).get(bucket, 0)

    def copy(self) -> "Standing":
        """A standing of its own: what one takes, the other does not."""
        return replace(
            self,
            lots={lot: Holding(h.left, h.expired, h.until) for lot, h in self.lots.items()},
            counts={subject: dict(buckets) for subject, buckets in self.counts.items()},
            vouchers=dict(self.vouchers),
            wins=list(self.wins),
            won=list(self.won),
            badges=dict(self.badges),
            card_days=dict(self.card_days),
            joined=dict(self.joined),
        )

    def left_in(self, lot: Lot) -> Holding:
        return self.lots.get(lot) or Holding()

    def last_day(self, lot: Lot) -> date | None:
        """The local day to whose end a lot's points are good; None: they do not expire."""
        return self.left_in(lot).until or lot.expires_on

    def is_out_of_date(self, lot: Lot, day: date) -> bool:
        last_day = self.last_day(lot)
        return last_day is not None and last_day < day

    def fold(self, day: date, facts: Iterable[Fact]) -> None:
        """Take all facts of one recorded activity: what `decide` did, again."""
        moves = day > self.clock
        for fact in facts:
            self.take(fact)
        self.pass_to(day)
        if moves:
            self.forget()

    def take(self, fact: Fact) -> None:
        if isinstance(fact, Tally):
            self._count(fact)
        else:
            self._follow(fact)

    def _count(self, tally: Tally) -> None:
        buckets = self.counts.setdefault(tally.subject, {})
        n = buckets.get(tally.bucket, 0) + tally.n
        if n:
            buckets[tally.bucket] = n
        else:
            buckets.pop(tally.bucket, None)
            if not buckets:
                del self.counts[tally.subject]

    def _follow(self, outcome: Outcome) -> None:
        self.debt += outcome.debt
        for part in outcome.parts:
            holding = self.lots.setdefault(part.lot, Holding())
            holding.left += part.left
            holding.expired += part.expired
            if not holding:
                del self.lots[part.lot]
        if outcome.kind in _IS_POINTS_ALONE:
            return
        if outcome.kind in _OPENS_VOUCHER:
            self.vouchers[outcome.voucher] = opened(outcome)
            self._mark_win(outcome, used=False)
        elif outcome.kind in _CLOSES_VOUCHER:
            del self.vouchers[outcome.voucher]
            self._mark_win(outcome, used=outcome.kind is OutcomeKind.VOUCHER_USED)
        elif outcome.kind in _MOVES_LAST_DAYS:
            self._move_last_days(outcome)
        elif outcome.kind in _ABOUT_AN_INVITATION:
            self.invited = Invited.from_json(outcome.why["invited"])
        else:
            self.tiers = tiers_after(self.tiers, outcome)
            self.won = won_after(self.won, outcome)
            self.badges = badges_after(self.badges, outcome)
            self.card_days = card_days_after(self.card_days, outcome)
            self.joined = joined_after(self.joined, outcome)
            self._follow_win(outcome)

    def _move_last_days(self, outcome: Outcome) -> None:
        for terms, _, until in outcome.why["lots"]:
            lot = lot_from_json(terms)
            if holding := self.lots.get(lot):
                holding.until = until and date.fromisoformat(until)
                if not holding:
                    del self.lots[lot]

    def _follow_win(self, outcome: Outcome) -> None:
        if outcome.kind is OutcomeKind.CARD_FILLED:
            day = date.fromisoformat(outcome.why["day"])
            self.wins.append(Win(outcome.subject, outcome.count, outcome.voucher, day))
        elif outcome.kind is OutcomeKind.CARD_REOPENED:
            self.wins = [win for win in self.wins if win.voucher != outcome.voucher]
        elif outcome.kind is OutcomeKind.WIN_KEPT:
            self._mark_win(outcome, used=True, kept=True)
        elif outcome.kind is OutcomeKind.POINTS_FORFEITED:
            self.closed = True

    def _mark_win(self, outcome: Outcome, *, used: bool, kept: bool = False) -> None:
        self.wins = marked(self.wins, outcome.voucher, used=used, kept=kept)
        self.won = marked(self.won, outcome.voucher, used=used, kept=kept)

    def pass_to(self, day: date) -> None:
        """Time has passed to the end of an activity's local day; it never goes back."""
        self.clock = max(self.clock, day)

    def forget(self) -> None:
        """What can no longer matter leaves the row; the chain keeps it.

        After all facts of an activity that let time pass: deciding and folding must forget alike.
        """
        horizon = self.clock - timedelta(days=KEEP_DAYS)
        self.lots = {
            lot: h
            for lot, h in self.lots.items()
            if h.left or (h.until or lot.expires_on or horizon) >= horizon
        }
        self.wins = [w for w in self.wins if w.voucher in self.vouchers or w.day >= horizon]
        self.won = [w for w in self.won if w.voucher in self.vouchers or w.day >= horizon]
        if self.invited and (self.invited.met_on or self.invited.last_day) < horizon:
            self.invited = None
        self._forget_tiers(horizon)
        self._forget_buckets(horizon)

    def _forget_tiers(self, horizon: date) -> None:
        """Beneath a tier that no return can take any more, nothing is needed."""
        settled = [n for n, held in enumerate(self.tiers) if held.since < horizon]
        if settled:
            self.tiers = self.tiers[settled[-1] :]

    def _forget_buckets(self, horizon: date) -> None:
        oldest_day = horizon.isoformat()
        oldest_month = f"{self.clock.year - KEEP_MONTHS // 12:04d}-{self.clock.month:02d}"
        year, week, _ = horizon.isocalendar()
        oldest_week = f"{year:04d}-W{week:02d}"
        oldest = {10: oldest_day, 8: oldest_week, 7: oldest_month}
        for subject, buckets in list(self.counts.items()):
            gone = [bucket for bucket in buckets if _is_before(bucket, oldest)]
            if gone:
                self._leave_out(subject, gone)

    def _leave_out(self, subject: str, gone: list[str]) -> None:
        """Buckets of a rule are dropped; a measure (it has no colon) keeps their sum, for ever."""
        buckets = self.counts[subject]
        total = sum(buckets.pop(bucket) for bucket in gone)
        if ":" not in subject and total:
            buckets[""] = buckets.get("", 0) + total
        if not buckets:
            del self.counts[subject]


def _is_before(bucket: str, oldest: Mapping[int, str]) -> bool:
    """A bucket is a period, or one thing in it: `2026-W47/centre`. Periods of a kind have a length
    of their own, by which `oldest` knows the first one to keep."""
    period = bucket.partition("/")[0]
    return period < oldest.get(len(period), period)
