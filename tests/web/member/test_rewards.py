"""Claiming: once per tap, at the price that was seen, with the reason where it cannot be."""

import re
from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from loyalty_app.members.models import Member
from loyalty_app.programme.versions import current_programme
from loyalty_app.rewards.queries import open_tickets
from loyalty_app.standing.queries import standing_of, today

from ...factories import preset_source, publish
from ...sign_in import as_member
from .conftest import Till

KEY = "0123456789abcdef" * 2


def claim(client: FlaskClient, reward: str = "free-coffee", **said: object) -> TestResponse:
    return client.post(f"/rewards/{reward}/claim", data={"key": KEY, "price": 40, **said})


def points_of(member: Member) -> int:
    return standing_of(member.id).available


def test_the_catalogue_says_what_is_within_reach_and_what_is_missing(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.sell(member, 5200)
    page = phone.get("/rewards").text
    assert page.index("A coffee") < page.index("Full breakfast") < page.index("The café")
    assert "18 points short." in page
    assert "Get it for 40 points" in page
    assert page.count("<form method") == 2


def test_each_form_has_its_own_key(phone: FlaskClient, member: Member, till: Till) -> None:
    till.sell(member, 50000)
    keys = re.findall(r'name="key" value="([0-9a-f]{32})"', phone.get("/rewards").text)
    assert len(set(keys)) == len(keys) == 5


def test_a_claim_becomes_a_ticket(phone: FlaskClient, member: Member, till: Till) -> None:
    till.sell(member, 5200)
    answer = claim(phone)
    assert answer.status_code == 303
    [ticket] = open_tickets(member.id, today(current_programme()))
    assert answer.location == f"/vouchers/{ticket.code}"
    assert "Yours. Show this code at the counter." in phone.get(answer.location).text
    assert points_of(member) == 32


def test_htmx_is_told_where_the_ticket_is(phone: FlaskClient, member: Member, till: Till) -> None:
    till.sell(member, 5200)
    data = {"key": KEY, "price": 40}
    answer = phone.post("/rewards/free-coffee/claim", data=data, headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"].startswith("/vouchers/")


def test_two_taps_pay_once_and_show_the_same_ticket(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.sell(member, 5200)
    assert claim(phone).location == claim(phone).location
    assert points_of(member) == 32


def test_two_tabs_at_once_never_go_below_zero(app: Flask, member: Member, till: Till) -> None:
    till.sell(member, 3000)
    start, answers = Barrier(2), list[int]()

    def tap(key: str) -> None:
        with app.app_context():
            browser = as_member(app.test_client(), member)
            start.wait()
            answers.append(claim(browser, key=key).status_code)

    tabs = [Thread(target=tap, args=(digit * 32,)) for digit in "ab"]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert sorted(answers) == [303, 409]
    assert points_of(member) == 10


def test_too_few_points_are_refused_in_numbers_and_nothing_is_taken(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.sell(member, 200)
    answer = claim(phone)
    assert answer.status_code == 409
    assert answer.text.count("18 points short.") == 2
    assert points_of(member) == 22


def test_a_price_that_changed_meanwhile_is_refused(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    till.sell(member, 50000)
    phone.get("/rewards")
    publish(preset_source("cafe").replace("points: 40", "points: 60"))
    answer = claim(phone)
    assert answer.status_code == 409
    assert "The price is now 60 points." in answer.text
    assert 'name="price" value="60"' in answer.text
    assert points_of(member) == 520


def test_a_reward_that_is_gone_is_refused(phone: FlaskClient, member: Member, till: Till) -> None:
    till.sell(member, 50000)
    assert claim(phone, "cake").status_code == 409
    assert "not offered any more" in claim(phone, "cake").text
    assert points_of(member) == 520


def test_the_last_one_goes_to_one(app: Flask, member: Member, till: Till) -> None:
    publish(preset_source("cafe").replace("stock: 40", "stock: 1"))
    friend = as_member(app.test_client(), member)
    till.sell(member, 60000)
    assert "1 left" in friend.get("/rewards").text
    assert claim(friend, "mug", price=250).status_code == 303
    page = friend.get("/rewards").text
    assert "Sold out." in page
    answer = claim(friend, "mug", price=250, key="f" * 32)
    assert answer.status_code == 409
    assert points_of(member) == 370


def test_a_limit_says_when_again(phone: FlaskClient, member: Member, till: Till) -> None:
    till.sell(member, 50000)
    for key in "ab":
        claim(phone, key=key * 32)
    assert "Taken already. Again on" in phone.get("/rewards").text
    assert claim(phone, key="c" * 32).status_code == 409


@pytest.mark.parametrize("said", [{"key": ""}, {"key": "x" * 32}, {"price": ""}, {"price": "-1"}])
def test_a_form_that_is_not_ours_claims_nothing(
    phone: FlaskClient, member: Member, till: Till, said: dict[str, str]
) -> None:
    till.sell(member, 50000)
    assert claim(phone, **said).status_code == 400
    assert points_of(member) == 520


def test_a_prize_is_shown_without_a_price(phone: FlaskClient, member: Member) -> None:
    publish(preset_source("shop"))
    page = phone.get("/rewards").text
    assert "A prize or a gift" in page


def test_an_empty_catalogue_says_so(phone: FlaskClient, member: Member) -> None:
    source = preset_source("cafe")
    publish(source[: source.index("stamp_cards:")])
    assert "No rewards yet" in phone.get("/rewards").text


def test_the_catalogue_takes_few_statements(
    phone: FlaskClient, member: Member, till: Till, statements: list[str]
) -> None:
    till.sell(member, 5000)
    phone.get("/rewards")
    statements.clear()
    phone.get("/rewards")
    assert len(statements) <= 5, "\n".join(statements)


def test_what_is_sold_out_names_another_one(phone: FlaskClient, member: Member, till: Till) -> None:
    publish(preset_source("cafe").replace("stock: 40", "stock: 0"))
    till.sell(member, 5200)
    assert "Sold out. Instead: Full breakfast." in phone.get("/rewards").text


def test_what_begins_later_says_when(phone: FlaskClient, member: Member, till: Till) -> None:
    publish(preset_source("cafe").replace("points: 90\n", "points: 90\n    from: 2100-01-10\n"))
    till.sell(member, 15000)
    page = phone.get("/rewards").text
    assert "From Jan 10, 2100 on." in page
    answer = phone.post("/rewards/breakfast/claim", data={"key": KEY, "price": 90})
    assert answer.status_code == 409
    assert standing_of(member.id).available == 170


def test_it_says_what_points_are_worth_at_the_till(phone: FlaskClient, member: Member) -> None:
    page = phone.get("/rewards").text
    assert "At the till 30 points are worth €1.00" in page
    assert "A voucher can be cancelled before it is used; its points come back." in page
