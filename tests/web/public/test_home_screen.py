"""What a phone fetches to keep the card: manifest, pictures, worker."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from ...factories import preset_source, publish, publish_preset

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def stranger(app: Flask) -> FlaskClient:
    publish_preset("cafe")
    return app.test_client()


def test_the_manifest_names_the_shop_in_the_readers_language(app: Flask) -> None:
    two = "name: {it: Caffè Aurora, en: Aurora Café}"
    publish(preset_source("cafe").replace("name: {it: Caffè Aurora, en: Caffè Aurora}", two, 1))
    client = app.test_client()
    answer = client.get("/manifest.webmanifest")
    assert answer.mimetype == "application/manifest+json"
    said = json.loads(answer.text)
    assert (said["name"], said["lang"]) == ("Aurora Café", "en")
    assert (said["start_url"], said["scope"], said["display"]) == ("/card", "/", "standalone")
    said = json.loads(client.get("/manifest.webmanifest", headers={"Accept-Language": "it"}).text)
    assert (said["name"], said["lang"]) == ("Caffè Aurora", "it")


def test_its_pictures_are_there_in_every_size_and_kept_for_ever(stranger: FlaskClient) -> None:
    icons = json.loads(stranger.get("/manifest.webmanifest").text)["icons"]
    assert {(icon["sizes"], icon["purpose"]) for icon in icons} == {
        (size, purpose) for size in ("192x192", "512x512") for purpose in ("any", "maskable")
    }
    for icon in icons:
        answer = stranger.get(icon["src"])
        assert (answer.status_code, answer.mimetype) == (200, icon["type"])
        assert "immutable" in answer.headers["Cache-Control"]


def test_another_colour_has_another_address(app: Flask, stranger: FlaskClient) -> None:
    before = json.loads(stranger.get("/manifest.webmanifest").text)
    source = preset_source("cafe")
    publish(re.sub(r"colour: .*", 'colour: "#123456"', source))
    after = json.loads(stranger.get("/manifest.webmanifest").text)
    assert before["icons"] != after["icons"]
    assert after["theme_color"] == "#123456"
    old = stranger.get(before["icons"][0]["src"])
    assert (old.status_code, old.headers["Cache-Control"]) == (200, "no-cache")


@pytest.mark.parametrize("path", ["any-100-abc", "some-192-abc", "any-192"])
def test_other_pictures_are_not_there(stranger: FlaskClient, path: str) -> None:
    assert stranger.get(f"/assets/icon-{path}.png").status_code == 404


@pytest.mark.parametrize("path", ["/manifest.webmanifest", "/sw.js"])
def test_a_phone_asks_each_time_and_is_told_when_nothing_changed(
    stranger: FlaskClient, path: str
) -> None:
    answer = stranger.get(path)
    assert answer.headers["Cache-Control"] == "no-cache"
    again = stranger.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


def test_the_worker_keeps_files_that_are_there_and_no_page(stranger: FlaskClient) -> None:
    answer = stranger.get("/sw.js")
    assert answer.mimetype == "text/javascript"
    found = re.search(r"const FILES = (\[.*\]);", answer.text)
    assert found
    files = json.loads(found[1])
    assert all(file.startswith(("/static/", "/assets/")) for file in files)
    for file in files:
        with stranger.get(file) as file_answer:
            assert file_answer.status_code == 200, file


def test_a_new_colour_is_another_worker(app: Flask, stranger: FlaskClient) -> None:
    before = stranger.get("/sw.js").text
    publish(re.sub(r"colour: .*", 'colour: "#123456"', preset_source("cafe")))
    assert stranger.get("/sw.js").text != before


def test_the_card_leads_to_the_manifest_and_the_picture(stranger: FlaskClient) -> None:
    stranger.post("/join", data={"name": "Member", "of_age": "y"})
    page = stranger.get("/card").text
    assert '<link rel="manifest" href="/manifest.webmanifest">' in page
    picture = re.search(r'<link rel="apple-touch-icon" href="([^"]+)">', page)
    assert picture
    assert stranger.get(picture[1]).mimetype == "image/png"
