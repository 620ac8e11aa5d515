"""A ticket: its code, its last day, and the way back before it is used."""

from datetime import UTC, datetime

import time_machine
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.activities.values import Kind
from loyalty_app.members.models import Member
from loyalty_app.programme.sections.gifts import Occasion
from loyalty_app.programme.versions import current_programme
from loyalty_app.rewards.queries import Ticket, open_tickets
from loyalty_app.standing.queries import standing_of, today

from ...factories import enrol_member, open_shop, preset_source, publish
from ...sign_in import as_member
from .conftest import Till

KEY = "0" * 32


def ticket(member: Member) -> Ticket:
    [found] = open_tickets(member.id, today(current_programme()))
    return found


def claimed(member: Member, till: Till) -> Ticket:
    till.sell(member, 5200)
    till.record(member, Kind.CLAIM, reward="free-coffee")
    return ticket(member)


def test_it_shows_code_name_and_last_day(phone: FlaskClient, member: Member, till: Till) -> None:
    with time_machine.travel(datetime(2027, 3, 3, 12, tzinfo=UTC)):
        as_member(phone, member)
        found = claimed(member, till)
        page = phone.get(f"/vouchers/{found.code}").text
    assert f"{found.code[:4]} {found.code[4:8]} {found.code[8:]}" in page
    assert "A coffee" in page
    assert "Good until Apr 2, 2027" in page
    assert "<svg viewBox" in page


def test_nobody_else_sees_it(app: Flask, member: Member, till: Till) -> None:
    found = claimed(member, till)
    stranger = as_member(app.test_client(), enrol_member("Stranger"))
    assert stranger.get(f"/vouchers/{found.code}").status_code == 404
    assert stranger.post(f"/vouchers/{found.code}/cancel").status_code == 404
    assert ticket(member) == found


def test_cancelling_gives_the_points_back_once(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    found = claimed(member, till)
    for _ in range(2):
        answer = phone.post(f"/vouchers/{found.code}/cancel")
        assert (answer.status_code, answer.location) == (303, "/rewards")
    assert "40 points are back" in phone.get("/rewards").text
    assert standing_of(member.id).available == 72
    page = phone.get(f"/vouchers/{found.code}").text
    assert "Cancelled" in page
    assert "Cancel, points back" not in page


def test_points_that_would_be_lost_are_named_before(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    with time_machine.travel(datetime(2027, 3, 31, 12, tzinfo=UTC)):
        till.sell(member, 5200)
    with time_machine.travel(datetime(2028, 3, 30, 12, tzinfo=UTC)):
        till.record(member, Kind.CLAIM, reward="free-coffee")
    with time_machine.travel(datetime(2028, 4, 2, 12, tzinfo=UTC)):
        as_member(phone, member)
        found = ticket(member)
        assert "40 points of it have expired" in phone.get(f"/vouchers/{found.code}").text
        phone.post(f"/vouchers/{found.code}/cancel")
    assert standing_of(member.id).available == 0


def test_a_prize_is_not_for_cancelling(phone: FlaskClient, member: Member, till: Till) -> None:
    till.sell(member, 1200, coffees=10)
    found = ticket(member)
    assert "Cancel, points back" not in phone.get(f"/vouchers/{found.code}").text
    assert phone.post(f"/vouchers/{found.code}/cancel").status_code == 409
    assert ticket(member) == found


def test_a_used_one_says_so_and_stays_used(phone: FlaskClient, member: Member, till: Till) -> None:
    found = claimed(member, till)
    till.record(member, Kind.USE, voucher=found.id)
    page = phone.get(f"/vouchers/{found.code}").text
    assert "Used" in page
    assert "<svg viewBox" not in page
    assert phone.post(f"/vouchers/{found.code}/cancel").status_code == 409


def test_after_its_last_day_it_is_expired_though_no_tick_has_run(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    with time_machine.travel(datetime(2027, 3, 3, 12, tzinfo=UTC)):
        found = claimed(member, till)
    with time_machine.travel(datetime(2027, 4, 2, 12, tzinfo=UTC)):
        as_member(phone, member)
        assert "Ends soon" in phone.get(f"/vouchers/{found.code}").text
    with time_machine.travel(datetime(2027, 4, 3, 12, tzinfo=UTC)):
        as_member(phone, member)
        assert "Expired" in phone.get(f"/vouchers/{found.code}").text
        assert found.code[:4] not in phone.get("/card").text


def test_a_gift_says_thank_you_and_from_whom_it_is(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.record(member, Kind.GIFT, reward="breakfast", reason="For carrying the <chairs>.")
    found = ticket(member)
    page = phone.get(f"/vouchers/{found.code}").text
    assert "“For carrying the &lt;chairs&gt;.”" in page
    assert "A gift from Caffè Aurora." in page
    assert "Cancel" not in page
    assert "“For carrying the &lt;chairs&gt;.”" in phone.get("/history").text


def test_a_birthday_voucher_says_so(phone: FlaskClient, member: Member, till: Till) -> None:
    till.record(member, Kind.CLOCK, occasion=Occasion.BIRTHDAY)
    page = phone.get(f"/vouchers/{ticket(member).code}").text
    assert "Happy birthday" in page
    assert "A gift from Caffè Aurora." in page


def test_where_the_points_are_lost_the_button_says_so(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    publish(preset_source("cafe") + "vouchers: {cancel: points_lost}\n")
    found = claimed(member, till)
    page = phone.get(f"/vouchers/{found.code}").text
    assert "Cancel without points back" in page
    assert "Its 40 points would be lost." in page
    phone.post(f"/vouchers/{found.code}/cancel")
    assert "Its points do not come back." in phone.get("/rewards").text
    assert standing_of(member.id).available == 32


def test_where_it_cannot_be_cancelled_there_is_no_button(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    publish(preset_source("cafe") + "vouchers: {cancel: never}\n")
    found = claimed(member, till)
    assert "/cancel" not in phone.get(f"/vouchers/{found.code}").text
    answer = phone.post(f"/vouchers/{found.code}/cancel")
    assert answer.status_code == 409
    assert "cannot be given back" in answer.text
    assert ticket(member) == found


def test_a_discount_says_what_it_is_worth_and_where(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    code = open_shop("Harbour").code
    publish(preset_source("cafe").replace("at_most: 3.00", f"at_most: 3.00\n    shops: [{code}]"))
    till.sell(member, 6000)
    till.record(member, Kind.CLAIM, reward="tenth-off")
    page = phone.get(f"/vouchers/{ticket(member).code}").text
    assert "10% off a purchase, at most €3.00" in page
    assert "Only in Harbour" in page
    assert "10% off a purchase, at most €3.00" in phone.get("/card").text
    assert "Harbour" in phone.get("/rewards").text


def with_a_tier_from(points: int) -> str:
    return f"""
name: Shop
currency: EUR
time_zone: Europe/Rome
earning: [{{id: base, per_spend: {{points: 1, every: 1.00}}}}]
rewards:
  - {{id: coffee, name: Coffee, kind: product, points: 20}}
  - {{id: a-cake, name: A cake, kind: product}}
tiers:
  levels:
    - {{id: low, name: Low, from: 0}}
    - {{id: high, name: High, from: {points}, prize: a-cake}}
"""


def test_a_prize_that_comes_beside_a_claim_is_not_what_was_claimed(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    publish(with_a_tier_from(1000))
    till.sell(member, 5000)
    publish(with_a_tier_from(10))
    form = {"key": KEY, "price": "20"}
    opened = phone.post("/rewards/coffee/claim", data=form, follow_redirects=True).text
    assert "Coffee" in opened
    assert "Cancel, points back" in opened
    tickets = open_tickets(member.id, today(current_programme()))
    assert {one.reward: one.claimed for one in tickets} == {"coffee": True, "a-cake": False}
    cake = next(one for one in tickets if one.reward == "a-cake")
    assert phone.post(f"/vouchers/{cake.code}/cancel").status_code == 409
