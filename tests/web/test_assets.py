"""Styles come in one file, and an address with a hash may be kept for ever."""

import re
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.web.assets import SHEETS, asset, brand_url, init_assets, stylesheet_url

STATIC = Path(__file__).resolve().parents[2] / "static"
TEMPLATES = STATIC.parent / "templates"
CLASSES = re.compile(r'class="([^"]*)"')
DESK = ("_poster.html", "poster.html", "_switch.html", "switch.html")
"""Public, as they are in the shop, and in the counter's frame."""


@pytest.fixture
def site() -> Flask:
    site = Flask(__name__, static_folder=str(STATIC), static_url_path="/static")
    init_assets(site)
    return site


@pytest.fixture
def visitor(site: Flask) -> FlaskClient:
    return site.test_client()


@pytest.mark.parametrize(("name", "folder"), SHEETS.items())
def test_a_stylesheet_holds_every_file_of_its_folder_and_is_kept_for_ever(
    site: Flask, visitor: FlaskClient, name: str, folder: str
) -> None:
    with site.test_request_context():
        address = stylesheet_url(name)
    response = visitor.get(address)
    assert response.mimetype == "text/css"
    assert "immutable" in response.headers["Cache-Control"]
    assert response.text.startswith("@layer reset, tokens, brand")
    for path in (STATIC / folder).glob("*.css"):
        assert " ".join(without_comments(path.read_text()).split()) in response.text, path
    assert "/*" not in response.text


def without_comments(css: str) -> str:
    return re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


def test_the_pages_of_members_and_visitors_use_no_class_that_only_staff_have_a_style_for() -> None:
    pages = [*(TEMPLATES / "member").glob("*.html"), *(TEMPLATES / "public").glob("*.html")]
    attributes = (CLASSES.findall(page.read_text()) for page in pages if page.name not in DESK)
    worn = {name for each in attributes for attribute in each for name in attribute.split()}
    assert "stack" in worn
    assert worn & (styled("css/staff") - styled("css")) == set()


def styled(folder: str) -> set[str]:
    sheets = (path.read_text() for path in (STATIC / folder).glob("*.css"))
    return {name for sheet in sheets for name in re.findall(r"\.([a-z][\w-]*)", sheet)}


def test_an_old_address_still_answers_but_is_not_kept(visitor: FlaskClient) -> None:
    response = visitor.get("/assets/app-before.css")
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-cache")


def test_the_palette_follows_from_the_colour_in_its_address(
    site: Flask, visitor: FlaskClient
) -> None:
    with site.test_request_context():
        address = brand_url("#1D4ED8")
    response = visitor.get(address)
    assert "--brand: light-dark(#1d4ed8" in response.text
    assert "immutable" in response.headers["Cache-Control"]


def test_what_is_no_colour_is_not_found(visitor: FlaskClient) -> None:
    assert visitor.get("/assets/brand-red;x-abc.css").status_code == 404


def test_every_file_that_a_template_asks_for_is_there(site: Flask) -> None:
    pages = (STATIC.parent / "templates").rglob("*.html")
    asked = {name for page in pages for name in re.findall(r"asset\('([^']+)'\)", page.read_text())}
    assert "js/app.js" in asked
    assert all((STATIC / name).is_file() for name in asked)
    with site.test_request_context():
        assert asset("js/app.js") == "/static/js/app.js"


def test_no_template_or_stylesheet_asks_another_host_or_styles_inline() -> None:
    for path in (STATIC.parent / "templates").rglob("*.html"):
        assert " style=" not in path.read_text(), path
    for path in (STATIC / "css").rglob("*.css"):
        assert "@import" not in path.read_text(), path
        assert "url(" not in path.read_text(), path
