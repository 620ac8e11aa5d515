"""What others see of a badge: the picture, the first name, and nothing else of a person."""

from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.badges.operations import share_badge
from loyalty_app.badges.queries import link_of
from loyalty_app.extensions import in_transaction
from loyalty_app.members.models import Member
from loyalty_app.privacy.operations import erase
from loyalty_app.standing.operations import enrol

from ...factories import preset_source, publish, publish_preset


@pytest.fixture
def member(app: Flask) -> Member:
    publish_preset("cafe")
    return in_transaction(lambda: enrol("Anna Surname", email="me@example.org", number="1234567"))


def shown(member: Member) -> str:
    """Where it is."""
    thanks = Activity(member.id, Kind.GIFT, "till", "g", badge="thank-you", reason="For the chairs")
    in_transaction(lambda: engine.record(thanks))
    in_transaction(lambda: share_badge(member.id, "thank-you"))
    return f"/badge/{link_of(member.id, 'thank-you')}"


def test_the_picture_is_a_large_square(client: FlaskClient, member: Member) -> None:
    answer = client.get(f"{shown(member)}.png")
    assert answer.mimetype == "image/png"
    assert Image.open(BytesIO(answer.data)).size == (1080, 1080)
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_the_page_says_the_first_name_alone(client: FlaskClient, member: Member) -> None:
    where = shown(member)
    page = client.get(where)
    assert page.status_code == 200
    assert "With our thanks" in page.text
    assert "Anna · Caffè Aurora" in page.text
    assert f'content="http://localhost{where}.png"' in page.text
    assert 'href="/join"' in page.text
    for private in ("Surname", "me@example.org", "1234567", "For the chairs"):
        assert private not in page.text


def test_who_has_no_name_is_not_shown_by_their_number(client: FlaskClient, app: Flask) -> None:
    publish_preset("cafe")
    member = in_transaction(lambda: enrol("", number="7654321"))
    page = client.get(shown(member)).text
    assert "7654321" not in page
    assert "<p>Caffè Aurora</p>" in page


def test_what_was_taken_back_is_shown_no_more(client: FlaskClient, member: Member) -> None:
    where = shown(member)
    undo = Activity(member.id, Kind.UNDO, "till", "u", refers_to="g")
    in_transaction(lambda: engine.record(undo))
    assert client.get(where).status_code == 410
    assert client.get(f"{where}.png").status_code == 404


def test_who_has_left_shows_nothing(client: FlaskClient, member: Member) -> None:
    where = shown(member)
    in_transaction(lambda: erase(member.id))
    page = client.get(where)
    assert page.status_code == 410
    assert "This badge is not shown any more" in page.text


def test_a_badge_that_the_programme_dropped_is_shown_no_more(
    client: FlaskClient, member: Member
) -> None:
    where = shown(member)
    lines = preset_source("cafe").splitlines()
    publish("\n".join(line for line in lines if "id: thank-you" not in line))
    assert client.get(where).status_code == 410


def test_a_guess_shows_nothing(client: FlaskClient, member: Member) -> None:
    shown(member)
    assert client.get("/badge/nothing").status_code == 410
    assert client.get("/badge/nothing.png").status_code == 404
