"""Discounts, days and shops: what a voucher is worth, and where and when it is."""

from datetime import date, timedelta

import pytest

from loyalty_app.activities.values import By, Kind
from loyalty_app.errors import LoyaltyError, TierNeeded, VoucherNotOpen
from loyalty_app.programme.reading import read_programme
from loyalty_app.rewards.offers import OfferState, offer, offers
from loyalty_app.rewards.refusals import NoLonger, NotInThisShop, NotOffAPurchase, NotYet
from loyalty_app.standing.points import BURNT
from loyalty_app.standing.reversal import NotCancelled
from loyalty_app.standing.vouchers import VoucherTerms

from ..rehearsals import HEAD, START, Shop, outcomes

RULES = """
earning: [{id: base, per_spend: {points: 1, every: 1.00}}]
rewards:
  - {id: tenth, name: Tenth, kind: discount, percent: 10, at_most: 5.00, points: 100}
  - {id: five, name: Five, kind: discount, amount: 5.00, points: 200, shops: [centre]}
  - {id: mug, name: Mug, kind: product, points: 50}
"""


def rich(rules: str = RULES) -> Shop:
    shop = Shop(rules)
    shop.does(Kind.ADJUSTMENT, points=1000, reason="A start.")
    return shop


def claim(shop: Shop, reward: str) -> str:
    shop.does(Kind.CLAIM, reward=reward, reference=f"claim-{reward}", by=By.MEMBER)
    return next(iter(shop.standing.vouchers))


@pytest.mark.parametrize(
    ("terms", "order", "off"),
    [
        (VoucherTerms(amount=500), 2000, 500),
        (VoucherTerms(amount=500), 500, 500),
        (VoucherTerms(amount=500), 300, 300),
        (VoucherTerms(amount=500), 0, 0),
        (VoucherTerms(percent=10), 2000, 200),
        (VoucherTerms(percent=10), 1004, 100),
        (VoucherTerms(percent=10), 1005, 101),
        (VoucherTerms(percent=10), 4, 0),
        (VoucherTerms(percent=10, at_most=500), 4999, 500),
        (VoucherTerms(percent=10, at_most=500), 5000, 500),
        (VoucherTerms(percent=10, at_most=500), 99_999, 500),
        (VoucherTerms(percent=100), 777, 777),
        (VoucherTerms(percent=100, at_most=500), 400, 400),
        (VoucherTerms(), 2000, 0),
    ],
)
def test_what_a_discount_takes_off_an_order(terms: VoucherTerms, order: int, off: int) -> None:
    assert terms.off(order) == off


def test_it_is_taken_off_a_purchase_and_goes_back_with_all_of_it() -> None:
    shop = rich()
    voucher = claim(shop, "tenth")
    done = shop.buys(1800, discounted=200, voucher=voucher, reference="sale")
    assert ("voucher_used", "tenth", 0) in outcomes(done)
    used = next(fact for fact in done.facts if getattr(fact, "voucher", "") == voucher)
    assert used.why["off"] == 200  # type: ignore[union-attr]
    shop.does(Kind.REFUND, refers_to="sale", amount=900)
    assert not shop.standing.vouchers
    shop.does(Kind.UNDO, refers_to="sale")
    assert shop.standing.vouchers[voucher].terms == VoucherTerms(percent=10, at_most=500)
    assert shop.standing.available == 900


def test_it_is_used_once_and_only_a_discount_is_taken_off() -> None:
    shop = rich()
    voucher = claim(shop, "tenth")
    shop.buys(1800, discounted=200, voucher=voucher)
    with pytest.raises(VoucherNotOpen):
        shop.buys(1800, discounted=200, voucher=voucher)
    with pytest.raises(VoucherNotOpen):
        shop.does(Kind.USE, voucher=voucher)
    with pytest.raises(NotOffAPurchase):
        shop.buys(1800, voucher=claim(shop, "mug"))


def test_a_voucher_keeps_the_worth_it_was_issued_with() -> None:
    shop = rich()
    voucher = claim(shop, "tenth")
    shop.rehearsal.programme = read_programme(HEAD + RULES.replace("percent: 10", "percent: 5"))
    assert shop.standing.vouchers[voucher].terms.off(1000) == 100


def test_it_is_good_in_its_shops_alone() -> None:
    shop = rich()
    voucher = claim(shop, "five")
    for elsewhere in ("", "station"):
        with pytest.raises(NotInThisShop):
            shop.does(Kind.USE, voucher=voucher, shop=elsewhere)
    shop.does(Kind.USE, voucher=voucher, shop="centre")
    assert not shop.standing.vouchers


@pytest.mark.parametrize(
    ("rules", "back", "burnt"),
    [("points_back", 1000, 0), ("points_lost", 900, 100), ("never", None, 100)],
)
def test_cancelling_gives_the_points_back_as_the_programme_says(
    rules: str, back: int | None, burnt: int
) -> None:
    shop = rich(f"vouchers: {{cancel: {rules}}}\n" + RULES)
    claim(shop, "tenth")
    if back is None:
        with pytest.raises(NotCancelled):
            shop.does(Kind.UNDO, refers_to="claim-tenth", by=By.MEMBER)
        assert shop.standing.vouchers
    else:
        shop.does(Kind.UNDO, refers_to="claim-tenth", by=By.MEMBER)
        assert (shop.standing.available, shop.standing.vouchers) == (back, {})
    assert shop.standing.count(BURNT, "2026-11") == burnt


@pytest.mark.parametrize("rules", ["points_lost", "never"])
def test_the_shop_can_always_give_them_back(rules: str) -> None:
    shop = rich(f"vouchers: {{cancel: {rules}}}\n" + RULES)
    claim(shop, "tenth")
    shop.does(Kind.UNDO, refers_to="claim-tenth", by=By.SHOP)
    assert (shop.standing.available, shop.standing.vouchers) == (1000, {})


def test_cancelling_goes_by_the_terms_of_the_claim() -> None:
    shop = rich()
    claim(shop, "tenth")
    shop.rehearsal.programme = read_programme(f"{HEAD}vouchers: {{cancel: never}}\n{RULES}")
    shop.does(Kind.UNDO, refers_to="claim-tenth", by=By.MEMBER)
    assert shop.standing.available == 1000


def test_cancelling_goes_by_the_claimed_one_also_when_another_is_told_to_end_that_day() -> None:
    shop = rich()
    claim(shop, "tenth")
    shop.rehearsal.programme = read_programme(f"{HEAD}vouchers: {{cancel: never}}\n{RULES}")
    day = (START + timedelta(days=23)).date()
    told = shop.does(Kind.CLAIM, day, reward="five", reference="claim-five")
    assert "voucher_expires_soon" in [kind for kind, _, _ in outcomes(told)]
    with pytest.raises(NotCancelled):
        shop.does(Kind.UNDO, day, refers_to="claim-five", by=By.MEMBER)


@pytest.mark.parametrize(
    ("expiry", "points", "has", "burnt"),
    [
        ("points_lost", "", 900, 100),
        ("points_back", "", 1000, 0),
        ("points_back", "points: {expiry: {kind: rolling, months: 1}}\n", 0, 0),
    ],
)
def test_points_of_an_expired_voucher_come_back_if_the_programme_says_so(
    expiry: str, points: str, has: int, burnt: int
) -> None:
    """Those that are out of date by then are lost."""
    shop = rich(f"{points}vouchers: {{expiry: {expiry}}}\n" + RULES)
    claim(shop, "tenth")
    shop.waits_until((START + timedelta(days=31)).date())
    assert not shop.standing.vouchers
    shop.waits_until((START + timedelta(days=40)).date())
    assert (shop.standing.available, shop.standing.count(BURNT, "2026-11")) == (has, burnt)


DAYS = """
rewards:
  - id: box
    name: Box
    kind: product
    points: 50
    from: 2026-11-20
    to: 2026-11-30
    early: {silver: 2026-11-10, gold: 2026-11-05}
  - {id: vip, name: Vip, kind: access, points: 50, tiers: [gold]}
  - {id: tasting, name: Tasting, kind: experience, points: 50, valid_until: 2026-12-12}
  - {id: full, name: Full, kind: experience, points: 60, stock: 1}
tiers:
  measure: visits
  levels:
    - {id: low, name: Low, from: 0}
    - {id: silver, name: Silver, from: 1}
    - {id: gold, name: Gold, from: 2}
"""


@pytest.mark.parametrize(
    ("visits", "day", "refusal"),
    [
        (0, "2026-11-19", NotYet),
        (0, "2026-11-20", None),
        (0, "2026-11-30", None),
        (0, "2026-12-01", NoLonger),
        (1, "2026-11-09", NotYet),
        (1, "2026-11-10", None),
        (2, "2026-11-04", NotYet),
        (2, "2026-11-05", None),
        (2, "2026-12-01", NoLonger),
    ],
)
def test_tiers_have_a_first_day_of_their_own(
    visits: int, day: str, refusal: type[LoyaltyError] | None
) -> None:
    shop = rich(DAYS)
    for _ in range(visits):
        shop.does(Kind.VISIT)
    said = {"reward": "box", "at": date.fromisoformat(day)}
    if refusal:
        with pytest.raises(refusal):
            shop.does(Kind.CLAIM, **said)
    else:
        shop.does(Kind.CLAIM, **said)
        assert shop.standing.vouchers


def test_the_catalogue_says_from_which_day_and_tier() -> None:
    shop = rich(DAYS)
    rules = shop.rehearsal.programme
    box, vip = (offer(rules, rules.rewards[n], shop.standing) for n in (0, 1))
    assert (box.state, vip.state) == (OfferState.LATER, OfferState.TIER)
    assert str(box.refusal) == (
        "From Nov 20, 2026 on. With the tier Silver from Nov 10, 2026. "
        "With the tier Gold from Nov 5, 2026."
    )
    assert isinstance(vip.refusal, TierNeeded)
    assert vip.climb
    assert (vip.climb.level.id, vip.climb.missing) == ("gold", 2)


def test_what_is_over_is_not_shown_and_what_is_sold_out_has_another_beside_it() -> None:
    shop = rich(DAYS)
    shop.waits_until(date(2026, 12, 1))
    found = offers(shop.rehearsal.programme, shop.standing, {"full": 1})
    assert [one.reward.id for one in found] == ["tasting", "vip", "full"]
    assert found[-1].instead
    assert found[-1].instead.id == "tasting"


def test_a_voucher_for_a_day_is_good_to_its_end() -> None:
    shop = rich(DAYS)
    voucher = claim(shop, "tasting")
    assert shop.standing.vouchers[voucher].expires_on == date(2026, 12, 12)
