"""Everything that happened, newest first, with its why; undone things stay, struck through."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from html import unescape

import pytest
import time_machine
from flask.testing import FlaskClient

from loyalty_app.activities.values import Kind
from loyalty_app.members.models import Member

from ...factories import enrol_member
from ...sign_in import as_member
from .conftest import Till


def test_each_entry_says_why(phone: FlaskClient, member: Member, till: Till) -> None:
    till.sell(member, 1200, coffees=1)
    page = phone.get("/history").text
    assert "Purchase, €12.00" in page
    assert "€12.00: 1 point for every €1.00" in page
    assert "1 stamp on “Ten coffees”" in page


def test_an_undone_purchase_is_struck_through_not_gone(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    sale = till.sell(member, 1200)
    till.record(member, Kind.UNDO, refers_to=sale.activity.id)
    page = phone.get("/history").text
    assert page.count('class="entry entry-undone"') == 1
    assert "· undone" in page
    assert page.count('class="entry') - page.count('class="entry-') == 2


def test_thirty_on_a_page_and_older_ones_behind(
    phone: FlaskClient, member: Member, till: Till
) -> None:
    for number in range(31):
        till.sell(member, 1000 + number)
    first = phone.get("/history").text
    assert first.count('<li class="entry') == 30
    assert first.index("€10.30") < first.index("€10.01")
    older = re.search(r'href="(/history\?choice=all&amp;before=\d+)"', first)
    assert older
    second = phone.get(unescape(older[1])).text
    assert second.count('<li class="entry') == 1
    assert "€10.00" in second
    assert 'href="/history?choice=all" class="button' in second


@pytest.mark.parametrize("before", ["", "x", "-5", "0", "9" * 40])
def test_a_strange_address_is_no_fault(
    phone: FlaskClient, member: Member, till: Till, before: str
) -> None:
    till.sell(member, 1200)
    assert phone.get(f"/history?before={before}").status_code == 200


@pytest.fixture
def two_months(member: Member, till: Till, phone: FlaskClient) -> Iterator[None]:
    """A full card and a claim in March; a purchase in June, when both vouchers have expired."""
    with time_machine.travel(datetime(2027, 3, 3, 12, tzinfo=UTC)):
        till.sell(member, 4200, coffees=10)
        till.record(member, Kind.CLAIM, reward="free-coffee")
    with time_machine.travel(datetime(2027, 5, 31, 22, 30, tzinfo=UTC)):  # June in the shop
        till.sell(member, 700)
        as_member(phone, member)
        yield


@pytest.mark.usefixtures("two_months")
@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("", ["Purchase, €7.00", "Reward claimed", "Purchase, €42.00"]),
        ("choice=earned", ["Purchase, €7.00", "Purchase, €42.00"]),
        ("choice=spent", ["Reward claimed"]),
        ("choice=vouchers", ["Purchase, €7.00", "Reward claimed", "Purchase, €42.00"]),
        ("month=2027-03-01", ["Reward claimed", "Purchase, €42.00"]),
        ("month=2027-06-01&choice=earned", ["Purchase, €7.00"]),
        ("month=2027-05-01", []),
        (
            "month=nonsense&choice=nonsense",
            ["Purchase, €7.00", "Reward claimed", "Purchase, €42.00"],
        ),
        ("month=1999-01-01", ["Purchase, €7.00", "Reward claimed", "Purchase, €42.00"]),
    ],
)
def test_it_is_narrowed_by_kind_and_month(
    phone: FlaskClient, asked: str, titles: list[str]
) -> None:
    page = phone.get(f"/history?{asked}").text
    assert re.findall(r'class="entry.*?<h2>(.*?)</h2>', page, re.S) == titles


@pytest.mark.usefixtures("two_months")
def test_the_months_are_those_between_the_first_and_the_last(phone: FlaskClient) -> None:
    page = phone.get("/history?month=2027-05-01").text
    months = re.findall(r'<option value="[-\d]+" ?(?:selected)?>(.*?)</option>', page)
    assert months == ["June 2027", "May 2027", "April 2027", "March 2027"]
    assert "Nothing of this kind" in page


def test_nothing_yet_says_what_will_stand_here(phone: FlaskClient) -> None:
    assert "Nothing yet" in phone.get("/history").text


def test_nothing_of_anybody_else(phone: FlaskClient, member: Member, till: Till) -> None:
    till.sell(enrol_member("Friend"), 7700)
    assert "€77.00" not in phone.get("/history").text
