"""Members are found by what is known of them; owners take them along as a file."""

import csv
import io

import pytest
from flask.testing import FlaskClient

from loyalty_app.extensions import in_transaction
from loyalty_app.members.models import Member
from loyalty_app.standing.operations import enrol

from ...factories import enrol_member
from .conftest import HTMX, buy


@pytest.fixture
def member() -> Member:
    return in_transaction(
        lambda: enrol("Prima Persona", email="prima@card.example", phone="+393471234567")
    )


@pytest.fixture
def others() -> list[Member]:
    return [enrol_member(f"Guest {n}") for n in range(30)]


def test_no_members_yet(as_manager: FlaskClient) -> None:
    assert "No members yet" in as_manager.get("/console/members").text


def test_the_newest_come_first_a_page_at_a_time(
    as_manager: FlaskClient, others: list[Member]
) -> None:
    first = as_manager.get("/console/members").text
    assert "30 members" in first
    assert "Guest 29" in first
    assert "Guest 4<" not in first
    second = as_manager.get("/console/members?page=2").text
    assert "Guest 4<" in second
    assert "Guest 29" not in second
    for strange in ("0", "-3", "99999999999999999999", "x"):
        assert as_manager.get(f"/console/members?page={strange}").status_code == 200


@pytest.mark.parametrize(
    "text",
    [
        "prima p",
        "PERSONA",
        "@card.example",
        "347 123 4567",
        "+39 347 1234567",
        "234567",
        "{number}",
        "{code}",
    ],
)
def test_a_member_is_found_by(
    as_manager: FlaskClient, member: Member, others: list[Member], text: str
) -> None:
    asked = text.format(number=member.number, code=member.code)
    page = as_manager.get("/console/members", query_string={"q": asked}).text
    assert "1 member found." in page
    assert "Prima Persona" in page


@pytest.mark.parametrize("text", ["%", "_", "'; --", "nobody", "12"])
def test_nobody_is_found_by(as_manager: FlaskClient, member: Member, text: str) -> None:
    if member.number.startswith(text):
        return
    page = as_manager.get("/console/members", query_string={"q": text}).text
    assert "Nobody found" in page
    assert "Show all members" in page


def test_a_list_costs_the_same_however_long(
    as_manager: FlaskClient, others: list[Member], statements: list[str]
) -> None:
    as_manager.get("/console/members")
    statements.clear()
    as_manager.get("/console/members")
    assert len(statements) <= 4


def test_htmx_gets_the_fragment(as_manager: FlaskClient) -> None:
    page = as_manager.get("/console/members", headers=HTMX)
    assert page.text.lstrip().startswith('<div class="stack-l" id="members"')


def test_an_owner_takes_all_members_along_and_no_field_is_a_formula(
    as_owner: FlaskClient, member: Member
) -> None:
    enrol_member("=HYPERLINK(1)")
    enrol_member("@cmd, “x”")
    buy(member.id, "1")
    file = as_owner.get("/console/members.csv")
    assert file.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert file.text.startswith("\ufeffCard number,")
    rows = list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff"))))
    assert [row["Name"] for row in rows] == ["'@cmd, “x”", "'=HYPERLINK(1)", "Prima Persona"]
    assert rows[2]["Phone"] == "'+393471234567"
    assert rows[2]["Points"] == "32"
    assert rows[2]["Last seen"]
    assert rows[0]["Last seen"] == ""


def test_a_manager_does_not_take_the_list_along(as_manager: FlaskClient, member: Member) -> None:
    assert as_manager.get("/console/members.csv").status_code == 403
    assert "members.csv" not in as_manager.get("/console/members").text
