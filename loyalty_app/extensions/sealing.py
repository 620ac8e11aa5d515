"""Secrets at rest: a sealed column opens with SECRET_KEY alone, not with a backup."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

NONCE = 12
"""Bytes in front; AES-GCM wants them never to repeat under one key."""


def seal(secret: bytes, owner: str) -> bytes:
    """`owner` names the row: moved into another one, the seal does not open."""
    nonce = os.urandom(NONCE)
    return nonce + _cipher().encrypt(nonce, secret, owner.encode())


def unseal(sealed: bytes, owner: str) -> bytes | None:
    """None when it was sealed under another SECRET_KEY, or is not this owner's."""
    try:
        return _cipher().decrypt(sealed[:NONCE], sealed[NONCE:], owner.encode())
    except InvalidTag:
        return None


def _cipher() -> AESGCM:
    key: str = current_app.config["SECRET_KEY"]
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=b"secrets at rest")
    return AESGCM(derive.derive(key.encode()))
