"""A phone's keys in software: answers a site's challenges as a browser would."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import bytes_to_base64url

PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40


@dataclass
class Authenticator:
    """One key for one site; `count` is what it says of how often it was used."""

    host: str = "localhost"
    origin: str = "http://localhost"
    count: int = 0
    name: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def registered(self, options: dict[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.create` gives."""
        key = self.name_and_key()
        attestation = {"fmt": "none", "attStmt": {}, "authData": self.data(WITH_KEY) + key}
        return self.answer(
            clientDataJSON=self.client_data("webauthn.create", options["challenge"]),
            attestationObject=cbor2.dumps(attestation),
        )

    def signed(self, options: dict[str, Any]) -> dict[str, Any]:
        """What `navigator.credentials.get` gives; it counts."""
        self.count += 1
        client_data = self.client_data("webauthn.get", options["challenge"])
        data = self.data()
        signature = self.key.sign(data + hashlib.sha256(client_data).digest(), ec.ECDSA(SHA256()))
        return self.answer(clientDataJSON=client_data, authenticatorData=data, signature=signature)

    def answer(self, **parts: bytes) -> dict[str, Any]:
        name = bytes_to_base64url(self.name)
        response = {part: bytes_to_base64url(data) for part, data in parts.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": response}

    def client_data(self, kind: str, challenge: str) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(said).encode()

    def data(self, flags: int = 0) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([PRESENT | VERIFIED | flags]) + self.count.to_bytes(4, "big")

    def name_and_key(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})
        return bytes(16) + len(self.name).to_bytes(2, "big") + self.name + cose
