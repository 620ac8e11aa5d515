"""One member's history: what was recorded is folded, and beside it decided again under a draft."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from heapq import nlargest, nsmallest
from operator import itemgetter

from ..activities.facts import Fact, Outcome, OutcomeKind
from ..activities.history import Told
from ..activities.values import Activity, Kind
from ..engine.deciding import decide
from ..engine.rehearsing import Rehearsal
from ..errors import LoyaltyError
from ..programme.document import Programme
from ..rewards.paying import may_pay
from ..standing.values import Standing
from .comparison import MOST_EXAMPLES, Differing, Example, differing_outcomes
from .figures import Account, Sums, gain

SOURCE = "rehearsal"


class Replay:
    """Both sides of one member, from the first activity on or after the day `since`; what was
    before is folded on both, and is no difference."""

    def __init__(self, member: int, rehearsal: Rehearsal, since: date | None) -> None:
        self.member = member
        self.since = since
        self.given = Standing(member=member)
        self.rehearsal = rehearsal
        self.now, self.draft = Account(), Account()
        self.begun = since is None
        self.activities = 0
        self.refused: Counter[tuple[Kind, str]] = Counter()
        self.differing = 0
        self._gains: list[tuple[tuple[int, int], Differing]] = []
        self._losses: list[tuple[tuple[int, int], Differing]] = []

    def follow(self, told: Told, activity: Activity, *, is_taken_back: bool) -> None:
        """The next of the chain. What nothing will refer to is not kept in memory."""
        self.given.fold(activity.day, told.facts)
        self.given.sequence += 1
        self.begun = self.begun or (self.since is not None and activity.day >= self.since)
        if self.begun:
            self._decide(activity, told.facts)
        else:
            self.rehearsal.fold(activity, told.facts)
            self.now.see(told.facts)
            self.draft.see(told.facts)
        if not is_taken_back and not activity.refers_to:
            self.rehearsal.forget(activity)

    def end(self, in_force: Programme, day: date) -> None:
        """Time passes to this day on both sides; for who has left, it stands still."""
        if self.given.closed:
            return
        clock = Activity(self.member, Kind.CLOCK, SOURCE, str(self.member), said_at=day, day=day)
        given = decide(in_force, self.given, clock)
        self._compare(clock, given, self.rehearsal.record(clock).facts)

    def example(self) -> Example:
        """The activities that brought the member where they are: gains of who is better off."""
        points, prizes = _difference(self.now.sums, self.draft.sums)
        telling = self._gains if (points, prizes) > (0, 0) else self._losses
        return Example(
            member=self.member,
            points=points,
            prizes=prizes,
            differing=self.differing,
            activities=tuple(differing for _, differing in telling),
        )

    @property
    def outstanding(self) -> tuple[int, int]:
        """Points the member could spend, now or once they are released."""
        standing = self.rehearsal.standing_of(self.member)
        return (
            self.given.available + self.given.pending,
            standing.available + standing.pending,
        )

    def _decide(self, activity: Activity, given: Sequence[Fact]) -> None:
        self.activities += 1
        try:
            done = self.rehearsal.record(self._as_it_would_be(activity, given))
        except LoyaltyError as refusal:
            self.refused[activity.kind, refusal.code] += 1
            self._compare(activity, given, (), refusal.code)
        else:
            self._compare(activity, given, done.facts)

    def _as_it_would_be(self, activity: Activity, given: Sequence[Fact]) -> Activity:
        """Who claims agrees to the price they see, which is the draft's, and who answers to its
        thanks; who uses a voucher that the draft gave at another time uses the one they have of
        that reward. What a purchase came to stays, also where the draft gave no such discount or
        lets no such points pay."""
        if activity.kind in (Kind.CLAIM, Kind.SURVEY):
            return activity._replace(points=0)
        open_ones = self.rehearsal.standing_of(self.member).vouchers
        if activity.kind is Kind.PURCHASE and activity.points:
            pays = may_pay(self.rehearsal.programme, activity)
            activity = activity if pays else activity._replace(points=0)
        if activity.voucher and activity.voucher not in open_ones:
            reward = _reward_used(given)
            has_one = any(voucher.reward == reward for voucher in open_ones.values())
            if activity.kind is Kind.PURCHASE and not has_one:
                return activity._replace(voucher="")
            return activity._replace(voucher=self.rehearsal.open_voucher(self.member, reward))
        return activity

    def _compare(
        self, activity: Activity, given: Sequence[Fact], drafted: Sequence[Fact], refused: str = ""
    ) -> None:
        weight = _difference(self.now.add(given), self.draft.add(drafted))
        if not any(weight):
            return
        self.differing += 1
        only = differing_outcomes(given, drafted)
        found = weight, Differing(activity.kind, activity.day, *only, refused)
        if weight > (0, 0):
            self._gains = nlargest(MOST_EXAMPLES, [*self._gains, found], key=itemgetter(0))
        else:
            self._losses = nsmallest(MOST_EXAMPLES, [*self._losses, found], key=itemgetter(0))


def _reward_used(given: Sequence[Fact]) -> str:
    used = (f for f in given if isinstance(f, Outcome) and f.kind is OutcomeKind.VOUCHER_USED)
    return next(used).subject


def _difference(now: Sums, draft: Sums) -> tuple[int, int]:
    """Points and prizes that the draft gives more, or less."""
    (points, prizes), (more_points, more_prizes) = gain(now), gain(draft)
    return more_points - points, more_prizes - prizes
