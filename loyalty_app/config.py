"""Settings, read from the environment once, and refused when they make no sense."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from babel.support import Translations
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

CATALOGUES = Path(__file__).parent / "translations"
SHORTEST_KEY = 32
FEWEST_DIFFERENT = 10
WELL_KNOWN = (
    "secret",
    "changeme",
    "change-me",
    "change_me",
    "password",
    "default",
    "example",
    "insecure",
    "tessera",
    "loyalty",
    "abcdef",
    "qwerty",
    "012345",
    "123456",
)
LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
MEBIBYTE = 1024 * 1024
YES, NO = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


def said_later(words: str) -> str:
    """Marks words for the catalogues; there is no application yet that could translate them."""
    return words


class InvalidSetting(Exception):
    """The application does not start: a setting is missing or makes no sense."""

    def __init__(self, words: str, **facts: object) -> None:
        super().__init__(words % facts)
        self.words, self.facts = words, facts

    def said_in(self, language: str) -> str:
        """The sentence in a language of the catalogues, else in English."""
        return Translations.load(CATALOGUES, [language]).gettext(self.words) % self.facts


@dataclass(frozen=True)
class Environment:
    values: Mapping[str, str]

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "").strip() or default

    def number(self, name: str, default: int, *, least: int, most: int) -> int:
        text = self.text(name, str(default))
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            words = said_later("%(name)s must be a whole number from %(least)d to %(most)d.")
            raise InvalidSetting(words, name=name, least=least, most=most)
        return int(text)

    def switch(self, name: str, default: bool) -> bool:
        text = self.text(name).lower()
        if text not in ("", *YES, *NO):
            raise InvalidSetting(said_later("%(name)s must be 1 or 0."), name=name)
        return text in YES if text else default

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]


def read(values: Mapping[str, str], instance: Path) -> dict[str, Any]:
    """All settings of the application. Raises InvalidSetting."""
    environment = Environment(values)
    return {
        "SECRET_KEY": environment.text("SECRET_KEY") or _stored_key(instance),
        "SQLALCHEMY_DATABASE_URI": database_uri(environment.text("DATABASE_URL"), instance),
        "MAX_CONTENT_LENGTH": environment.number("MAX_UPLOAD_MB", 16, least=1, most=500) * MEBIBYTE,
        # As long as browsers keep a cookie: whoever joined by phone has no mail to come back by.
        "PERMANENT_SESSION_LIFETIME": timedelta(days=400),
        "WTF_CSRF_TIME_LIMIT": None,  # a till stays open all day
        "COMPRESS_ALGORITHM": ["br", "gzip"],
        "COMPRESS_BR_LEVEL": 5,  # a fifth smaller than zstd, and no slower
        "COMPRESS_STREAMS": False,  # a live event must not wait in a compressor
        **_addresses(environment),
        **_mail(environment),
    }


def check_secret_key(key: object) -> None:
    """Refuse a key that could be guessed. Raises InvalidSetting."""
    if not isinstance(key, str) or not key:
        raise InvalidSetting(
            said_later("There is no SECRET_KEY. `make setup` makes one; or set one.")
        )
    if len(key) < SHORTEST_KEY or len(set(key)) < FEWEST_DIFFERENT or _repeats_itself(key.lower()):
        raise InvalidSetting(
            said_later("SECRET_KEY is too short or repeats itself. `make setup` makes a good one.")
        )
    if any(word in key.lower() for word in WELL_KNOWN):
        raise InvalidSetting(
            said_later("SECRET_KEY has a well-known word in it. `make setup` makes a good one.")
        )


def database_uri(url: str, instance: Path) -> str:
    """The driver we use for the address that hosts and people write. Raises InvalidSetting."""
    if not url:
        return f"sqlite:///{instance / 'tessera.sqlite'}"
    try:
        address = make_url(url)
    except ArgumentError as error:
        words = said_later("DATABASE_URL is not the address of a database.")
        raise InvalidSetting(words) from error
    if address.drivername in ("postgres", "postgresql"):
        address = address.set(drivername="postgresql+psycopg")
    if address.drivername not in ("sqlite", "postgresql+psycopg"):
        raise InvalidSetting(said_later("DATABASE_URL must begin with postgresql:// or sqlite:///"))
    return address.render_as_string(hide_password=False)


def _repeats_itself(key: str) -> bool:
    return key in (key + key)[1:-1]


def _stored_key(instance: Path) -> str | None:
    path = instance / "secret_key"
    if not path.is_file():
        return None
    if path.stat().st_mode & 0o077:
        words = said_later("%(path)s can be read by others; run: chmod 600 %(path)s")
        raise InvalidSetting(words, path=path)
    return path.read_text().strip()


def _addresses(environment: Environment) -> dict[str, Any]:
    """Where people reach us. Links in mails come from PUBLIC_URL, never from a request."""
    public_url = environment.text("PUBLIC_URL").rstrip("/")
    trusted = environment.words("TRUSTED_HOSTS") or list(LOCAL_HOSTS)
    secure = False
    if public_url:
        parts = urlsplit(public_url)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
            raise InvalidSetting(said_later("PUBLIC_URL must look like https://card.myshop.it"))
        secure = parts.scheme == "https"
        trusted.append(parts.hostname)
    return {
        "PUBLIC_URL": public_url or None,
        "PREFERRED_URL_SCHEME": "https" if secure else "http",
        "TRUSTED_HOSTS": trusted,
        "TRUSTED_PROXIES": environment.number("TRUSTED_PROXIES", 0, least=0, most=5),
        # Lax, not Strict: the link in a mail must find its reader signed in.
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SECURE": secure,
        # The prefix lets no other site on the domain set our cookie; browsers want HTTPS for it.
        "SESSION_COOKIE_NAME": "__Host-session" if secure else "session",
        "REMEMBER_COOKIE_SECURE": secure,
        "REMEMBER_COOKIE_HTTPONLY": True,
        "REMEMBER_COOKIE_SAMESITE": "Lax",
    }


def _mail(environment: Environment) -> dict[str, Any]:
    server = environment.text("MAIL_SERVER")
    use_ssl = environment.switch("MAIL_USE_SSL", default=False)
    use_tls = environment.switch("MAIL_USE_TLS", default=bool(server) and not use_ssl)
    if use_ssl and use_tls:
        raise InvalidSetting(said_later("MAIL_USE_SSL and MAIL_USE_TLS exclude each other."))
    return {
        # Without a server mails are printed, so that a first look works without one.
        "MAIL_BACKEND": "smtp" if server else "console",
        "MAIL_SERVER": server or "localhost",
        "MAIL_PORT": environment.number("MAIL_PORT", 465 if use_ssl else 587, least=1, most=65535),
        "MAIL_USERNAME": environment.text("MAIL_USERNAME") or None,
        "MAIL_PASSWORD": environment.text("MAIL_PASSWORD") or None,
        "MAIL_USE_TLS": use_tls,
        "MAIL_USE_SSL": use_ssl,
        # Whoever reads mails can sign in as anybody: for a first look on one's own machine.
        "SHOW_MAILS": not server and environment.switch("SHOW_MAILS", default=False),
        "MAIL_TIMEOUT": 20,
        "MAIL_DEFAULT_SENDER": environment.text("MAIL_SENDER", "Tessera <card@localhost>"),
    }
