"""The owner's logo stands wherever the shop shows its face, and goes again without a trace."""

import json
import re
from io import BytesIO

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from ...factories import enrol_member, open_shop
from ...sign_in import as_member
from .conftest import HTMX

MASTHEAD = re.compile(r'<header class="masthead">.*?<img src="(/assets/logo-\w+\.webp)"', re.DOTALL)
RED, BLUE = (200, 20, 30), (20, 40, 200)


def file_of(colour: tuple[int, int, int], kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.new("RGB", (300, 300), colour).save(out, kind)
    return out.getvalue()


def choose(owner: FlaskClient, file: bytes, **headers: str) -> TestResponse:
    return owner.post(
        "/console/logo",
        data={"picture": (BytesIO(file), "logo.png")},
        content_type="multipart/form-data",
        headers=headers,
    )


def shown(page: str) -> str | None:
    found = re.search(
        r'<header class="masthead">.*?<img src="(/assets/logo-\w+\.webp)"', page, re.S
    )
    return found[1] if found else None


def middle(file: bytes) -> tuple[int, ...]:
    picture = Image.open(BytesIO(file)).convert("RGB")
    found = picture.getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(found, tuple)
    return found


def is_near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def test_it_stands_above_every_page_and_is_kept_for_ever(app: Flask, as_owner: FlaskClient) -> None:
    assert choose(as_owner, file_of(RED)).location == "/console/logo"
    member = as_member(app.test_client(), enrol_member())
    stranger = app.test_client()
    pages = [(as_owner, "/console/logo"), (stranger, "/"), (stranger, "/join"), (member, "/card")]
    [address] = {shown(who.get(path).text) for who, path in pages}
    assert address
    picture = stranger.get(address)
    assert (picture.mimetype, "immutable" in picture.headers["Cache-Control"]) == (
        "image/webp",
        True,
    )
    assert is_near(middle(picture.data), RED)
    assert len(picture.data) < 4_000
    assert f'"{address}"' in stranger.get("/sw.js").text


def test_another_one_has_another_address(app: Flask, as_owner: FlaskClient) -> None:
    choose(as_owner, file_of(RED))
    before = shown(as_owner.get("/console/logo").text)
    choose(as_owner, file_of(BLUE, "JPEG"))
    after = shown(as_owner.get("/console/logo").text)
    assert before
    assert after
    assert before != after
    old = app.test_client().get(before)
    assert old.headers["Cache-Control"] == "no-cache"
    assert is_near(middle(old.data), BLUE)


def icons(client: FlaskClient) -> dict[str, bytes]:
    """The pictures for home screens, by their addresses."""
    listed = json.loads(client.get("/manifest.webmanifest").text)["icons"]
    return {icon["src"]: client.get(icon["src"]).data for icon in listed}


def test_it_is_the_icon_on_home_screens(app: Flask, as_owner: FlaskClient) -> None:
    stranger = app.test_client()
    before = icons(stranger)
    choose(as_owner, file_of(RED))
    after = icons(stranger)
    assert not before.keys() & after.keys()
    assert all(is_near(middle(icon), RED) for icon in after.values())


def test_it_is_on_the_poster(as_owner: FlaskClient) -> None:
    path = f"/poster/a6.png?shop={open_shop('Piazza').code}"
    assert not has(as_owner.get(path).data, RED)
    choose(as_owner, file_of(RED))
    assert has(as_owner.get(path).data, RED)


def has(poster: bytes, colour: tuple[int, int, int]) -> bool:
    top = Image.open(BytesIO(poster)).convert("RGB").crop((0, 0, 1240, 250))
    return colour in {found for _count, found in top.getcolors(1 << 24) or []}


def test_it_can_be_removed(app: Flask, as_owner: FlaskClient) -> None:
    before = icons(app.test_client())
    choose(as_owner, file_of(RED))
    address = shown(as_owner.get("/console/logo").text)
    assert address
    assert as_owner.post("/console/logo/remove").location == "/console/logo"
    page = as_owner.get("/console/logo").text
    assert shown(page) is None
    assert "Remove the logo" not in page
    assert app.test_client().get(address).status_code == 404
    assert icons(app.test_client()) == before


@pytest.mark.parametrize(
    ("language", "words"), [("en", "not a PNG, JPEG or WebP"), ("it", "non è un&#39;immagine PNG")]
)
def test_a_bad_file_is_refused_in_words_and_changes_nothing(
    as_owner: FlaskClient, language: str, words: str
) -> None:
    choose(as_owner, file_of(RED))
    before = shown(as_owner.get("/console/logo").text)
    as_owner.environ_base["HTTP_ACCEPT_LANGUAGE"] = language
    refused = choose(as_owner, b"<svg onload='alert(1)'/>", **HTMX)
    assert refused.status_code == 422
    assert words in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert shown(as_owner.get("/console/logo").text) == before


def test_without_a_file_it_asks_for_one(as_owner: FlaskClient) -> None:
    answer = as_owner.post("/console/logo", data={})
    assert answer.status_code == 422
    assert "Choose a picture first" in answer.text


def test_it_is_the_owners_and_linked_for_them_alone(
    as_owner: FlaskClient, app: Flask, as_manager: FlaskClient
) -> None:
    assert 'href="/console/logo"' not in as_manager.get("/console/programme").text
    assert choose(as_manager, file_of(RED)).status_code == 403
