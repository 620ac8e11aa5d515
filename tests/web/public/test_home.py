"""The first page: members and staff go on to theirs, a stranger learns what the card gives."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app import engine
from loyalty_app.activities.values import Activity, Kind
from loyalty_app.extensions import in_transaction

from ...factories import enrol_member, hire, preset_source, publish, publish_preset
from ...sign_in import as_member, as_staff


def test_a_stranger_sees_what_the_card_gives_and_the_ways_in(client: FlaskClient) -> None:
    publish_preset("cafe")
    page = client.get("/", headers={"Accept-Language": "en"})
    assert "1 point for every €1.00." in page.text
    assert "“A coffee” for 40 points." in page.text
    for way in ("/join", "/login", "/staff"):
        assert f'href="{way}"' in page.text


def test_a_stranger_sees_how_far_all_members_are(client: FlaskClient) -> None:
    goal = "{id: all, name: All of us, count: visits, target: 9, together: true, points: 7%s}"
    rules = "name: Shop\ncurrency: EUR\ntime_zone: Europe/Rome\nchallenges: [%s]\n"
    publish(rules % (goal % ""))
    said = Activity(enrol_member().id, Kind.VISIT, "till", "1")
    in_transaction(lambda: engine.record(said))
    page = client.get("/", headers={"Accept-Language": "en"}).text
    assert "All of us" in page
    assert "1 of 9 visits" in page
    publish(rules % (goal % ", when: {to: 2026-01-31}").replace("id: all", "id: over"))
    assert "All of us" not in client.get("/").text


def test_only_what_holds_for_every_purchase_is_promised(client: FlaskClient) -> None:
    narrow = "per_spend: {points: 1, every: 1.00}, when: {weekdays: [mon]}"
    publish(preset_source("cafe").replace("per_spend: {points: 1, every: 1.00}", narrow))
    assert "for every €1.00" not in client.get("/", headers={"Accept-Language": "en"}).text


@pytest.mark.parametrize("language", ["en", "it"])
def test_the_shop_is_named_in_every_language(client: FlaskClient, language: str) -> None:
    publish_preset("shop")
    page = client.get("/", headers={"Accept-Language": language})
    assert f'<html lang="{language}"' in page.text
    assert {"en": "The Shop", "it": "La Bottega"}[language] in page.text


def test_members_go_to_their_card_and_staff_to_the_counter(app: Flask) -> None:
    publish_preset("cafe")
    member = as_member(app.test_client(), enrol_member())
    assert member.get("/").location == "/card"
    cashier = as_staff(app.test_client(), hire())
    assert cashier.get("/").location.startswith("/counter")


def test_an_empty_shop_is_set_up_first(client: FlaskClient) -> None:
    assert client.get("/").location == "/setup"
