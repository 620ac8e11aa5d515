"""What is sealed opens for its owner and under the same key; nothing else opens it."""

import pytest
from flask import Flask

from loyalty_app.extensions.sealing import seal, unseal

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def test_it_opens_as_it_was_and_says_nothing_meanwhile(app: Flask) -> None:
    sealed = seal(b"a secret of thirty-two bytes, so", "owner")
    assert b"secret" not in sealed
    assert unseal(sealed, "owner") == b"a secret of thirty-two bytes, so"
    assert seal(b"the same", "owner") != seal(b"the same", "owner")


def test_it_opens_for_nobody_else_and_under_no_other_key(app: Flask) -> None:
    sealed = seal(b"secret", "owner")
    assert unseal(sealed, "another") is None
    assert unseal(sealed[:-1] + bytes([sealed[-1] ^ 1]), "owner") is None
    app.config["SECRET_KEY"] = "of another machine, which has the backup"
    assert unseal(sealed, "owner") is None
