"""What is said from outside is read exactly, or refused with every flaw named."""

import json
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from loyalty_app.activities.reading import Unreadable, read_activity
from loyalty_app.activities.values import Activity, Kind, Line

ROME = ZoneInfo("Europe/Rome")


def read(digits: int = 2, **said: object) -> Activity:
    whole = {"member": "anna", "kind": "purchase", "reference": "r1", **said}
    return read_activity(whole, digits).activity(7, "till", ROME)


def flaws(**said: object) -> list[str]:
    whole = {"member": "anna", "kind": "purchase", "reference": "r1", **said}
    with pytest.raises(Unreadable) as refused:
        read_activity(whole, 2)
    return [flaw.place for flaw in refused.value.flaws]


def test_amounts_become_minor_units_of_the_currency() -> None:
    assert read(amount=Decimal("12.50")).amount == 1250
    assert read(amount="12.5").amount == 1250
    assert read(amount=12).amount == 1200
    assert read(digits=0, amount=1200).amount == 1200


@pytest.mark.parametrize(
    "amount",
    [
        *("1,234.56", "1.234,56", "12.345", "", " ", "1e3", "٣", "€5"),
        *(True, None, 12.5, Decimal("NaN"), Decimal("1e999999"), 10**13, [], {}),
    ],
)
def test_what_is_no_amount_is_never_guessed(amount: object) -> None:
    assert flaws(amount=amount) == ["amount"]


def test_a_purchase_may_say_its_items_instead_of_its_amount() -> None:
    items = [
        {"category": "coffee", "quantity": 2, "amount": "2.40"},
        {"sku": "C1", "labels": {"size": "small"}, "amount": 3},
    ]
    activity = read(items=items)
    assert activity.amount == 540
    assert activity.lines == (
        Line(240, 2, category="coffee"),
        Line(300, sku="C1", labels={"size": "small"}),
    )


def test_an_item_that_goes_back_whole_says_no_amount() -> None:
    activity = read(kind="refund", refers_to="r0", items=[{"category": "coffee"}])
    assert (activity.kind, activity.amount, activity.lines) == (
        Kind.REFUND,
        0,
        (Line(0, category="coffee"),),
    )
    assert flaws(kind="refund", refers_to="r0", items=[{"amount": 0}]) == ["items › 1. › amount"]


def test_a_bare_date_has_no_hour_and_a_time_is_the_shops() -> None:
    assert read(amount=1, at="2026-11-22").said_at == date(2026, 11, 22)
    moment = read(amount=1, at="2026-11-22T10:30").said_at
    assert moment == datetime(2026, 11, 22, 10, 30, tzinfo=ROME)
    assert isinstance(abroad := read(amount=1, at="2026-11-22T10:30:00-05:00").said_at, datetime)
    assert abroad.utcoffset() == timedelta(hours=-5)


@pytest.mark.parametrize(
    "at", ["22/11/2026", "2026-02-30", "20261122", "2026-W47-7", "0001-01-01", 20261122, "", "now"]
)
def test_other_dates_are_refused(at: object) -> None:
    assert flaws(amount=1, at=at) == ["at"]


def test_every_flaw_is_named() -> None:
    said = {"amount": "x", "to": "bruno", "items": [{"amount": 1, "colour": "red"}], "channel": "?"}
    assert sorted(flaws(**said)) == ["amount", "channel", "items › 1. › colour", "to"]


def test_fields_go_with_their_kind() -> None:
    assert flaws(kind="visit", amount=5, reward="mug") == ["amount", "reward"]
    assert flaws() == ["amount"]
    assert flaws(kind="undo") == ["refers_to"]
    assert flaws(kind="claim") == ["reward"]
    assert flaws(kind="use") == ["voucher"]
    assert flaws(kind="buy") == ["kind"]
    assert flaws(kind="clock") == ["kind"]  # how late it is, nobody tells us


@pytest.mark.parametrize("text", ["", " ", "a\x00b", "a\nb", "x" * 200, json.loads('"\\ud800"')])
def test_names_fit_on_one_line_of_a_receipt(text: str) -> None:
    assert set(flaws(amount=1, member=text, reference=text)) == {"member", "reference"}


def test_numbers_of_members_may_be_written_as_numbers() -> None:
    assert read_activity({"member": 17, "kind": "visit", "reference": 4}, 2).model_dump(
        include={"member", "reference"}
    ) == {"member": "17", "reference": "4"}


def test_a_gift_names_its_reward_and_the_clock_its_occasion() -> None:
    gift = read(kind="gift", reward="cake", reason="Thank you.")
    assert (gift.kind, gift.reward, gift.reason) == (Kind.GIFT, "cake", "Thank you.")
    assert flaws(kind="gift") == ["reward"]
    assert flaws(amount=1, occasion="birthday") == ["occasion"]
    assert flaws(kind="clock", occasion="easter") == ["occasion"]


def test_a_correction_is_of_points_or_of_stamps() -> None:
    moved = read(kind="adjustment", stamp_card="coffee", stamps=3, reason="From paper.")
    assert (moved.stamp_card, moved.stamps, moved.points) == ("coffee", 3, 0)
    assert flaws(kind="adjustment") == ["points"]
    assert flaws(kind="adjustment", stamps=3) == ["stamp_card"]
    assert flaws(kind="adjustment", stamp_card="coffee") == ["stamps"]
    assert flaws(kind="adjustment", stamp_card="coffee", stamps=3, points=1) == ["points"]
    assert flaws(kind="adjustment", stamp_card="coffee", stamps=0) == ["stamps"]
    assert flaws(kind="visit", stamp_card="coffee", stamps=3) == ["stamp_card", "stamps"]
