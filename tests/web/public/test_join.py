"""Joining: one tick, the rest is free; the card is there at once, and only once."""

from threading import Barrier, Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from loyalty_app.extensions import db
from loyalty_app.members.models import Consent, Member

from ...factories import open_shop, publish_preset

ENGLISH = {"Accept-Language": "en"}


@pytest.fixture(autouse=True)
def programme(app: Flask) -> None:
    publish_preset("cafe")


def join(client: FlaskClient, **said: str) -> TestResponse:
    form = {"name": "Member", "contact": "me@example.org", "of_age": "y", **said}
    return client.post("/join", data=form, headers=ENGLISH)


def members() -> list[Member]:
    return list(db.session.scalars(select(Member)))


def consents() -> list[Consent]:
    return list(db.session.scalars(select(Consent)))


def test_whoever_joins_has_the_card_at_once(client: FlaskClient) -> None:
    client.get("/join")
    answer = join(client, contact=" Me@Example.ORG ")
    assert (answer.status_code, answer.location) == (303, "/card")
    card = client.get("/card")
    [member] = members()
    assert member.email == "me@example.org"
    assert member.language == "en"
    assert member.number in card.text
    assert "Welcome to the café" in card.text  # and what the programme gives for joining


def test_a_phone_number_is_read_as_in_the_shops_country(client: FlaskClient) -> None:
    join(client, contact="347 123 4567")
    assert members()[0].phone == "+393471234567"


def test_htmx_is_told_to_go_to_the_card(client: FlaskClient) -> None:
    form = {"name": "Member", "contact": "me@example.org", "of_age": "y"}
    answer = client.post("/join", data=form, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/card")


def test_nothing_is_ticked_and_nothing_unticked_is_kept(client: FlaskClient) -> None:
    assert "checked" not in client.get("/join").text
    join(client)
    assert consents() == []


def test_a_consent_is_kept_with_the_words_that_were_shown(client: FlaskClient) -> None:
    page = client.get("/join", headers=ENGLISH)
    join(client, marketing="y")
    [consent] = consents()
    assert (consent.purpose, consent.given) == ("marketing", True)
    assert consent.words in page.text


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"of_age": ""}, "Tick this if it is so"),
        ({"name": "W" * 121}, "At most 120 characters"),
        ({"contact": "me@"}, "is neither an e-mail address nor a phone number"),
        ({"contact": "12"}, "is neither an e-mail address nor a phone number"),
    ],
)
def test_a_mistake_is_said_and_what_was_typed_stays(
    client: FlaskClient, said: dict[str, str], words: str
) -> None:
    answer = join(client, **{"name": "Kept", "contact": "kept@example.org", **said})
    assert answer.status_code == 422
    assert words in answer.text
    assert "kept@example.org" in answer.text or "Kept" in answer.text
    assert members() == []


def test_without_the_tick_all_that_was_typed_and_ticked_stays(client: FlaskClient) -> None:
    answer = join(client, name="Kept", contact="347 123 4567", of_age="", profiling="y")
    assert answer.status_code == 422
    assert 'value="Kept"' in answer.text
    assert 'value="347 123 4567"' in answer.text
    assert answer.text.count("checked") == 1
    assert members() == []


@pytest.mark.parametrize("said", [{}, {"name": " \u200d "}, {"contact": "  "}])
def test_a_card_for_this_phone_alone_needs_the_tick_only(
    client: FlaskClient, said: dict[str, str]
) -> None:
    answer = client.post("/join", data={"of_age": "y", **said})
    assert answer.location == "/card"
    [member] = members()
    assert (member.name, member.email, member.phone) == ("", None, None)
    assert member.number in client.get("/card").text
    assert "Your card lives on this phone alone." in client.get("/me").text


def test_two_without_a_contact_are_two_even_with_one_cookie(app: Flask) -> None:
    """Nothing tells them apart: the second might be a stranger who planted the cookie."""
    first, second = app.test_client(), app.test_client()
    first.get("/join")
    cookie = first.get_cookie("session")
    assert cookie
    second.set_cookie("session", cookie.value)
    for client in (first, second):
        assert client.post("/join", data={"of_age": "y"}).location == "/card"
    one, other = members()
    assert one.number in first.get("/card").text
    assert other.number in second.get("/card").text


def test_the_shop_in_the_link_is_kept_through_the_journey(client: FlaskClient) -> None:
    shop = open_shop("Piazza")
    client.get(f"/join?from={shop.code}")
    client.get("/login")
    client.get("/join")
    assert join(client, of_age="").status_code == 422
    join(client)
    assert members()[0].joined_via == shop.code


@pytest.mark.parametrize("code", ["nowhere", "x" * 500, "", "'; --"])
def test_a_shop_that_there_is_not_is_nowhere(client: FlaskClient, code: str) -> None:
    client.get("/join", query_string={"from": code})
    join(client)
    assert members()[0].joined_via is None


def test_a_mistake_comes_back_to_htmx_as_a_fragment(client: FlaskClient) -> None:
    answer = client.post("/join", data={}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert "<html" not in answer.text
    assert 'id="join"' in answer.text


@pytest.mark.parametrize(
    "name", ["محمد الأمين", "👩\u200d🍳 Ada 🌻", "W" * 120, "Anna  Maria\x07"], ids=ascii
)
def test_names_are_taken_as_people_write_them(client: FlaskClient, name: str) -> None:
    join(client, name=name)
    assert members()[0].name == " ".join(name.replace("\x07", "").split())
    assert client.get("/card").status_code == 200


def test_a_name_is_never_markup(client: FlaskClient) -> None:
    join(client, name="<script>alert(1)</script>")
    card = client.get("/card").text
    assert "<script>alert" not in card
    assert "&lt;script&gt;" in card


def test_a_known_contact_is_told_to_sign_in_and_learns_no_name(
    app: Flask, client: FlaskClient
) -> None:
    join(client, name="Somebody Else")
    stranger = app.test_client()
    stranger.get("/join")
    answer = join(stranger, name="Stranger")
    assert answer.status_code == 409
    assert "There is a card with this contact already." in answer.text
    assert "Somebody" not in answer.text
    assert stranger.get("/card").status_code == 303
    assert len(members()) == 1


def test_sending_twice_gives_one_card_and_both_times_the_card(
    app: Flask, client: FlaskClient
) -> None:
    """The first answer was lost on its way: the browser still has the cookie from before."""
    client.get("/join")
    cookie = client.get_cookie("session")
    assert cookie
    join(client, contact="347 123 4567")
    again = app.test_client()
    again.set_cookie("session", cookie.value)
    assert join(again, contact="347 123 4567").location == "/card"
    assert again.get("/card").status_code == 200
    assert len(members()) == 1


def test_two_tabs_at_once_make_one_member(app: Flask) -> None:
    start, answers = Barrier(2), list[int]()

    def tap() -> None:
        with app.app_context():
            start.wait()
            answers.append(join(app.test_client()).status_code)

    tabs = [Thread(target=tap) for _ in range(2)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert sorted(answers) == [303, 409]
    assert db.session.scalar(select(func.count()).select_from(Member)) == 1


def test_who_has_a_card_does_not_join_again(client: FlaskClient) -> None:
    join(client)
    assert client.get("/join").location == "/card"
    assert join(client, contact="other@example.org").location == "/card"
    assert len(members()) == 1


def test_a_cookie_that_was_planted_before_opens_nobodys_card(app: Flask) -> None:
    planter, joiner = app.test_client(), app.test_client()
    planter.get("/join")
    planted = planter.get_cookie("session")
    assert planted
    joiner.set_cookie("session", planted.value)
    join(joiner, contact="me@example.org")
    join(planter, contact="planter@example.org")
    assert "me@example.org" not in planter.get("/me").text
    assert "planter@example.org" in planter.get("/me").text
    assert "me@example.org" in joiner.get("/me").text
