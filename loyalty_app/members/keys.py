"""The phones that show a member's rotating code: agreed on, used once per step, removed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import ColumnElement, and_, delete, select, update

from ..clock import now
from ..extensions import db
from ..extensions.sealing import seal, unseal
from .codes import random_code
from .models import DeviceKey, Member, UsedStep
from .rotating import (
    HANDLE_DIGITS,
    NEIGHBOURS,
    CodeUsed,
    ForgedCode,
    PhoneRemoved,
    Shown,
    StaleCode,
    judge,
    step_at,
)

PURPOSE = b"tessera rotating code"
"""Said on both sides of the agreement; static/js/card/key.js says the same."""

KEPT = timedelta(days=30)
"""How long a taken code is remembered; no scan is settled later than that."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """A new key's row, and our public half for the phone."""

    row: DeviceKey
    public: bytes


def agree_on_key(member_id: int, public: bytes, label: str) -> Agreed:
    """A key for one phone by ECDH on P-256: it never travels, and its maker cannot read it out.

    `public`: the phone's half, an uncompressed point. Raises ValueError when it is none.
    """
    theirs = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)
    ours = ec.generate_private_key(ec.SECP256R1())
    handle = random_code(HANDLE_DIGITS)
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=handle.encode(), info=PURPOSE)
    key = derive.derive(ours.exchange(ec.ECDH(), theirs))
    row = DeviceKey(
        handle=handle, member_id=member_id, secret=seal(key, handle), label=label, created_at=now()
    )
    db.session.add(row)
    db.session.flush()
    half = ours.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return Agreed(row, half)


def member_showing(shown: Shown, at: datetime) -> Member:
    """Whose phone shows this code, and take it: a row for each step of a key, so it counts once.

    `at`: when it was scanned, in the shop's zone; it may be settled later, as long as taken codes
    are remembered. Raises ForgedCode, StaleCode, EarlyCode, PhoneRemoved, CodeUsed.
    """
    row = db.session.execute(
        select(DeviceKey, Member, UsedStep.step)
        .join(Member, Member.id == DeviceKey.member_id)
        .outerjoin(UsedStep, and_(UsedStep.key_id == DeviceKey.id, UsedStep.step == shown.step))
        .where(DeviceKey.handle == shown.handle)
    ).first()
    secret = unseal(row[0].secret, shown.handle) if row else None
    if row is None or secret is None:
        raise ForgedCode
    key, member, used = row
    judge(shown, secret, at)
    if at < now() - KEPT:
        raise StaleCode(at)
    if key.revoked_at and key.revoked_at <= at:
        raise PhoneRemoved
    if used:
        raise CodeUsed
    db.session.add(UsedStep(key_id=key.id, step=shown.step))
    key.seen_at = max(at, key.seen_at or at)
    db.session.flush()
    return member


def revoke_keys(*which: ColumnElement[bool]) -> int:
    """Codes they show from now on are refused; answers how many keys that are."""
    live = update(DeviceKey).where(DeviceKey.revoked_at.is_(None), *which)
    revoking = live.values(revoked_at=now()).execution_options(synchronize_session=False)
    return len(db.session.scalars(revoking.returning(DeviceKey.id)).all())


def forget_old_codes() -> None:
    """When a phone was scanned is nobody's business for longer than it guards against a repeat."""
    before = now() - KEPT
    old = UsedStep.step < step_at(before) - NEIGHBOURS
    db.session.execute(delete(UsedStep).where(old))
    unused = DeviceKey.id.not_in(select(UsedStep.key_id))
    db.session.execute(delete(DeviceKey).where(DeviceKey.revoked_at < before, unused))


def forget_keys(member_id: int) -> None:
    """All phones of a member, and when they were scanned; no session may hold one any more."""
    theirs = select(DeviceKey.id).where(DeviceKey.member_id == member_id)
    db.session.execute(delete(UsedStep).where(UsedStep.key_id.in_(theirs)))
    db.session.execute(delete(DeviceKey).where(DeviceKey.member_id == member_id))
