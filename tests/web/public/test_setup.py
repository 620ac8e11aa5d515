"""An empty shop leads everybody to its first page; whoever fills it in is the owner, once."""

import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from loyalty_app.extensions import db, in_transaction
from loyalty_app.opening import operations as founding_of_a_shop
from loyalty_app.opening.operations import AlreadyFounded, Founding, found, named
from loyalty_app.programme.models import ProgrammeVersion
from loyalty_app.programme.queries import preset_source
from loyalty_app.programme.reading import read_programme
from loyalty_app.programme.versions import current_programme
from loyalty_app.rewards.models import Stock
from loyalty_app.shops.models import Shop
from loyalty_app.staff.models import Role, Staff
from loyalty_app.staff.passwords import PasswordHash

from ...factories import PASSWORD, publish_preset

ANSWERS = {
    "shop": "Bar Centrale: “il solito” # 1",
    "preset": "cafe",
    "name": "First owner",
    "login": "owner@shop.example",
    "password": PASSWORD,
}


def test_every_page_of_an_empty_shop_leads_here(client: FlaskClient) -> None:
    for path in ("/", "/join", "/console/", "/staff", "/card"):
        assert client.get(path).location == "/setup"
    assert "Open your shop" in client.get("/setup").text


def test_the_owner_has_a_shop_a_programme_and_is_signed_in(client: FlaskClient) -> None:
    answer = client.post("/setup", data=ANSWERS)
    assert (answer.status_code, answer.location) == (303, "/console/")
    assert client.get("/console/").status_code == 200
    owner = db.session.query(Staff).one()
    assert (owner.name, owner.role) == ("First owner", Role.OWNER)
    assert db.session.query(Shop).one().code == "bar-centrale-il-solito-1"
    assert current_programme().name == {"*": ANSWERS["shop"]}
    assert [(s.reward, s.taken) for s in db.session.query(Stock)] == [("mug", 0)]
    source = db.session.query(ProgrammeVersion).one().source
    assert source.startswith("# A café")


def test_a_second_time_leads_to_the_sign_in(client: FlaskClient) -> None:
    client.post("/setup", data=ANSWERS)
    again = client.post("/setup", data={**ANSWERS, "login": "other@shop.example"})
    assert again.location == "/staff"
    assert client.get("/setup").location == "/staff"
    assert db.session.query(Staff).count() == 1


def test_a_shop_with_a_programme_is_not_taken_over(client: FlaskClient) -> None:
    publish_preset("shop")
    assert client.get("/setup").location == "/staff"
    assert client.post("/setup", data=ANSWERS).location == "/staff"
    assert db.session.query(Staff).count() == 0


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("shop", "", "Please fill this in."),
        ("name", " ", "Please fill this in."),
        ("password", "short", "at least 10 characters"),
        ("password", "first owner 2026", "easily guessed"),
        ("password", "aaaaaaaaaaaa", "easily guessed"),
        ("preset", "bank", 'id="preset-fault"'),
    ],
)
def test_what_is_missing_is_said_and_the_rest_stays(
    client: FlaskClient, field: str, value: str, words: str
) -> None:
    answer = client.post("/setup", data={**ANSWERS, field: value})
    assert answer.status_code == 422
    assert words in answer.text
    assert "owner@shop.example" in answer.text
    assert PASSWORD not in answer.text
    assert db.session.query(Shop).count() == 0


def test_htmx_gets_the_fragment(client: FlaskClient) -> None:
    answer = client.post("/setup", data={}, headers={"HX-Request": "true"})
    assert answer.text.lstrip().startswith('<section class="stack-l" id="setup"')


def test_of_two_tabs_at_once_one_comes_second(app: Flask) -> None:
    outcomes: list[str] = []
    start = threading.Barrier(2)

    def begin(name: str) -> None:
        founding = Founding(name, name, PasswordHash("x"), name, "cafe")
        with app.app_context():
            start.wait()
            try:
                in_transaction(lambda: found(founding))
                outcomes.append("first")
            except AlreadyFounded:
                outcomes.append("second")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=begin, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["first", "second"]
    assert db.session.query(Staff).count() == 1


def test_who_looked_before_another_was_done_still_comes_second(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Postgres a transaction that began earlier sees what was committed meanwhile."""
    in_transaction(lambda: found(Founding("one", "one", PasswordHash("x"), "one", "cafe")))
    monkeypatch.setattr(founding_of_a_shop, "is_founded", lambda: False)
    with pytest.raises(AlreadyFounded):
        in_transaction(lambda: found(Founding("two", "two", PasswordHash("x"), "two", "cafe")))
    assert db.session.query(Staff).count() == 1


@pytest.mark.parametrize("name", ["no", "1.00", "a: b", "# x", "- y", "{z}", "è “q”", "null", "'"])
@pytest.mark.parametrize("preset", ["cafe", "shop"])
def test_a_name_changes_nothing_else_in_the_document(preset: str, name: str) -> None:
    before: Any = read_programme(preset_source(preset)).model_dump()
    text = named(preset_source(preset), name)
    after: Any = read_programme(text).model_dump()
    assert after.pop("name") == {"*": name}
    before.pop("name")
    assert after == before
    assert text.splitlines()[0] == preset_source(preset).splitlines()[0]
