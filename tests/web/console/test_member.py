"""One member: what they have, how they are reached, what happened."""

from flask.testing import FlaskClient

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member, Purpose
from loyalty_app.members.operations import say_consent

from ...factories import enrol_member, publish
from .conftest import HTMX, buy


def test_a_member_is_shown_with_all_there_is(as_manager: FlaskClient) -> None:
    member = enrol_member("Prima Persona")
    buy(member.id, "1", 1250, coffees=3)
    in_transaction(lambda: say_consent(member, Purpose.MARKETING, given=True, words="Yes"))
    page = as_manager.get(f"/console/members/{member.number}").text
    for words in ("Prima Persona", member.number, "€12.50", "3 of 10", "No e-mail address"):
        assert words in page
    assert page.count("chip-good") == 1
    assert f"/counter/members/{member.number}" in page
    assert "Erase" not in page


def test_something_may_be_given_from_here(as_manager: FlaskClient) -> None:
    member = enrol_member()
    path = f"/counter/members/{member.number}/gift"
    assert path in as_manager.get(f"/console/members/{member.number}").text
    assert as_manager.get(path).status_code == 200
    publish("name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\n")
    assert path not in as_manager.get(f"/console/members/{member.number}").text


def test_the_history_goes_on(as_manager: FlaskClient) -> None:
    member = enrol_member()
    for number in range(17):
        buy(member.id, str(number), 100 + number)
    path = f"/console/members/{member.number}"
    first = as_manager.get(path).text
    assert "€1.16" in first
    assert "€1.01" not in first
    assert f"{path}?before=3" in first
    assert "€1.01" in as_manager.get(f"{path}?before=3").text
    assert as_manager.get(f"{path}?before=99999999999999999999").status_code == 200


def test_an_unknown_number_is_told_so(as_manager: FlaskClient) -> None:
    assert as_manager.get("/console/members/123").status_code == 404


def test_a_member_costs_few_statements(as_manager: FlaskClient, statements: list[str]) -> None:
    member = enrol_member()
    for number in range(5):
        buy(member.id, str(number))
    statements.clear()
    as_manager.get(f"/console/members/{member.number}")
    assert len(statements) <= 8


def test_an_owner_erases_a_member_after_saying_so(as_owner: FlaskClient) -> None:
    member = enrol_member("Prima Persona")
    buy(member.id, "1")
    path = f"/console/members/{member.number}/erase"
    assert "Erase Prima Persona" in as_owner.get(path).text
    unsure = as_owner.post(path)
    assert unsure.status_code == 422
    assert "Tick this first" in unsure.text
    assert db.session.get_one(Member, member.id).closed_at is None
    sure = as_owner.post(path, data={"sure": "y"})
    assert (sure.status_code, sure.location) == (303, "/console/members")
    assert "Prima Persona" not in as_owner.get("/console/members").text
    assert as_owner.post(path, data={"sure": "y"}).status_code == 404


def test_a_manager_erases_nobody(as_manager: FlaskClient) -> None:
    path = f"/console/members/{enrol_member().number}/erase"
    assert as_manager.get(path).status_code == 403
    assert as_manager.post(path, data={"sure": "y"}).status_code == 403


def test_htmx_gets_the_fragments(as_owner: FlaskClient) -> None:
    path = f"/console/members/{enrol_member().number}"
    page = as_owner.get(path, headers=HTMX)
    assert page.text.lstrip().startswith('<div class="stack-l" id="member"')
    unsure = as_owner.post(f"{path}/erase", headers=HTMX)
    assert unsure.text.lstrip().startswith('<div class="stack-l" id="erase"')
