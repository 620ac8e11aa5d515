"""The page of one invitation: its link for whoever invited, until it is over."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app import jobs
from loyalty_app.extensions import db
from loyalty_app.outreach.models import OutboxMail
from loyalty_app.sessions.models import StaffInvitation
from loyalty_app.staff.models import Role, Staff

from ...factories import PASSWORD, hire
from ...sign_in import as_staff
from .conftest import HTMX


@pytest.fixture
def new(owner: Staff) -> dict[str, str]:
    return {"name": "Anna", "role": "cashier", "shop": str(owner.shop_id), "email": ""}


def invite(client: FlaskClient, said: dict[str, str]) -> str:
    """Where the link is shown."""
    return str(client.post("/console/staff", data=said).location)


def link_on(page: str) -> str:
    found = re.search(r"http://localhost(/staff/invited/[\w-]+)", page)
    assert found
    return found[1]


def test_the_link_is_shown_until_it_is_used(
    app: Flask, as_owner: FlaskClient, new: dict[str, str]
) -> None:
    path = invite(as_owner, new)
    page = as_owner.get(path).text
    assert "<svg" in page
    assert 'hx-trigger="every 3s"' in page
    said = {"login": "anna", "password": PASSWORD}
    assert app.test_client().post(link_on(page), data=said).status_code == 303
    over = as_owner.get(path, headers=HTMX).text
    assert "Anna works here now" in over
    assert "hx-trigger" not in over


def test_withdrawn_it_opens_nothing(app: Flask, as_owner: FlaskClient, new: dict[str, str]) -> None:
    path = invite(as_owner, new)
    link = link_on(as_owner.get(path).text)
    withdraw = f"/console/invitations/{db.session.query(StaffInvitation).one().id}/withdraw"
    assert as_owner.post(withdraw).location == "/console/staff"
    assert "its link opens nothing" in as_owner.get("/console/staff").text
    assert "This invitation is over" in as_owner.get(path).text
    assert app.test_client().get(link).status_code == 410
    as_owner.post(withdraw)
    assert "was used or withdrawn" in as_owner.get("/console/staff").text


def test_nobody_else_sees_the_link(app: Flask, as_owner: FlaskClient, new: dict[str, str]) -> None:
    path = invite(as_owner, new)
    other = as_staff(app.test_client(), hire(Role.OWNER))
    assert other.get(path).status_code == 404


def test_a_mail_goes_out_in_the_language_of_who_invites_and_its_link_is_then_forgotten(
    app: Flask, as_owner: FlaskClient, new: dict[str, str]
) -> None:
    sent: list[Any] = []
    app.extensions["mailman"].outbox = sent
    as_owner.environ_base["HTTP_ACCEPT_LANGUAGE"] = "it"
    page = as_owner.get(invite(as_owner, {**new, "email": " Anna@Example.org "})).text
    assert "anna@example.org" in page
    assert jobs.post_mails() == jobs.Posted(sent=1)
    [mail] = sent
    assert mail.to == ["anna@example.org"]
    assert link_on(page) in mail.body
    assert "Ciao Anna" in mail.body
    db.session.rollback()
    assert db.session.query(OutboxMail).one().facts == {}


def test_what_was_withdrawn_is_not_mailed_any_more(
    app: Flask, as_owner: FlaskClient, new: dict[str, str]
) -> None:
    invite(as_owner, {**new, "email": "anna@example.org"})
    as_owner.post(f"/console/invitations/{db.session.query(StaffInvitation).one().id}/withdraw")
    assert jobs.post_mails() == jobs.Posted()
