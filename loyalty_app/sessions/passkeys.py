"""Passkeys: a key on the member's phone opens the card; we hold its public half.

A challenge is good for five minutes, in the browser that got it. What was answered once cannot be
sent again: its challenge is then older than the passkey's last use.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, update
from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from ..clock import now
from ..errors import LoyaltyError
from ..extensions import db
from ..members.models import Member
from .models import Passkey
from .queries import passkeys_of

CHALLENGE_LASTS = timedelta(minutes=5)
MOST = 20
"""Passkeys of one member; nobody has more phones."""
NO_ANSWER = (WebAuthnException, ValueError, LookupError, TypeError)
"""What verifying raises for what a browser never says; the library lets a few of them slip."""


class PasskeyRefused(LoyaltyError):
    words = _l("This passkey does not open a card here. Try again, or have a mail sent to you.")
    code = "passkey_refused"


class PasskeyNotSaved(LoyaltyError):
    words = _l("The passkey was not saved. Try again; your card is open here as before.")
    code = "passkey_not_saved"


@dataclass(frozen=True, slots=True)
class Site:
    """Whom a passkey is for: `id` is our host name, `origin` the whole address."""

    id: str
    origin: str
    name: str


@dataclass(frozen=True, slots=True)
class Challenge:
    value: bytes
    made_at: datetime

    @property
    def is_good(self) -> bool:
        return self.made_at > now() - CHALLENGE_LASTS


def ask_to_register(member: Member, site: Site) -> tuple[str, Challenge]:
    """What the browser is to be told, as JSON, and the challenge to keep for its answer."""
    options = generate_registration_options(
        rp_id=site.id,
        rp_name=site.name,
        user_id=member.handle.encode(),
        user_name=member.name or member.number,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.PREFERRED,
        ),
        exclude_credentials=[
            PublicKeyCredentialDescriptor(id=base64url_to_bytes(passkey.id))
            for passkey in passkeys_of(member.id)
        ],
    )
    return options_to_json(options), Challenge(options.challenge, now())


def register(
    member_id: int, answer: dict[str, Any], challenge: Challenge, site: Site, label: str
) -> None:
    """Raises PasskeyNotSaved."""
    if not challenge.is_good or len(passkeys_of(member_id)) >= MOST:
        raise PasskeyNotSaved
    try:
        found = verify_registration_response(
            credential=answer,
            expected_challenge=challenge.value,
            expected_rp_id=site.id,
            expected_origin=site.origin,
        )
    except NO_ANSWER as error:
        raise PasskeyNotSaved from error
    name = bytes_to_base64url(found.credential_id)
    if db.session.get(Passkey, name):
        raise PasskeyNotSaved
    db.session.add(
        Passkey(
            id=name,
            member_id=member_id,
            public_key=found.credential_public_key,
            sign_count=found.sign_count,
            label=label,
        )
    )
    db.session.flush()


def ask_to_sign_in(site: Site) -> tuple[str, Challenge]:
    """As `ask_to_register`; no passkey is named, the phone knows which it has."""
    options = generate_authentication_options(rp_id=site.id)
    return options_to_json(options), Challenge(options.challenge, now())


def use_passkey(answer: dict[str, Any], challenge: Challenge, site: Site) -> int:
    """The member whose card it opens. Raises PasskeyRefused."""
    passkey = db.session.get(Passkey, str(answer.get("id", "")), populate_existing=True)
    if passkey is None or not challenge.is_good:
        raise PasskeyRefused
    try:
        found = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge.value,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
        )
    except NO_ANSWER as error:
        raise PasskeyRefused from error
    used = db.session.execute(
        update(Passkey)
        .where(Passkey.id == passkey.id, Passkey.used_at < challenge.made_at)
        .values(sign_count=found.new_sign_count, used_at=now())
        .returning(Passkey.member_id)
        .execution_options(synchronize_session=False)
    )
    if used.first() is None:
        raise PasskeyRefused
    return passkey.member_id


def forget_passkey(member_id: int, name: str) -> None:
    """One of the member's own; the phone may still offer it, and it opens nothing."""
    db.session.execute(delete(Passkey).where(Passkey.id == name, Passkey.member_id == member_id))
