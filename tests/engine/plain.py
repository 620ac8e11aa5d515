"""A shop with simple rules, and the same shop as plain bookkeeping: lists, sums and nothing else.

Nothing here asks the engine how it counts. The laws compare what members have with what the books
say they must have; each is named for what it promises.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil

from loyalty_app.activities.facts import Outcome, OutcomeKind
from loyalty_app.engine.rehearsing import Rehearsal
from loyalty_app.programme.reading import read_programme
from loyalty_app.standing.values import Standing

PROGRAMME = read_programme("""
name: Café
currency: EUR
time_zone: Europe/Rome
earning:
  - {id: base, per_spend: {points: 1, every: 1.00}}
  - {id: own-cup, action: own-cup, points: 5}
stamp_cards:
  - {id: coffee, name: Coffee, stamps: 3, per_item: {category: [coffee]}, prize: espresso}
  - {id: visits, name: Visits, stamps: 2, per_visit: true, prize: espresso}
rewards:
  - {id: espresso, name: Espresso, kind: product, points: 9, valid_days: 5}
  - {id: mug, name: Mug, kind: product, points: 6, stock: 1}
  - {id: cake, name: Cake, kind: product, points: 3, limit: {times: 1, per: week}}
gifts: {occasions: [{id: hello, on: joining, points: 4}]}
challenges:
  - {id: often, name: Often, count: visits, target: 2, per: week, points: 6, prize: espresso}
  - {id: cups, name: Cups, count: actions, target: 2, points: 3, badge: green}
tiers:
  measure: visits
  over: lifetime
  levels:
    - {id: guest, name: Guest, from: 0}
    - {id: friend, name: Friend, from: 2}
    - {id: family, name: Family, from: 4}
badges:
  - {id: third, name: Third, visits: 3}
  - {id: green, name: Green}
""")
STAMPS, TIERS = {"coffee": 3, "visits": 2}, (("family", 4), ("friend", 2))
POINTS_OF_A_WIN = {"often": 6, "cups": 3}
PRICES = {"espresso": 9, "mug": 6, "cake": 3}
GOOD_FOR = {name: timedelta(days=5 if name == "espresso" else 30) for name in PRICES}


@dataclass
class Deed:
    """One line of the books, with what was taken back of it later. Amounts are cents."""

    kind: str
    id: str
    line: int
    """Its place in the member's chain."""
    day: date
    amount: int = 0
    coffees: int = 0
    reward: str = ""
    returned: int = 0
    coffees_back: int = 0
    undone: bool = False

    @property
    def stands(self) -> bool:
        return not self.undone and (not self.returned or self.returned < self.amount)

    @property
    def points(self) -> int:
        """One for each whole euro, of which so much stays as of the money."""
        paid, left = self.amount // 100, self.amount - self.returned
        return min(paid, ceil(paid * left / self.amount)) if self.amount else 0


@dataclass
class Books:
    """Of one member."""

    deeds: list[Deed] = field(default_factory=list)
    climbed: list[tuple[str, int, int]] = field(default_factory=list)
    """Tiers, each with its target and the line of the chain that reached it."""
    good_until: dict[str, date] = field(default_factory=dict)
    """The last day of each voucher there ever was."""

    def standing(self, *kinds: str) -> list[Deed]:
        return [deed for deed in self.deeds if deed.kind in kinds and deed.stands]

    @property
    def visits(self) -> list[Deed]:
        return self.standing("purchase", "visit")

    @property
    def stamps(self) -> dict[str, int]:
        """Collected ever, by card."""
        coffees = sum(deed.coffees - deed.coffees_back for deed in self.standing("purchase"))
        return {"coffee": coffees, "visits": len(self.visits)}

    def climb(self, line: int) -> None:
        """To the highest tier that the visits reach."""
        held = self.climbed[-1][1] if self.climbed else 0
        found = [tier for tier in TIERS if len(self.visits) >= tier[1] > held]
        self.climbed += [(*tier, line) for tier in found[:1]]

    def fall(self, line: int) -> None:
        """Out of what was reached in this line, or after it, and is not met any more."""
        while (
            self.climbed and len(self.visits) < self.climbed[-1][1] and line <= self.climbed[-1][2]
        ):
            self.climbed.pop()


@dataclass
class Plain:
    """A shop as the engine keeps it, and beside it the books of its members."""

    shop: Rehearsal
    books: dict[int, Books]
    outcomes: dict[int, list[Outcome]]

    def standing(self, member: int) -> Standing:
        return self.shop.standing_of(member)


def week_of(day: date) -> str:
    """Numbered by hand: a week belongs to the year that its Thursday is in."""
    thursday = day + timedelta(days=3 - day.weekday())
    number = (thursday - date(thursday.year, 1, 1)).days // 7 + 1
    return f"{thursday.year}-W{number:02d}"


Law = Callable[[Plain, int], None]


def points_are_conserved(plain: Plain, member: int) -> None:
    """What was earned, given and won, less what was spent, is what the member has."""
    books, standing = plain.books[member], plain.standing(member)
    earned = sum(deed.points for deed in books.standing("purchase"))
    cups = 5 * len(books.standing("action"))
    welcome = 4 * len(books.standing("joining"))
    won = sum(POINTS_OF_A_WIN[win.challenge] for win in standing.won)
    spent = sum(PRICES[deed.reward] for deed in books.standing("claim"))
    has = standing.available + standing.pending - standing.debt
    assert has == earned + cups + welcome + won - spent


def nobody_has_points_and_debts(plain: Plain, member: int) -> None:
    standing = plain.standing(member)
    assert standing.debt >= 0
    assert standing.available >= 0
    assert not (standing.debt and standing.available)


def stamps_are_conserved(plain: Plain, member: int) -> None:
    """Each stamp lies on the open card or has filled one."""
    standing = plain.standing(member)
    for card, collected in plain.books[member].stamps.items():
        cards = sum(win.card == card for win in standing.wins)
        on_card = collected - STAMPS[card] * cards
        assert on_card < STAMPS[card], "a full card was not filled"
        assert on_card == standing.count(f"stamps:{card}") - standing.count(f"filled:{card}")


def a_full_card_has_its_stamps(plain: Plain, member: int) -> None:
    """Or its prize was used before they went."""
    for card, collected in plain.books[member].stamps.items():
        wins = [win for win in plain.standing(member).wins if win.card == card]
        assert collected >= STAMPS[card] * sum(not win.kept for win in wins)


def a_challenge_is_won_exactly_when_it_is_met(plain: Plain, member: int) -> None:
    """Or its prize was used before it was lost."""
    books, standing = plain.books[member], plain.standing(member)
    won = {(win.challenge, win.period): win for win in standing.won}
    weeks = Counter(week_of(deed.day) for deed in books.visits)
    met = {("often", week) for week, visits in weeks.items() if visits >= 2}
    met |= {("cups", "")} if len(books.standing("action")) >= 2 else set()
    assert met <= set(won)
    assert all(win.used or name in met for name, win in won.items())


def each_thing_is_won_once_in_a_period(plain: Plain, member: int) -> None:
    """Of every win, badge and voucher that was not taken back there is one."""
    standing = plain.standing(member)
    awards = Counter[tuple[str, ...]]()
    for fact in plain.outcomes[member]:
        if fact.kind is OutcomeKind.CHALLENGE_WON:
            awards["won", fact.subject, fact.why["period"]] += 1
        elif fact.kind is OutcomeKind.CHALLENGE_REOPENED:
            awards["won", fact.subject, fact.why["period"]] -= 1
        elif fact.kind is OutcomeKind.BADGE_EARNED:
            awards["badge", fact.subject] += 1
        elif fact.kind is OutcomeKind.BADGE_TAKEN_BACK:
            awards["badge", fact.subject] -= 1
        elif fact.kind is OutcomeKind.VOUCHER_ISSUED:
            awards["voucher", fact.voucher] += 1
    assert set(awards.values()) <= {0, 1}
    assert all(awards["won", win.challenge, win.period] == 1 for win in standing.won)


def no_prize_without_its_cause(plain: Plain, member: int) -> None:
    """An open voucher was claimed, filled a card or won a challenge, and that still stands."""
    books, standing = plain.books[member], plain.standing(member)
    causes = {win.voucher for win in standing.wins} | {win.voucher for win in standing.won}
    causes |= {f"{deed.id}-{deed.reward}" for deed in books.standing("claim")}
    assert set(standing.vouchers) <= causes


def a_badge_has_its_cause(plain: Plain, member: int) -> None:
    books, standing = plain.books[member], plain.standing(member)
    cups = any(win.challenge == "cups" for win in standing.won)
    assert ("third" in standing.badges) == (len(books.visits) >= 3)
    assert ("green" in standing.badges) == cups


def a_tier_is_what_the_chain_says(plain: Plain, member: int) -> None:
    climbed = plain.books[member].climbed
    assert plain.standing(member).tier == (climbed[-1][0] if climbed else "")


def a_voucher_is_good_to_its_last_day(plain: Plain, member: int) -> None:
    """And not a day longer."""
    standing, good_until = plain.standing(member), plain.books[member].good_until
    assert all(good_until[voucher] >= standing.clock for voucher in standing.vouchers)
    expired = [o for o in plain.outcomes[member] if o.kind is OutcomeKind.VOUCHER_EXPIRED]
    assert all(good_until[outcome.voucher] < standing.clock for outcome in expired)


def no_more_is_sold_than_there_is(plain: Plain, member: int) -> None:
    sold = [deed for books in plain.books.values() for deed in books.standing("claim")]
    assert sum(deed.reward == "mug" for deed in sold) == plain.shop.taken["mug"] <= 1


def a_limit_of_a_week_is_kept(plain: Plain, member: int) -> None:
    cakes = [deed for deed in plain.books[member].standing("claim") if deed.reward == "cake"]
    assert set(Counter(week_of(deed.day) for deed in cakes).values()) <= {1}


LAWS: tuple[Law, ...] = (
    points_are_conserved,
    nobody_has_points_and_debts,
    stamps_are_conserved,
    a_full_card_has_its_stamps,
    a_challenge_is_won_exactly_when_it_is_met,
    each_thing_is_won_once_in_a_period,
    no_prize_without_its_cause,
    a_badge_has_its_cause,
    a_tier_is_what_the_chain_says,
    a_voucher_is_good_to_its_last_day,
    no_more_is_sold_than_there_is,
    a_limit_of_a_week_is_kept,
)
