"""The application refuses to start with a setting that makes no sense."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import StatementError

from loyalty_app import create_app
from loyalty_app.config import InvalidSetting, check_secret_key, database_uri, read
from loyalty_app.extensions import db

GOOD_KEY = "kV7-qZr2WmX9_tLp4NsYb8HcGd3JfRu6"


@pytest.mark.parametrize(
    "key",
    [
        "",
        "dev",
        GOOD_KEY[:-1],
        "a" * 64,
        "ab" * 32,
        GOOD_KEY[:11] * 3,
        "change-me-" + GOOD_KEY,
        "my-very-own-SECRET-for-the-coffee-shop",
        "0123456789" + GOOD_KEY,
    ],
)
def test_a_weak_secret_key_is_refused(key: str) -> None:
    with pytest.raises(InvalidSetting, match="SECRET_KEY"):
        check_secret_key(key)


def test_a_random_key_is_accepted() -> None:
    check_secret_key(GOOD_KEY)


def test_nothing_starts_without_a_key() -> None:
    with pytest.raises(InvalidSetting, match="no SECRET_KEY"):
        create_app({"SECRET_KEY": None, "TESTING": True})


def test_a_stored_key_is_read_and_must_be_private(tmp_path: Path) -> None:
    path = tmp_path / "secret_key"
    path.write_text(GOOD_KEY + "\n")
    path.chmod(0o600)
    assert read({}, tmp_path)["SECRET_KEY"] == GOOD_KEY
    path.chmod(0o644)
    with pytest.raises(InvalidSetting, match="chmod 600"):
        read({}, tmp_path)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_to_name_postgres_gets_our_driver(scheme: str) -> None:
    url = database_uri(f"{scheme}://shop:pass@db/tessera", Path())
    assert url == "postgresql+psycopg://shop:pass@db/tessera"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://db/tessera"),
        ("DATABASE_URL", "tessera.sqlite"),
        ("MAIL_PORT", "smtp"),
        ("MAIL_PORT", "70000"),
        ("MAIL_USE_SSL", "maybe"),
        ("MAX_UPLOAD_MB", "-1"),
        ("PUBLIC_URL", "card.myshop.it"),
        ("PUBLIC_URL", "https://myshop.it/card"),
        ("TRUSTED_PROXIES", "all"),
    ],
)
def test_nonsense_is_refused(name: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidSetting, match=name):
        read({name: value}, tmp_path)


def test_a_public_address_is_trusted_and_makes_cookies_secure(tmp_path: Path) -> None:
    settings = read({"PUBLIC_URL": "https://card.myshop.it/"}, tmp_path)
    assert settings["PUBLIC_URL"] == "https://card.myshop.it"
    assert "card.myshop.it" in settings["TRUSTED_HOSTS"]
    assert settings["SESSION_COOKIE_SECURE"] is True


def test_a_fault_of_the_database_does_not_tell_what_was_written(app: Flask) -> None:
    with pytest.raises(StatementError) as told:
        db.session.execute(text("SELECT * FROM nowhere WHERE name = :name"), {"name": "Prima"})
    db.session.rollback()
    assert "Prima" not in str(told.value)
