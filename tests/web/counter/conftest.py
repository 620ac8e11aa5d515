"""Who meets at the counter: a cashier with a signed-in till, a manager, and a member."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.models import Member
from loyalty_app.programme.document import Programme
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role, Staff
from loyalty_app.standing.operations import enrol
from loyalty_app.standing.queries import standing_of
from loyalty_app.standing.values import Standing

from ...factories import hire, open_shop, publish
from ...sign_in import as_staff

CAFE = """
name: Café
currency: EUR
time_zone: Europe/Rome
country: IT
earning:
  - {id: base, per_spend: {points: 1, every: 1.00}}
  - {id: own-cup, name: {it: Tazza propria, en: Own cup}, action: own-cup, points: 5}
stamp_cards:
  - {id: coffee, name: Three coffees, stamps: 3, per_item: {category: [coffee]}, prize: free-coffee}
rewards:
  - {id: free-coffee, name: A coffee, kind: product, points: 40, valid_days: 30}
"""
KEY, OTHER_KEY = "0" * 31 + "1", "0" * 31 + "2"
FRAGMENT = {"HX-Request": "true"}


@dataclass
class Counter:
    """A till with somebody signed in."""

    client: FlaskClient
    staff: Staff

    def sign_in_again(self) -> None:
        """After a long time; read in English."""
        speaking(as_staff(self.client, self.staff), "en")

    def get(self, path: str, **more: Any) -> TestResponse:  # noqa: ANN401
        return self.client.get(f"/counter{path}", **more)

    def post(self, path: str, **said: str) -> TestResponse:
        return self.client.post(f"/counter{path}", data=said)

    def post_fragment(self, path: str, **said: str) -> TestResponse:
        return self.client.post(f"/counter{path}", data=said, headers=FRAGMENT)

    def sell(self, member: Member, amount: str = "12.00", key: str = KEY, **more: str) -> str:
        """The id of the receipt."""
        answer = self.post(f"/members/{member.number}", amount=amount, key=key, **more)
        assert answer.status_code == 303, answer.text
        return receipt_id(answer.location)


def receipt_id(location: str) -> str:
    found = re.fullmatch(r"/counter/receipts/(\w+)\?done=1", location)
    assert found, location
    return found[1]


def key_in(page: str) -> str:
    found = re.search(r'name="key"[^>]*value="([0-9a-f]{32})"', page)
    assert found
    return found[1]


def coffees(n: int, amount: str = "") -> dict[str, str]:
    """A row of the form's items."""
    return {"items-0-category": "coffee", "items-0-quantity": str(n), "items-0-amount": amount}


@pytest.fixture
def programme(app: Flask) -> Programme:
    return publish(CAFE)


@pytest.fixture
def member(programme: Programme) -> Member:
    return in_transaction(
        lambda: enrol("Regular Guest", number="1234567897", phone="+393471234567")
    )


@pytest.fixture
def shop(app: Flask) -> Shop:
    return open_shop("Piazza")


@pytest.fixture
def till(app: Flask, programme: Programme, shop: Shop) -> Counter:
    """A cashier's, read in English."""
    return _till(app, hire(Role.CASHIER, shop))


@pytest.fixture
def managers_till(app: Flask, programme: Programme, shop: Shop) -> Counter:
    return _till(app, hire(Role.MANAGER, shop))


def _till(app: Flask, staff: Staff) -> Counter:
    till = Counter(app.test_client(), staff)
    till.sign_in_again()
    return till


def speaking(client: FlaskClient, language: str) -> FlaskClient:
    with client.session_transaction() as session:
        session["language"] = language
    return client


def has(member: Member) -> Standing:
    """What is recorded of them now."""
    db.session.rollback()
    return standing_of(member.id)


def give(member: Member, points: int) -> None:
    """Points by hand, as a start."""
    activity = Activity(
        member.id, Kind.ADJUSTMENT, "test", f"start-{points}", points=points, reason="start"
    )
    in_transaction(lambda: engine.record(activity))


def claim(member: Member, reference: str = "claim") -> None:
    activity = Activity(member.id, Kind.CLAIM, "card", reference, reward="free-coffee")
    in_transaction(lambda: engine.record(activity))
