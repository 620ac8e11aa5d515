"""A member's phone as far as the rotating code goes: what the card's script does, in Python."""

from base64 import b64decode
from datetime import datetime

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select

from loyalty_app.extensions import db, in_transaction
from loyalty_app.members.keys import agree_on_key
from loyalty_app.members.models import DeviceKey, Member
from loyalty_app.members.rotating import code_of, step_at


class Phone:
    def __init__(self) -> None:
        self._private = ec.generate_private_key(ec.SECP256R1())
        half = self._private.public_key()
        self.public = half.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def learn(self, handle: str, shops_half: bytes) -> None:
        """The answer to its half: from now on it can show codes."""
        theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), shops_half)
        salt, info = handle.encode(), b"tessera rotating code"
        derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info)
        self.handle = handle
        self._key = derive.derive(self._private.exchange(ec.ECDH(), theirs))

    def learn_in_base64(self, handle: str, shops_half: str) -> None:
        self.learn(handle, b64decode(shops_half))

    def shows(self, at: datetime) -> str:
        return code_of(self._key, self.handle, step_at(at))


def phone_of(member: Member, label: str = "Phone") -> tuple[Phone, DeviceKey]:
    """A phone that was enrolled, and its row."""
    phone = Phone()
    agreed = in_transaction(lambda: agree_on_key(member.id, phone.public, label))
    phone.learn(agreed.row.handle, agreed.public)
    return phone, agreed.row


def keys_of(member_id: int) -> list[DeviceKey]:
    """That codes are accepted of, the newest first."""
    theirs = select(DeviceKey).where(DeviceKey.member_id == member_id)
    live = theirs.where(DeviceKey.revoked_at.is_(None)).order_by(DeviceKey.id.desc())
    return list(db.session.scalars(live))
