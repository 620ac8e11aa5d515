"""A shop with invitations, a member who invites, and friends who come."""

from itertools import count
from typing import Any

import pytest
from flask import Flask

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.engine import Recorded
from loyalty_app.extensions import db, in_transaction
from loyalty_app.invitations.models import Invitation, Reason, State
from loyalty_app.invitations.operations import Came, make_link
from loyalty_app.invitations.queries import invitation_of_friend
from loyalty_app.members.models import Member
from loyalty_app.standing.queries import standing_of

from ..factories import publish

SHOP = """
name: Shop
currency: EUR
time_zone: Europe/Rome
rewards: [{id: cake, name: A cake, kind: product, points: 500}]
invitations:
"""
RULES = "friend: {points: 20}, inviter: {points: 50, prize: cake}, least: 5.00"
_receipts = count(1)


def shop(rules: str = RULES) -> str:
    return f"{SHOP.rstrip()} {{{rules}}}\n"


class Story:
    """What people do, told in the order in which they do it."""

    def link(self, member: Member) -> str:
        return in_transaction(lambda: make_link(member.id))

    def join(self, name: str, by: Member | None = None, **said: Any) -> Member:  # noqa: ANN401
        came = {k: said.pop(k) for k in ("opening", "cards_here", "enrolled_by") if k in said}
        way = Came(by.id, **came) if by else None
        said.setdefault("email", f"{name}@example.org")
        member = in_transaction(lambda: engine.join(name, came=way, **said))
        self.link(member)
        return member

    def buy(self, member: Member, amount: int = 500, **said: Any) -> Recorded:  # noqa: ANN401
        return self.record(member, Kind.PURCHASE, amount=amount, **said)

    def record(self, member: Member, kind: Kind, **said: Any) -> Recorded:  # noqa: ANN401
        activity = Activity(member.id, kind, "till", f"r{next(_receipts)}", **said)
        return in_transaction(lambda: engine.record(activity))

    def undo(self, done: Recorded) -> Recorded:
        activity = done.activity
        undo = Activity(
            activity.member, Kind.UNDO, "till", f"u{activity.id}", refers_to=activity.id
        )
        return in_transaction(lambda: engine.record(undo))

    def refund(self, done: Recorded, amount: int) -> Recorded:
        sale, key = done.activity, f"b{next(_receipts)}"
        back = Activity(sale.member, Kind.REFUND, "till", key, refers_to=sale.id, amount=amount)
        return in_transaction(lambda: engine.record(back))

    def points(self, member: Member) -> int:
        db.session.rollback()
        return standing_of(member.id).available

    def vouchers(self, member: Member) -> int:
        db.session.rollback()
        return len(standing_of(member.id).vouchers)

    def invitation(self, friend: Member) -> Invitation:
        db.session.rollback()
        found = invitation_of_friend(friend.id)
        assert found
        return found

    def state(self, friend: Member) -> tuple[State, list[Reason]]:
        found = self.invitation(friend)
        return found.state, found.why


@pytest.fixture
def story(app: Flask) -> Story:
    publish(shop())
    return Story()


@pytest.fixture
def inviter(story: Story) -> Member:
    return story.join("inviter")
