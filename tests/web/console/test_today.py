"""Today at a glance: what was recorded, and nothing else."""

from datetime import datetime, timedelta

from flask.testing import FlaskClient

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.clock import now
from loyalty_app.extensions import in_transaction
from loyalty_app.insight.queries import glance
from loyalty_app.programme.document import Programme
from loyalty_app.standing.queries import today

from ...factories import enrol_member, hire
from ...sign_in import as_staff
from .conftest import HTMX, buy


def test_an_empty_shop_says_what_will_show_here(as_owner: FlaskClient) -> None:
    page = as_owner.get("/console/")
    assert page.status_code == 200
    assert "The first member and the first purchase will show here." in page.text


def test_the_day_is_what_was_recorded(programme: Programme) -> None:
    member, other = enrol_member().id, enrol_member().id
    buy(member, "1", 1250)
    buy(other, "2", 750)
    undone = buy(other, "3", 9900)
    undo = Activity(other, Kind.UNDO, "till", "4", refers_to=undone)
    in_transaction(lambda: engine.record(undo))
    found = glance(programme)
    assert found.now.visits == found.now.purchases == 2
    assert found.now.takings == 2000
    assert found.now.earned >= 12 + 7
    assert found.now.new_members == found.members == 2
    assert found.active == 2
    assert found.outstanding == found.now.earned
    assert found.visits[-1] == (found.day, 2)


def test_a_week_ago_stands_beside_it(programme: Programme) -> None:
    member = enrol_member().id
    week_ago = datetime.combine(today(programme) - timedelta(days=7), now().time(), programme.zone)
    buy(member, "1", 500, at=week_ago)
    found = glance(programme)
    assert (found.week_ago.visits, found.now.visits) == (1, 0)
    assert found.week_ago.takings == 500
    assert dict(found.visits)[found.day - timedelta(days=7)] == 1
    assert not found.is_quiet


def test_spending_and_vouchers_are_counted(programme: Programme) -> None:
    member = enrol_member().id
    buy(member, "1", 5000)
    claim = Activity(member, Kind.CLAIM, "card", "2", reward="free-coffee")
    in_transaction(lambda: engine.record(claim))
    found = glance(programme)
    assert (found.now.spent, found.now.vouchers_issued, found.now.vouchers_used) == (40, 1, 0)
    assert found.outstanding == found.now.earned - 40


def test_the_page_costs_nine_statements(as_manager: FlaskClient, statements: list[str]) -> None:
    member = enrol_member().id
    for number in range(5):
        buy(member, str(number))
    statements.clear()
    page = as_manager.get("/console/")
    assert page.status_code == 200
    assert "Takings" in page.text
    assert "€60.00" in page.text
    assert len(statements) <= 10  # one of them for invitations


def test_htmx_gets_the_fragment(as_owner: FlaskClient) -> None:
    page = as_owner.get("/console/", headers=HTMX)
    assert page.text.lstrip().startswith('<div class="stack-l" id="today"')


def test_a_cashier_is_told_and_a_stranger_signs_in(client: FlaskClient) -> None:
    assert client.get("/console/").location == "/staff?next=/console/"
    as_staff(client, hire())
    assert client.get("/console/").status_code == 403
