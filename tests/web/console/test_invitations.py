"""The owner sees what invitations bring and cost, and decides what is doubtful with one tap."""

import re

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from loyalty_app import engine
from loyalty_app.extensions import db, in_transaction
from loyalty_app.invitations.models import State
from loyalty_app.invitations.operations import Came
from loyalty_app.invitations.queries import invitation_of_friend
from loyalty_app.members.models import Member
from loyalty_app.standing.queries import standing_of

from ...factories import enrol_member, preset_source, publish
from .conftest import buy


def bring(inviter: Member, name: str, cards_here: tuple[int, ...] = ()) -> Member:
    came, email = Came(inviter.id, cards_here=cards_here), f"{name}@example.org"
    return in_transaction(lambda: engine.join(name, came=came, email=email))


def state_of(friend: Member) -> State:
    db.session.rollback()
    found = invitation_of_friend(friend.id)
    assert found
    return found.state


@pytest.fixture
def held(as_owner: FlaskClient) -> tuple[Member, Member]:
    """Who invited, and a friend that something speaks against."""
    inviter, other = enrol_member("Ada"), enrol_member("Other")
    friend = bring(inviter, "Grace", cards_here=(other.id,))
    buy(friend.id, "1")
    return inviter, friend


def decide(owner: FlaskClient, answer: str) -> str:
    page = owner.get("/console/invitations").text
    found = re.search(rf'action="(/console/invitations/\d+/{answer})"', page)
    assert found
    assert owner.post(found[1]).status_code == 303
    return found[1]


def test_the_page_is_beside_the_members_once_the_mechanic_is(as_owner: FlaskClient) -> None:
    assert "/console/invitations" in as_owner.get("/console/members").text
    assert "Nobody has opened a link yet" in as_owner.get("/console/invitations").text
    publish("name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\n")
    assert "/console/invitations" not in as_owner.get("/console/members").text


def test_the_funnel_the_cost_the_best_and_the_tree(as_owner: FlaskClient) -> None:
    publish(preset_source("cafe").replace("pending_days: 0", "pending_days: 0\n  cost: 0.02"))
    inviter = enrol_member("Ada")
    friends = [bring(inviter, name) for name in ("Grace", "Mary", "Joan")]
    further = bring(friends[0], "Hedy")
    for number, friend in enumerate((friends[0], friends[1], further)):
        buy(friend.id, f"{number}")
    page = as_owner.get("/console/invitations").text
    parts = BeautifulSoup(page, "html.parser").select(".figure")
    figures = {
        next(iter(part.dt.stripped_strings)): part.select_one(".figure-value").text  # type: ignore[union-attr]
        for part in parts
    }
    assert figures["Links opened"] == "4"
    assert figures["Friends who joined"] == "4"
    assert figures["Did what is asked"] == "3"
    assert figures["Friends thanked for"] == "3"
    assert figures["Points given"] == "150"  # 20 and 30, three times
    assert figures["Vouchers given"] == "3"
    assert figures["Points for a new member"] == "50"
    assert figures["Cost of a new member"] == "€1.00"
    best = page[page.index("Who brings the most") : page.index("Who brought whom")]
    assert best.index("Ada") < best.index("Grace")
    tree = page[page.index("Who brought whom") :]
    assert re.search(r"Ada</a>.*<ul><li>.*Grace</a>.*<ul><li>.*Hedy", re.sub(r"\n\s*", "", tree))


def test_the_owner_sees_what_speaks_against_one_and_releases_it(
    as_owner: FlaskClient, held: tuple[Member, Member]
) -> None:
    inviter, friend = held
    assert "1 invitation is doubtful" in as_owner.get("/console/").text
    page = as_owner.get("/console/invitations").text
    assert "joined on a browser that showed another member&#39;s card" in page
    decide(as_owner, "release")
    assert "doubtful" not in as_owner.get("/console/").text
    assert state_of(friend) is State.REWARDED
    assert standing_of(inviter.id).available == 30


def test_what_is_refused_brings_nothing_and_is_refused_once(
    as_owner: FlaskClient, held: tuple[Member, Member]
) -> None:
    inviter, friend = held
    path = decide(as_owner, "refuse")
    assert state_of(friend) is State.REJECTED
    assert standing_of(inviter.id).available == 0
    again = as_owner.post(path.replace("refuse", "release"))
    assert again.status_code == 409
    assert "Somebody has decided this already." in again.text


def test_a_manager_looks_and_does_not_decide(
    as_manager: FlaskClient,
) -> None:
    inviter, other = enrol_member("Ada"), enrol_member("Other")
    buy(bring(inviter, "Grace", cards_here=(other.id,)).id, "1")
    page = as_manager.get("/console/invitations").text
    assert "To look at" in page
    assert "/release" not in page


def test_the_page_costs_as_much_for_many(as_owner: FlaskClient, statements: list[str]) -> None:
    inviter = enrol_member("Ada")
    bring(inviter, "Grace")
    counts = []
    for n in range(2):
        statements.clear()
        as_owner.get("/console/invitations")
        counts.append(len(statements))
        for k in range(3):
            bring(inviter, f"friend-{n}-{k}")
    assert counts[0] == counts[1]
