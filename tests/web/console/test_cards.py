"""Sheets of cards to print: each code reads, by a reader that is not ours, and is a free card's."""

import io
import re

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from loyalty_app.extensions import in_transaction
from loyalty_app.members.blank_cards import cards_on, take_card
from loyalty_app.staff.models import Role

from ...factories import hire, preset_source, publish, publish_preset
from ...sign_in import as_staff


@pytest.fixture
def manager(app: Flask, client: FlaskClient) -> FlaskClient:
    publish_preset("cafe")
    return as_staff(client, hire(Role.MANAGER))


def codes_on(pdf: bytes) -> list[str]:
    found = re.search(rb"\xff\xd8\xff.*\xff\xd9", pdf, re.DOTALL)
    assert found
    page = Image.open(io.BytesIO(found[0]))
    return [code.text for code in zxingcpp.read_barcodes(page)]


def test_a_sheet_is_made_listed_and_printed(manager: FlaskClient) -> None:
    assert "No cards waiting" in manager.get("/console/cards").text
    assert manager.post("/console/cards").location == "/console/cards"
    page = manager.get("/console/cards").text
    assert "Sheet 1 is ready to print." in page
    assert "10 cards left" in page
    printed = manager.get("/console/cards/1.pdf")
    assert printed.mimetype == "application/pdf"
    assert sorted(codes_on(printed.data)) == sorted(f"LY0{card.handle}" for card in cards_on(1))
    assert "/console/cards" in manager.get("/console/members").text


def test_a_card_that_is_somebodys_is_not_printed_again(manager: FlaskClient) -> None:
    manager.post("/console/cards")
    number, handle = cards_on(1)[0].number, cards_on(1)[0].handle
    in_transaction(lambda: take_card(number))
    printed = manager.get("/console/cards/1.pdf").data
    assert b"/Width 2480" in printed
    assert b"/Height 3508" in printed
    codes = codes_on(printed)
    assert len(codes) == 9
    assert f"LY0{handle}" not in codes


def test_a_sheet_that_is_used_up_is_not_there(manager: FlaskClient) -> None:
    assert manager.get("/console/cards/1.pdf").status_code == 404


@pytest.mark.parametrize("name", ["Ö" * 60, "Il caffè più lungo di tutta la via della stazione"])
def test_a_long_name_leaves_the_codes_readable(manager: FlaskClient, name: str) -> None:
    source = preset_source("cafe")
    publish(source.replace("name: {it: Caffè Aurora, en: Caffè Aurora}", f"name: {name}", 1))
    manager.post("/console/cards")
    assert len(codes_on(manager.get("/console/cards/1.pdf").data)) == 10
