"""What the catalogue says is what a claim would answer."""

from dataclasses import replace
from datetime import date

import pytest

from loyalty_app.activities.facts import Lot
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.engine import decide
from loyalty_app.errors import PriceChanged
from loyalty_app.programme.sections.rewards import Reward
from loyalty_app.rewards.offers import Offer, OfferState, nearest, offer, offers
from loyalty_app.rewards.rules import claims
from loyalty_app.standing.holdings import Holding
from loyalty_app.standing.values import Standing

from ..factories import preset

AGAIN = "Taken already. Again on Mar 4, 2027."
SOLD_OUT = "This reward is sold out. No points were taken; choose another one."
ONLY_ONCE = "Only once per member, and it was taken."
WEDNESDAY = date(2027, 3, 3)
CAFE = preset("cafe")
COFFEE, MUG = CAFE.rewards[0], CAFE.rewards[2]


def standing(points: int, **counts: dict[str, int]) -> Standing:
    lots = {Lot(None, None): Holding(points)} if points else {}
    return Standing(member=1, clock=WEDNESDAY, lots=lots, counts=dict(counts))


def taken(reward: str, times: int, bucket: str = "") -> Standing:
    return replace(standing(1000), counts={claims(reward): {bucket: times}})


@pytest.mark.parametrize(
    ("reward", "has", "gone", "expected"),
    [
        (COFFEE, standing(40), 0, (OfferState.READY, 0, None, "")),
        (COFFEE, standing(22), 0, (OfferState.SHORT, 18, None, "18 points short.")),
        (COFFEE, standing(39), 0, (OfferState.SHORT, 1, None, "1 point short.")),
        (
            COFFEE,
            taken("free-coffee", 2, "2027-03-03"),
            0,
            (OfferState.LIMIT, 0, None, AGAIN),
        ),
        (COFFEE, taken("free-coffee", 2, "2027-03-02"), 0, (OfferState.READY, 0, None, "")),
        (MUG, standing(250), 39, (OfferState.READY, 0, 1, "")),
        (MUG, standing(250), 40, (OfferState.OUT, 0, 0, SOLD_OUT)),
        (MUG, standing(0), 41, (OfferState.OUT, 0, 0, SOLD_OUT)),
        (MUG, taken("mug", 1), 3, (OfferState.LIMIT, 0, 37, ONLY_ONCE)),
    ],
)
def test_each_state_says_why_in_numbers(
    reward: Reward, has: Standing, gone: int, expected: tuple[OfferState, int, int | None, str]
) -> None:
    found = offer(CAFE, reward, has, gone)
    assert (found.state, found.missing, found.left, str(found.refusal or "")) == expected


@pytest.mark.parametrize("points", [0, 39, 40, 250, 1000])
@pytest.mark.parametrize("reward", CAFE.rewards, ids=lambda reward: reward.id)
def test_ready_means_that_a_claim_goes_through(reward: Reward, points: int) -> None:
    claim = Activity(1, Kind.CLAIM, "card", "key", reward=reward.id, day=WEDNESDAY)
    found = offer(CAFE, reward, standing(points))
    if found.refusal is None:
        assert decide(CAFE, standing(points), claim)
    else:
        with pytest.raises(type(found.refusal)):
            decide(CAFE, standing(points), claim)


def test_a_claim_at_another_price_than_was_seen_is_refused() -> None:
    claim = Activity(1, Kind.CLAIM, "card", "key", reward="free-coffee", points=30, day=WEDNESDAY)
    with pytest.raises(PriceChanged, match="price is now 40 points"):
        decide(CAFE, standing(1000), claim)


def ids(found: list[Offer]) -> list[str]:
    return [offer.reward.id for offer in found]


def test_what_is_within_reach_comes_first_and_then_what_is_nearest() -> None:
    found = offers(CAFE, standing(100), {"mug": 0})
    assert ids(found) == ["free-coffee", "tenth-off", "breakfast", "tasting", "mug"]
    assert ids(offers(CAFE, standing(10), {}))[0] == "free-coffee"


def test_one_looks_forward_to_the_dearest_within_reach_or_the_nearest_beyond() -> None:
    assert _nearest(100) == "breakfast"
    assert _nearest(10) == "free-coffee"
    assert nearest([]) is None


def _nearest(points: int) -> str:
    found = nearest(offers(CAFE, standing(points), {}))
    return found.reward.id if found else ""


def test_a_prize_has_no_price_and_is_never_claimed() -> None:
    shop = preset("shop")
    prize = shop.reward("thank-you")
    assert prize
    assert offer(shop, prize, standing(1000)).state is OfferState.PRIZE
