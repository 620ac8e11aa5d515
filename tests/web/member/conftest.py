"""A member who is signed in, at a café."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind, Line
from loyalty_app.engine import Recorded
from loyalty_app.extensions import in_transaction
from loyalty_app.members.models import Member
from loyalty_app.standing.operations import enrol

from ...factories import publish_preset
from ...sign_in import as_member


@pytest.fixture
def member(app: Flask) -> Member:
    publish_preset("cafe")
    return in_transaction(lambda: enrol("Member Surname", email="me@example.org", language="en"))


@pytest.fixture
def phone(client: FlaskClient, member: Member) -> FlaskClient:
    """The member's own browser."""
    return as_member(client, member)


class Till:
    """Records what staff would record."""

    def __init__(self) -> None:
        self.receipts = 0

    def sell(self, member: Member, amount: int, coffees: int = 0) -> Recorded:
        lines = (Line(amount, coffees, category="coffee"),) if coffees else ()
        return self.record(member, Kind.PURCHASE, amount=amount, lines=lines)

    def record(self, member: Member, kind: Kind, **said: object) -> Recorded:
        self.receipts += 1
        reference = f"till-{self.receipts}"
        activity = Activity(member.id, kind, "till", reference, **said)  # type: ignore[arg-type]
        return in_transaction(lambda: engine.record(activity))


@pytest.fixture
def till() -> Till:
    return Till()
