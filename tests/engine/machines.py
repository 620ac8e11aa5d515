"""Random histories of a plain shop, for the test of its laws and of the bugs they must catch."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from loyalty_app.activities.facts import Outcome, OutcomeKind
from loyalty_app.activities.values import Activity, By, Kind, Line
from loyalty_app.engine.recording import Recorded
from loyalty_app.engine.rehearsing import Rehearsal
from loyalty_app.errors import LoyaltyError

from .plain import GOOD_FOR, LAWS, PRICES, PROGRAMME, Books, Deed, Law, Plain

MEMBERS = (1, 2)
HISTORIES = settings(
    max_examples=150,
    stateful_step_count=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
TO_CATCH = settings(HISTORIES, max_examples=400, phases=[Phase.generate])
"""The same ones each time, and no time spent on making a story short."""

members = st.sampled_from(MEMBERS)
picks = st.integers(0, 50)


class PlainShop(RuleBasedStateMachine):
    """Two members do what they like; the books are kept beside; the laws hold after every step."""

    laws: tuple[Law, ...] = LAWS

    def __init__(self) -> None:
        super().__init__()
        books = {member: Books() for member in MEMBERS}
        self.plain = Plain(Rehearsal(PROGRAMME), books, {member: [] for member in MEMBERS})
        self.time = datetime(2026, 12, 21, 9, tzinfo=UTC)
        self.number = 0

    def happens(self, member: int, kind: Kind, late: int = 0, **said: Any) -> Recorded | None:  # noqa: ANN401
        """None where it is refused."""
        self.number += 1
        name = f"{self.number:04d}"
        at = self.time - timedelta(days=late)
        activity = Activity(member, kind, "test", name, said_at=at, id=name, **said)
        try:
            done = self.plain.shop.record(activity)
        except LoyaltyError:
            return None
        self.plain.shop.record(activity)  # told twice
        self._write_down(member, done)
        return done

    def _write_down(self, member: int, done: Recorded) -> None:
        """What the engine says that followed, and the last days of vouchers."""
        books, clock = self.plain.books[member], done.standing.clock
        for fact in done.facts:
            if isinstance(fact, Outcome):
                self.plain.outcomes[member].append(fact)
                if fact.kind is OutcomeKind.VOUCHER_ISSUED:
                    books.good_until[fact.voucher] = clock + GOOD_FOR[fact.subject]
                elif fact.kind is OutcomeKind.VOUCHER_REOPENED:
                    last_day = books.good_until[fact.voucher]
                    books.good_until[fact.voucher] = max(last_day, clock)

    def deed(self, member: int, kind: Kind, late: int = 0, **said: Any) -> Deed | None:  # noqa: ANN401
        done = self.happens(member, kind, late, **said)
        if done is None:
            return None
        name, day = str(done.activity.occasion or kind), done.activity.day
        deed = Deed(name, done.activity.id, done.standing.sequence, day, done.activity.amount)
        deed.reward = done.activity.reward
        deed.coffees = sum(line.quantity for line in done.activity.lines)
        self.plain.books[member].deeds.append(deed)
        self.plain.books[member].climb(deed.line)
        return deed

    def taken_back(self, member: int, deed: Deed, done: Recorded) -> None:
        books = self.plain.books[member]
        books.fall(deed.line)
        books.climb(done.standing.sequence)

    @rule(days=st.sampled_from([1, 1, 2, 3, 6, 7]))
    def time_passes(self, days: int) -> None:
        self.time += timedelta(days=days)

    @rule(member=members)
    def the_clock_ticks(self, member: int) -> None:
        self.happens(member, Kind.CLOCK)

    @rule(member=members)
    def joins(self, member: int) -> None:
        if not self.plain.books[member].standing("joining"):
            self.deed(member, Kind.CLOCK, occasion="joining")

    @rule(member=members, amount=st.integers(0, 2500), late=st.sampled_from([0, 0, 0, 1, 5]))
    def buys(self, member: int, amount: int, late: int) -> None:
        self.deed(member, Kind.PURCHASE, late, amount=amount)

    @rule(member=members, cents=st.lists(st.integers(1, 400), min_size=1, max_size=4))
    def buys_coffee(self, member: int, cents: list[int]) -> None:
        lines = tuple(Line(n, sku=str(i), category="coffee") for i, n in enumerate(cents))
        self.deed(member, Kind.PURCHASE, amount=sum(cents), lines=lines)

    @rule(member=members)
    def comes(self, member: int) -> None:
        self.deed(member, Kind.VISIT)

    @rule(member=members)
    def brings_a_cup(self, member: int) -> None:
        self.deed(member, Kind.ACTION, action="own-cup")

    @rule(member=members, reward=st.sampled_from(sorted(PRICES)))
    def claims(self, member: int, reward: str) -> None:
        self.deed(member, Kind.CLAIM, reward=reward)

    @rule(member=members, pick=picks)
    def uses(self, member: int, pick: int) -> None:
        if vouchers := sorted(self.plain.standing(member).vouchers):
            self.deed(member, Kind.USE, voucher=vouchers[pick % len(vouchers)])

    @rule(member=members, pick=picks, part=st.integers(1, 8))
    def gives_back_a_part(self, member: int, pick: int, part: int) -> None:
        plain_sales = [deed for deed in self._deeds(member, "purchase") if not deed.coffees]
        if plain_sales:
            sale = plain_sales[pick % len(plain_sales)]
            amount = max(1, sale.amount * part // 8)
            if done := self.happens(member, Kind.REFUND, refers_to=sale.id, amount=amount):
                sale.returned += amount
                self.taken_back(member, sale, done)

    @rule(member=members, pick=picks)
    def gives_back_a_coffee(self, member: int, pick: int) -> None:
        sales = [deed for deed in self._deeds(member, "purchase") if deed.coffees]
        if sales:
            sale = sales[pick % len(sales)]
            recorded = self.plain.shop.recorded["test", sale.id].activity
            line = recorded.lines[pick % sale.coffees]
            said: dict[str, Any] = {"refers_to": sale.id, "amount": line.amount, "lines": (line,)}
            if done := self.happens(member, Kind.REFUND, **said):
                sale.returned += line.amount
                sale.coffees_back += 1
                self.taken_back(member, sale, done)

    @rule(member=members, pick=picks, by=st.sampled_from(By))
    def undoes(self, member: int, pick: int, by: By) -> None:
        if deeds := self._deeds(member, "purchase", "visit", "action", "claim", "use"):
            deed = deeds[-1 - pick % min(8, len(deeds))]
            if done := self.happens(member, Kind.UNDO, refers_to=deed.id, by=by):
                deed.undone = True
                self.taken_back(member, deed, done)

    def _deeds(self, member: int, *kinds: str) -> list[Deed]:
        return [deed for deed in self.plain.books[member].deeds if deed.kind in kinds]

    @invariant()
    def all_laws_hold(self) -> None:
        for law in self.laws:
            for member in MEMBERS:
                law(self.plain, member)
