"""What happens to an invitation beside the friend's own doing: the owner decides, time decides."""

from datetime import date, timedelta

from ..errors import NotFound
from ..extensions import db
from ..invitations.models import Invitation, Reason, State
from ..invitations.operations import NotHeld, end, release, thanks
from ..invitations.queries import due
from ..standing.queries import standing_of
from .recording import record_all

BATCH = 100
_OVER = {State.OPENED: Reason.NOT_JOINED, State.JOINED: Reason.NOT_IN_TIME}


def decide_invitation(invitation_id: int, today: date, *, good: bool) -> None:
    """The owner releases a doubtful invitation or refuses it, once. Raises NotFound, NotHeld."""
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None:
        raise NotFound
    if invitation.state is not State.HELD:
        raise NotHeld
    if not good:
        if not end(invitation, State.REJECTED, Reason.REFUSED):
            raise NotHeld
        return
    until = _ready_on(invitation)
    if until > today:
        if not release(invitation, until):
            raise NotHeld
    elif not _thank(invitation):
        raise NotHeld


def settle_invitations(day: date) -> int:
    """What ends by itself on a local day: some of it; how many. What was doubtful and nobody looked
    at is good."""
    found = due(day, BATCH)
    for invitation in found:
        if invitation.state in _OVER:
            end(invitation, State.EXPIRED, _OVER[invitation.state])
        else:
            _thank(invitation)
    return len(found)


def _thank(invitation: Invitation) -> bool:
    assert invitation.friend_id
    assert invitation.qualified_by
    invited = standing_of(invitation.friend_id).invited
    is_full = Reason.MONTHLY_CAP in invitation.why
    over = (State.REJECTED, Reason.MONTHLY_CAP) if is_full else (State.REWARDED, None)
    if not end(invitation, *over):
        return False
    if invited:
        record_all(thanks(invitation, invited, invitation.qualified_by, is_full=is_full))
    return True


def _ready_on(invitation: Invitation) -> date:
    """The first local day on which what was bought cannot come back any more."""
    assert invitation.friend_id
    assert invitation.qualified_on
    invited = standing_of(invitation.friend_id).invited
    return invitation.qualified_on + timedelta(days=invited.hold_days if invited else 0)
