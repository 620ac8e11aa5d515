"""Badges: earned once, worn for good, and gone only with what had earned them."""

from datetime import date

import pytest

from loyalty_app.activities.values import Kind
from loyalty_app.badges.rules import BadgeWorn, UnknownBadge
from loyalty_app.engine.recording import Recorded
from loyalty_app.errors import LoyaltyError, ThanksMissing

from ..rehearsals import Shop, outcomes

RULES = """
earning: [{id: base, per_spend: {points: 1, every: 1.00}}]
tiers:
  over: lifetime
  levels:
    - {id: low, name: Low, from: 0}
    - {id: middle, name: Middle, from: 10}
    - {id: high, name: High, from: 50}
challenges:
  - {id: again, name: Again, count: visits, target: 2, per: week, badge: loyal}
badges:
  - {id: third, name: Third, visits: 3}
  - {id: buyer, name: Buyer, purchases: 2, secret: true}
  - {id: climber, name: Climber, tier: middle}
  - {id: loyal, name: Loyal}
  - {id: star, name: Star, given_by: cashier}
"""


def shop() -> Shop:
    return Shop(RULES)


def badges(cafe: Shop) -> set[str]:
    return set(cafe.standing.badges)


def earned(done: Recorded) -> list[tuple[str, str]]:
    return [(kind, name) for kind, name, _ in outcomes(done) if kind.startswith("badge")]


def undo(cafe: Shop, done: Recorded) -> Recorded:
    return cafe.does(Kind.UNDO, refers_to=done.activity.id)


def test_visits_and_purchases_earn_each_once() -> None:
    cafe = shop()
    cafe.does(Kind.VISIT, date(2026, 11, 2))
    assert earned(cafe.buys(100, date(2026, 11, 9))) == []
    assert earned(cafe.buys(100, date(2026, 11, 16))) == [
        ("badge_earned", "third"),
        ("badge_earned", "buyer"),
    ]
    assert earned(cafe.buys(100, date(2026, 11, 23))) == []


def test_a_tier_that_is_leapt_over_earns_as_well() -> None:
    cafe = shop()
    assert ("badge_earned", "climber") in earned(cafe.buys(6000))


def test_a_challenge_earns_what_it_names() -> None:
    cafe = shop()
    cafe.does(Kind.VISIT)
    assert ("badge_earned", "loyal") in earned(cafe.does(Kind.VISIT))


@pytest.mark.parametrize(
    ("amounts", "gone"),
    [
        ((100, 100, 100), {"third", "loyal", "buyer"}),
        ((1000,), {"climber"}),
        ((6000,), {"climber"}),
    ],
)
def test_what_earned_it_takes_it_back(amounts: tuple[int, ...], gone: set[str]) -> None:
    cafe = shop()
    sales = [cafe.buys(amount) for amount in amounts]
    assert badges(cafe) == gone
    for sale in sales:
        undo(cafe, sale)
    assert badges(cafe) == set()


def test_another_week_that_won_keeps_the_badge() -> None:
    cafe = shop()
    first = cafe.does(Kind.VISIT, date(2026, 11, 2))
    for day in (date(2026, 11, 2), date(2026, 11, 9), date(2026, 11, 10)):
        cafe.does(Kind.VISIT, day)
    assert earned(undo(cafe, first)) == []
    assert "loyal" in badges(cafe)


def test_a_tier_that_a_later_review_drops_leaves_its_badge() -> None:
    cafe = Shop(RULES.replace("over: lifetime", "over: rolling_year"))
    cafe.buys(1000, date(2026, 11, 2))
    cafe.waits_until(date(2028, 1, 1))
    assert (cafe.standing.tier, badges(cafe)) == ("", {"climber"})
    late = cafe.buys(100, date(2028, 1, 2))
    assert earned(undo(cafe, late)) == [("badge_taken_back", "buyer")]


def test_staff_give_one_with_thanks_and_take_it_back() -> None:
    cafe = shop()
    given = cafe.does(Kind.GIFT, badge="star", reason="For the chairs.")
    assert earned(given) == [("badge_earned", "star")]
    sale = cafe.buys(100)
    undo(cafe, sale)
    assert badges(cafe) == {"star"}
    assert earned(undo(cafe, given)) == [("badge_taken_back", "star")]


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"badge": "third", "reason": "Thanks."}, UnknownBadge),
        ({"badge": "gone", "reason": "Thanks."}, UnknownBadge),
        ({"badge": "star", "reason": " "}, ThanksMissing),
        ({"badge": "star", "reason": "Again."}, BadgeWorn),
    ],
)
def test_what_cannot_be_given_is_refused(
    said: dict[str, object], refusal: type[LoyaltyError]
) -> None:
    cafe = shop()
    if refusal is BadgeWorn:
        cafe.does(Kind.GIFT, badge="star", reason="Once.")
    with pytest.raises(refusal):
        cafe.does(Kind.GIFT, **said)


def test_a_count_that_is_undone_piece_by_piece_takes_its_badge() -> None:
    """Also where the last piece that goes came after the badge."""
    cafe = shop()
    first, *_, fourth = (cafe.does(Kind.VISIT) for _ in range(4))
    undo(cafe, first)
    assert badges(cafe) == {"third", "loyal"}
    undo(cafe, fourth)
    assert badges(cafe) == {"loyal"}


def test_a_win_that_is_undone_piece_by_piece_takes_its_badge() -> None:
    cafe = shop()
    first, _, third = (cafe.does(Kind.VISIT) for _ in range(3))
    undo(cafe, first)
    undo(cafe, third)
    assert badges(cafe) == set()
