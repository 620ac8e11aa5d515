"""The owner's pictures of rewards stand in the catalogue, and go again."""

import re
from io import BytesIO

from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from werkzeug.test import TestResponse

from ...factories import enrol_member
from ...sign_in import as_member


def photo(colour: tuple[int, int, int], size: tuple[int, int] = (600, 300)) -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG")
    return out.getvalue()


def choose(owner: FlaskClient, file: bytes, reward: str = "mug") -> TestResponse:
    return owner.post(
        f"/console/rewards/{reward}/picture",
        data={"picture": (BytesIO(file), "mug.jpg")},
        content_type="multipart/form-data",
    )


def address_in(page: str) -> str:
    found = re.findall(r'src="(/assets/reward-mug-\w+\.webp)"', page)
    assert len(found) <= 1
    return found[0] if found else ""


def test_a_picture_is_shown_to_members_and_kept_by_browsers(
    app: Flask, as_owner: FlaskClient
) -> None:
    member = as_member(app.test_client(), enrol_member())
    assert not address_in(member.get("/rewards").text)
    assert choose(as_owner, photo((200, 20, 30))).status_code == 303
    first = address_in(member.get("/rewards").text)
    answer = app.test_client().get(first)
    assert "immutable" in answer.headers["Cache-Control"]
    assert Image.open(BytesIO(answer.data)).size == (256, 256)
    choose(as_owner, photo((20, 40, 200)))
    assert address_in(member.get("/rewards").text) not in ("", first)
    assert app.test_client().get(first).headers["Cache-Control"] == "no-cache"


def test_it_can_be_taken_away(app: Flask, as_owner: FlaskClient) -> None:
    choose(as_owner, photo((200, 20, 30)))
    shown = address_in(as_owner.get("/console/rewards").text)
    as_owner.post("/console/rewards/mug/picture/remove")
    assert not address_in(as_owner.get("/console/rewards").text)
    assert app.test_client().get(shown).status_code == 404


def test_what_is_no_picture_is_refused_beside_its_reward(as_owner: FlaskClient) -> None:
    answer = choose(as_owner, b"not a picture")
    assert answer.status_code == 422
    assert 'id="mug-fault"' in answer.text
    assert "is not a PNG, JPEG or WebP picture" in answer.text


def test_a_reward_that_is_not_there_gets_none(as_owner: FlaskClient) -> None:
    assert choose(as_owner, photo((1, 2, 3)), reward="gone").status_code == 404
