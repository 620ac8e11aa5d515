"""A colleague is invited by a link: seven days, once. Looking uses none up.

They choose their own login and password, so nobody ever knows another's. What somebody may invite
to is judged again when the link is used: it is worth no more than who gave it is by then.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from flask_babel import lazy_gettext as _l
from sqlalchemy import select, update
from sqlalchemy.orm import aliased

from ..clock import now
from ..errors import LoyaltyError, NotAllowed
from ..extensions import db
from ..shops.models import Shop
from ..staff.models import Role, Staff
from ..staff.operations import hire
from ..staff.passwords import PasswordHash
from ..staff.queries import colleague
from .models import StaffInvitation
from .operations import hashed, new_token

INVITATION_LASTS = timedelta(days=7)


class InvitationOver(LoyaltyError):
    words = _l(
        "This invitation was used or withdrawn, or is older than seven days. Ask for another."
    )
    code = "invitation_over"


class InvitationState(StrEnum):
    OPEN = "open"
    USED = "used"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with the shop it is for and who gave it."""

    invitation: StaffInvitation
    shop: Shop
    by: Staff

    @property
    def state(self) -> InvitationState:
        if self.invitation.used_at:
            return InvitationState.USED
        still_good = may_invite(self.by, self.invitation.role, self.invitation.shop_id)
        if self.invitation.withdrawn_at or not still_good:
            return InvitationState.WITHDRAWN
        over = self.invitation.expires_at <= now()
        return InvitationState.EXPIRED if over else InvitationState.OPEN

    @property
    def is_open(self) -> bool:
        return self.state is InvitationState.OPEN


def may_invite(staff: Staff, role: Role, shop_id: int) -> bool:
    """The owner whom they like; a manager cashiers for their own shop."""
    if staff.left_at is not None:
        return False
    own_cashier = role is Role.CASHIER and shop_id == staff.shop_id
    return staff.role is Role.OWNER or (staff.role is Role.MANAGER and own_cashier)


def invite(
    by: int, name: str, role: Role, shop_id: int, email: str | None, language: str
) -> tuple[str, StaffInvitation]:
    """With the token of the link. Raises NotAllowed, UnknownStaff."""
    if not may_invite(colleague(by), role, shop_id):
        raise NotAllowed
    token = new_token()
    invitation = StaffInvitation(
        id=hashed(token),
        name=name.strip(),
        role=role,
        shop_id=shop_id,
        email=email,
        language=language,
        invited_by=by,
        invited_at=now(),
        expires_at=now() + INVITATION_LASTS,
    )
    db.session.add(invitation)
    db.session.flush()
    return token, invitation


def invitation_of(token: str) -> Invited | None:
    """Open or over; None when there never was one."""
    found = db.session.execute(_INVITED.where(StaffInvitation.id == hashed(token))).first()
    return Invited(*found) if found else None


def invited(invitation_id: str) -> StaffInvitation | None:
    """An invitation that is still open."""
    found = db.session.execute(_INVITED.where(StaffInvitation.id == invitation_id)).first()
    return found[0] if found and Invited(*found).is_open else None


def invitations_since(moment: datetime, shop_id: int | None = None) -> list[Invited]:
    """Those of one shop, or of all; the newest first."""
    query = _INVITED.where(StaffInvitation.invited_at > moment).order_by(
        StaffInvitation.invited_at.desc()
    )
    if shop_id is not None:
        query = query.where(StaffInvitation.shop_id == shop_id)
    return [Invited(*row) for row in db.session.execute(query)]


def withdraw(by: Staff, invitation_id: str) -> None:
    """Of one that was used nothing is taken back. Raises InvitationOver, NotAllowed."""
    invitation = db.session.get(StaffInvitation, invitation_id)
    if invitation is None:
        raise InvitationOver
    if not may_invite(by, invitation.role, invitation.shop_id):
        raise NotAllowed
    _settle(invitation_id, withdrawn_at=now())


def accept(token: str, login: str, password: PasswordHash) -> Staff:
    """The colleague they are from now on; it counts once. Raises InvitationOver, LoginTaken."""
    found = invitation_of(token)
    if found is None or not found.is_open:
        raise InvitationOver
    _settle(hashed(token), used_at=now())
    asked = found.invitation
    staff = hire(asked.name, login, password, asked.role, asked.shop_id)
    asked.staff_id = staff.id
    return staff


def _settle(invitation_id: str, **how: datetime) -> None:
    """One conditional UPDATE: of many at once, one succeeds. Raises InvitationOver."""
    still_open = (
        StaffInvitation.id == invitation_id,
        StaffInvitation.used_at.is_(None),
        StaffInvitation.withdrawn_at.is_(None),
    )
    settled = update(StaffInvitation).where(*still_open).values(**how).returning(StaffInvitation.id)
    if db.session.scalar(settled) is None:
        raise InvitationOver


_by = aliased(Staff)
_INVITED = (
    select(StaffInvitation, Shop, _by)
    .join(Shop, Shop.id == StaffInvitation.shop_id)
    .join(_by, _by.id == StaffInvitation.invited_by)
)
