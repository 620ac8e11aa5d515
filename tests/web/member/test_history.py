"""Everything that happened, newest first, with its why; undone things stay, struck through."""

import re

import pytest
from flask.testing import FlaskClient

from loyalty_app.activities.values import Kind
from loyalty_app.members.models import Member

from ...factories import enrol_member
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
    older = re.search(r'href="(/history\?before=\d+)"', first)
    assert older
    second = phone.get(older[1]).text
    assert second.count('<li class="entry') == 1
    assert "€10.00" in second
    assert 'href="/history" class="button' in second


@pytest.mark.parametrize("before", ["", "x", "-5", "0", "9" * 40])
def test_a_strange_address_is_no_fault(
    phone: FlaskClient, member: Member, till: Till, before: str
) -> None:
    till.sell(member, 1200)
    assert phone.get(f"/history?before={before}").status_code == 200


def test_nothing_yet_says_what_will_stand_here(phone: FlaskClient) -> None:
    assert "Nothing yet" in phone.get("/history").text


def test_nothing_of_anybody_else(phone: FlaskClient, member: Member, till: Till) -> None:
    till.sell(enrol_member("Friend"), 7700)
    assert "€77.00" not in phone.get("/history").text
