"""The poster: whoever points a camera at it joins at that shop."""

import base64
import io
import re

import pytest
import zxingcpp
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image

from loyalty_app.shops.models import Shop
from loyalty_app.web.poster import Poster, Words, poster_file

from ...factories import hire, open_shop, publish_preset
from ...sign_in import as_staff

SIZES = {"a4": (2480, 3507), "a6": (1240, 1754)}
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)
"""A picture of one red pixel."""


@pytest.fixture
def shop(app: Flask) -> Shop:
    publish_preset("cafe")
    return open_shop("Piazza")


@pytest.fixture
def cashier(client: FlaskClient, shop: Shop) -> FlaskClient:
    return as_staff(client, hire(shop=shop))


def picture(file: bytes) -> Image.Image:
    """Of a PNG, or of the one picture that fills the page of a PDF."""
    if file.startswith(b"%PDF"):
        found = re.search(rb"\xff\xd8\xff.*\xff\xd9", file, re.DOTALL)
        assert found
        file = found[0]
    return Image.open(io.BytesIO(file))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["png", "pdf"])
def test_its_code_leads_to_joining_at_this_shop(
    cashier: FlaskClient, shop: Shop, size: str, kind: str
) -> None:
    answer = cashier.get(f"/poster/{size}.{kind}")
    page = picture(answer.data)
    assert page.size == SIZES[size]
    [code] = zxingcpp.read_barcodes(page)
    assert code.text == f"http://localhost/join?from={shop.code}"


def test_a_pdf_has_the_size_of_its_paper(cashier: FlaskClient) -> None:
    boxes = {
        size: re.search(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+)", cashier.get(path).data)
        for size, path in (("a4", "/poster/a4.pdf"), ("a6", "/poster/a6.pdf"))
    }
    millimetres = {
        size: [round(float(side) / 72 * 25.4) for side in box.groups()]
        for size, box in boxes.items()
        if box
    }
    assert millimetres == {"a4": [210, 297], "a6": [105, 149]}


def test_the_page_shows_it_and_offers_four_files(cashier: FlaskClient, shop: Shop) -> None:
    page = cashier.get("/poster").text
    assert f'src="/poster/a6.png?shop={shop.code}"' in page
    for name in ("a4.pdf", "a4.png", "a6.pdf", "a6.png"):
        assert f"/poster/{name}?shop={shop.code}&amp;download=1" in page
    answer = cashier.get(f"/poster/a4.pdf?shop={shop.code}&download=1")
    named = f'attachment; filename="poster-{shop.code}-a4.pdf"'
    assert answer.headers["Content-Disposition"] == named


def test_another_shop_can_be_chosen_and_none_that_there_is_not(cashier: FlaskClient) -> None:
    other = open_shop("Stazione")
    [code] = zxingcpp.read_barcodes(picture(cashier.get(f"/poster/a6.png?shop={other.code}").data))
    assert code.text.endswith(f"?from={other.code}")
    assert cashier.get("/poster?shop=nowhere").status_code == 404
    assert cashier.get("/poster/a5.png").status_code == 404


def test_it_is_for_those_who_work_here(app: Flask, shop: Shop) -> None:
    stranger = app.test_client()
    for path in ("/poster", "/poster/a6.png"):
        assert stranger.get(path).location == "/staff?next=/poster"


def test_it_is_linked_from_the_counter(cashier: FlaskClient) -> None:
    assert 'href="/poster"' in cashier.get("/counter/enrol").text


@pytest.mark.parametrize("colour", ["#ffffff", "#000000", "#ffd400", "#b5511e"])
@pytest.mark.parametrize(
    "name", ["W" * 60, "Il Giardino " * 8, "我的商店", "", "Bar 🌻"], ids=ascii
)
@pytest.mark.parametrize("logo", [None, DOT], ids=["plain", "logo"])
def test_any_name_and_colour_can_be_printed(name: str, colour: str, logo: bytes | None) -> None:
    said = (Words("Una tessera", "Inquadra qui", ""), Words("Phone" * 9, "Point " * 20, "Free."))
    poster = Poster(name, colour, "https://a-long-name-of-a-shop.example/join?from=x", said, logo)
    [code] = zxingcpp.read_barcodes(picture(poster_file(poster, "a6", "png")))
    assert code.text == poster.address
