"""A café with an owner, a manager and a cashier; members who buy."""

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind, Line
from loyalty_app.extensions import in_transaction
from loyalty_app.programme.document import Programme
from loyalty_app.staff.models import Role, Staff

from ...factories import hire, publish_preset
from ...sign_in import as_staff

EN = {"Accept-Language": "en"}
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def programme(app: Flask) -> Programme:
    return publish_preset("cafe")


@pytest.fixture
def owner(programme: Programme) -> Staff:
    return hire(Role.OWNER)


@pytest.fixture
def as_owner(client: FlaskClient, owner: Staff) -> FlaskClient:
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return as_staff(client, owner)


@pytest.fixture
def as_manager(client: FlaskClient, programme: Programme) -> FlaskClient:
    client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return as_staff(client, hire(Role.MANAGER))


def buy(
    member: int, reference: str, cents: int = 1200, at: datetime | None = None, coffees: int = 0
) -> str:
    """A recorded purchase; its id."""
    lines = (Line(cents, coffees, category="coffee"),) if coffees else ()
    said = Activity(member, Kind.PURCHASE, "till", reference, said_at=at, amount=cents, lines=lines)
    return in_transaction(lambda: engine.record(said)).activity.id
