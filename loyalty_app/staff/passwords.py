"""Passwords of staff: argon2id, slow on purpose, so never inside a transaction.

What a hash is and what a password is are two types: a password cannot be stored by mistake.
"""

import secrets
from functools import cache
from typing import NewType

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import lazy_gettext as _l

from ..errors import LoyaltyError

PasswordHash = NewType("PasswordHash", str)

SHORTEST, LONGEST = 10, 200
FEWEST_DIFFERENT = 5
WELL_KNOWN = ("password", "passw0rd", "1234567", "qwerty", "abcdefg", "letmein", "iloveyou")

_argon2 = PasswordHasher()


class WeakPassword(LoyaltyError):
    code = "weak_password"


class ShortPassword(WeakPassword):
    words = _l("Use at least %(least)s characters; three or four words in a row are fine.")


class GuessablePassword(WeakPassword):
    words = _l("This is easily guessed. Use words that have nothing to do with your name or login.")


def check_strength(password: str, *known: str) -> None:
    """`known` is what others know of the person: name and login. Raises WeakPassword."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ShortPassword(least=SHORTEST)
    lower = password.casefold()
    if len(set(lower)) < FEWEST_DIFFERENT or any(word in lower for word in WELL_KNOWN):
        raise GuessablePassword
    if any(len(word) > 3 and word.casefold() in lower for word in _words(known)):
        raise GuessablePassword


def _words(known: tuple[str, ...]) -> list[str]:
    return [word for text in known for word in (text, *text.replace("@", " ").split())]


def hashed(password: str) -> PasswordHash:
    return PasswordHash(_argon2.hash(password))


def matches(kept: str | None, password: str) -> bool:
    """As long as it takes, also when there is nothing to compare with."""
    try:
        _argon2.verify(kept or _nobodys(), password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@cache
def _nobodys() -> PasswordHash:
    return hashed(secrets.token_urlsafe(16))
