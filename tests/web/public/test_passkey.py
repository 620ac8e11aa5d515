"""Saving a passkey and signing in with it, as the browser's script asks for it."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from loyalty_app.extensions import in_transaction
from loyalty_app.members.models import Member
from loyalty_app.standing.operations import enrol

from ...authenticator import Authenticator
from ...factories import publish_preset
from ...sign_in import as_member


@pytest.fixture
def member(app: Flask) -> Member:
    publish_preset("cafe")
    return in_transaction(lambda: enrol("Member", language="en"))


@pytest.fixture
def phone(app: Flask, member: Member) -> Authenticator:
    """With a passkey for the member's card."""
    phone = Authenticator()
    assert saved(as_member(app.test_client(), member), phone).json == {"go": "/me/devices"}
    return phone


def saved(client: FlaskClient, phone: Authenticator) -> TestResponse:
    options = asked(client, "/passkeys/options")
    return client.post("/passkeys", json=phone.registered(options))


def asked(client: FlaskClient, path: str) -> dict[str, Any]:
    options = client.post(path).json
    assert isinstance(options, dict)
    return options


def signed_in(client: FlaskClient, phone: Authenticator, following: str = "") -> TestResponse:
    options = asked(client, "/login/passkey/options")
    return client.post(f"/login/passkey{following}", json=phone.signed(options))


def test_it_opens_the_card_without_typing(client: FlaskClient, phone: Authenticator) -> None:
    options = asked(client, "/login/passkey/options")
    assert options.get("allowCredentials", []) == []
    assert client.post("/login/passkey", json=phone.signed(options)).json == {"go": "/card"}
    assert client.get("/card").status_code == 200


def test_it_goes_on_where_one_was_stopped_and_never_elsewhere(
    app: Flask, phone: Authenticator
) -> None:
    for following, go in [("/rewards", "/rewards"), ("//elsewhere.example", "/card")]:
        answer = signed_in(app.test_client(), phone, f"?next={following}")
        assert answer.json == {"go": go}


def test_a_passkey_is_kept_by_the_phone_and_preferably_with_a_fingerprint(
    client: FlaskClient, member: Member
) -> None:
    options = asked(as_member(client, member), "/passkeys/options")
    wanted = options["authenticatorSelection"]
    assert (wanted["residentKey"], wanted["userVerification"]) == ("required", "preferred")
    assert options["rp"]["id"] == "localhost"


def test_what_was_saved_already_is_not_saved_again(
    client: FlaskClient, member: Member, phone: Authenticator
) -> None:
    options = asked(as_member(client, member), "/passkeys/options")
    answer = phone.registered(options)
    assert [known["id"] for known in options["excludeCredentials"]] == [answer["id"]]
    refused = client.post("/passkeys", json=answer)
    assert refused.status_code == 422
    assert "was not saved" in str(refused.json)


def test_a_challenge_is_for_one_answer(client: FlaskClient, phone: Authenticator) -> None:
    options = asked(client, "/login/passkey/options")
    assert client.post("/login/passkey", json={}).status_code == 422
    assert client.post("/login/passkey", json=phone.signed(options)).status_code == 422


def test_a_challenge_is_for_the_browser_that_asked(app: Flask, phone: Authenticator) -> None:
    asker, other = app.test_client(), app.test_client()
    answer = phone.signed(asked(asker, "/login/passkey/options"))
    refused = other.post("/login/passkey", json=answer)
    assert refused.status_code == 422
    assert "does not open a card" in str(refused.json)
    assert other.get("/card").status_code == 303


def test_a_page_that_answers_late_does_not_take_the_challenge_away(
    client: FlaskClient, member: Member
) -> None:
    """It puts back the session's cookie from before: two of a phone's requests cross."""
    as_member(client, member)
    before = client.get_cookie("session")
    assert before
    options = asked(client, "/passkeys/options")
    client.set_cookie("session", before.value)
    assert client.post("/passkeys", json=Authenticator().registered(options)).status_code == 200


def test_the_workers_copy_of_the_card_takes_no_word_from_the_reader(
    client: FlaskClient, member: Member
) -> None:
    saved(as_member(client, member), Authenticator())
    assert "Saved. From now on" not in client.get("/card", headers={"Purpose": "prefetch"}).text
    assert "Saved. From now on" in client.get("/card").text


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'"x"', b'{"id": 1, "response": []}'])
def test_nonsense_is_refused(client: FlaskClient, phone: Authenticator, body: bytes) -> None:
    asked(client, "/login/passkey/options")
    answer = client.post("/login/passkey", data=body, content_type="application/json")
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("public_url", "works"),
    [
        ("http://localhost", True),
        ("https://card.example", True),
        ("http://card.example", False),
        ("https://192.0.2.7", False),
    ],
)
def test_where_browsers_know_no_passkeys_a_word_says_why(
    app: Flask, client: FlaskClient, member: Member, public_url: str, works: bool
) -> None:
    app.config["PUBLIC_URL"] = public_url
    as_member(client, member)
    page = client.get("/me/devices").text
    assert ("data-passkey" in page) is works
    assert ("Passkeys need a secure address" in page) is not works
    assert client.post("/passkeys/options").status_code == (200 if works else 404)
    assert ("data-passkey" in app.test_client().get("/login").text) is works
