"""How an invitation goes on. Each state is taken by one conditional UPDATE, so that it is once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, or_, update

from ..activities.values import Activity, Kind
from ..clock import now
from ..errors import LoyaltyError, NotFound
from ..extensions import db
from ..members.codes import random_code
from ..members.models import Member
from ..programme.document import Programme
from ..programme.sections.invitations import REVIEW_DAYS, Invitations, Qualifying
from ..standing.holdings import Invited
from .judging import CLEAR, Arrival, against_joining, against_rewarding, is_clear
from .models import Invitation, InvitationLink, Reason, State
from .queries import alike, is_card_of, joined_lately, thanked_in_month, upstream_of

SOURCE = "invitation"
DIGITS = 10
OPEN_DAYS = 30
"""For so long a browser remembers by whose link it came."""
_NOT_DOUBTS = CLEAR | {Reason.GIVEN_BACK, Reason.NOT_IN_TIME, Reason.NOT_JOINED, Reason.REFUSED}


class UnknownInvitation(NotFound):
    words = _l(
        "This invitation is not good any more. Ask your friend for a new link, or just join."
    )
    code = "unknown_invitation"


class NotHeld(LoyaltyError):
    words = _l("Somebody has decided this already. Load the page again.")
    code = "not_held"


@dataclass(frozen=True, slots=True)
class Came:
    """By whose invitation somebody joins, and what their way tells. `opening`: the row of the link
    they opened; None when they typed the code. Ids of members: `cards_here` had their card on this
    browser, `enrolled_by` serves at the counter."""

    inviter: int
    opening: int | None = None
    cards_here: tuple[int, ...] = ()
    enrolled_by: int | None = None


def make_link(member_id: int) -> str:
    """The code of a new link; the one before leads nowhere from now on."""
    code = random_code(DIGITS)
    db.session.merge(InvitationLink(member_id=member_id, code=code, made_at=now()))
    db.session.flush()
    return code


def open_link(inviter: int, was: int | None, kept: int | None, today: date) -> int | None:
    """The id of this browser's opening of a link; one that it had before (`kept`) is the same. A
    member who opens another's link is told apart, and who opens their own leaves nothing."""
    if was == inviter:
        return None
    earlier = db.session.get(Invitation, kept) if kept else None
    if earlier and earlier.inviter_id == inviter and earlier.friend_id is None:
        return earlier.id
    reasons = against_joining(Arrival(inviter, upstream_of(inviter), was)) if was else []
    invitation = Invitation(
        inviter_id=inviter,
        state=State.REJECTED if reasons else State.OPENED,
        reasons=_written(reasons),
        opened_at=now(),
        due_on=None if reasons else today + timedelta(days=OPEN_DAYS + 1),
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation.id


def take_friend(came: Came, friend: Member, programme: Programme, at: datetime) -> bool:
    """The friend has joined by an invitation; whether it may bring something."""
    rules = programme.invitations
    assert rules
    arrival = Arrival(
        inviter=came.inviter,
        upstream=upstream_of(came.inviter),
        cards_here=came.cards_here,
        alike=alike(friend.email, but=friend.id),
        enrolled_by=came.enrolled_by,
        has_contact=bool(friend.email or friend.phone),
        needs_no_purchase=rules.on is Qualifying.JOINING,
        joined_lately=joined_lately(came.inviter, at),
    )
    reasons = against_joining(arrival)
    rejected = is_clear(reasons)
    last_day = programme.local(at).date() + timedelta(days=rules.within_days)
    said: dict[str, Any] = {
        "friend_id": friend.id,
        "state": State.REJECTED if rejected else State.JOINED,
        "reasons": _written(reasons),
        "joined_at": at,
        "due_on": None if rejected else last_day + timedelta(days=1),
    }
    opened = Invitation.id == came.opening, Invitation.inviter_id == came.inviter
    free = Invitation.state.in_((State.OPENED, State.EXPIRED)), Invitation.friend_id.is_(None)
    if not (came.opening and _settle(opened + free, **said)):
        db.session.add(Invitation(inviter_id=came.inviter, opened_at=at, **said))
        db.session.flush()
    return not rejected


def qualify(activity: Activity, invited: Invited, rules: Invitations | None) -> list[Activity]:
    """The friend has done what was asked: what follows at once, if nothing speaks against it.

    The inviter's link is held, so that two tills do not both count the last friend of a month.
    """
    waiting = Invitation.state.in_((State.JOINED, State.EXPIRED))
    invitation = _held(Invitation.friend_id == activity.member, waiting)
    if invitation is None:
        return []
    inviter = invitation.inviter_id
    _hold(inviter)
    doubts = _doubts(invitation) + against_rewarding(
        served_by_inviter=is_card_of(activity.staff_id, inviter),
        this_month=thanked_in_month(inviter, activity.day),
        monthly=rules.monthly if rules else None,
    )
    review = rules.review_days if rules else REVIEW_DAYS
    waits = max(invited.hold_days, review if doubts else 0)
    state = _state(doubts, waits)
    _settle(
        (Invitation.id == invitation.id,),
        state=state,
        reasons=_written(sorted(doubts, key=lambda reason: reason not in CLEAR)),
        qualified_on=activity.day,
        qualified_by=activity.id,
        due_on=activity.day + timedelta(days=waits) if state in _WAITING else None,
    )
    if state in _WAITING:
        return []
    is_full = state is State.REJECTED
    return thanks(invitation, invited, activity.id, activity.said_at, is_full=is_full)


_WAITING = (State.QUALIFIED, State.HELD)


def _state(doubts: Collection[Reason], waits: int) -> State:
    """A doubt is looked at, also when the month is full."""
    if {*doubts} - CLEAR:
        return State.HELD
    if doubts:
        return State.REJECTED
    return State.QUALIFIED if waits else State.REWARDED


def thanks(
    invitation: Invitation,
    invited: Invited,
    cause: str,
    said_at: datetime | date | None = None,
    *,
    is_full: bool = False,
) -> list[Activity]:
    """What both sides get for an activity of the friend (`cause`, its id); the newer member first,
    so two tills cannot wait for each other. Once the inviter's month is full, the friend alone."""
    assert invitation.friend_id
    thank = partial(Activity, source=SOURCE, said_at=said_at, caused_by=cause)
    friend = thank(
        member=invitation.friend_id,
        kind=Kind.WELCOME,
        reference=friends(cause),
        points=invited.friend_points,
        reward=invited.friend_prize,
    )
    inviter = thank(
        member=invitation.inviter_id,
        kind=Kind.REFERRAL,
        reference=inviters(cause),
        points=invited.inviter_points,
        reward=invited.inviter_prize,
    )
    return [friend] if is_full else [friend, inviter]


def friends(cause: str) -> str:
    """The reference of what a friend got for an activity."""
    return f"friend-{cause}"


def inviters(cause: str) -> str:
    return f"inviter-{cause}"


def reopen(friend: int, met_by: str, invited: Invited) -> None:
    """What was done is undone; the friend may do it again to the last day. What spoke against it
    still does, and what the owner refused stays refused."""
    invitation = _held(Invitation.friend_id == friend, Invitation.qualified_by == met_by)
    if invitation is None or Reason.REFUSED in invitation.why:
        return
    _settle(
        (Invitation.id == invitation.id,),
        state=State.JOINED,
        reasons=_written([Reason.GIVEN_BACK, *_doubts(invitation)]),
        qualified_on=None,
        qualified_by=None,
        due_on=invited.last_day + timedelta(days=1),
    )


def end(invitation: Invitation, state: State, reason: Reason | None = None) -> bool:
    """Leave the state it is in, for a reason beside what spoke against it; False when another was
    faster."""
    reasons = _written([reason, *_doubts(invitation)]) if reason else invitation.reasons
    before = Invitation.id == invitation.id, Invitation.state == invitation.state
    return _settle(before, state=state, reasons=reasons, due_on=None)


def release(invitation: Invitation, until: date) -> bool:
    """A doubtful one is good; it waits like any other, to a local day."""
    before = Invitation.id == invitation.id, Invitation.state == State.HELD
    return _settle(before, state=State.QUALIFIED, due_on=until)


def forget_member(member_id: int) -> None:
    """Their link leads nowhere; what was noted of how they came or who came goes."""
    db.session.execute(delete(InvitationLink).where(InvitationLink.member_id == member_id))
    sides = or_(Invitation.inviter_id == member_id, Invitation.friend_id == member_id)
    db.session.execute(update(Invitation).where(sides).values(reasons=""))


def _doubts(invitation: Invitation) -> list[Reason]:
    return [reason for reason in invitation.why if reason not in _NOT_DOUBTS]


def _held(*which: ColumnElement[bool]) -> Invitation | None:
    """One invitation, nobody else's to change up to the end of the transaction."""
    found = update(Invitation).where(*which).values(friend_id=Invitation.friend_id)
    held = found.returning(Invitation).execution_options(populate_existing=True)
    return db.session.scalar(held.execution_options(synchronize_session=False))


def _hold(inviter: int) -> None:
    link = update(InvitationLink).where(InvitationLink.member_id == inviter)
    db.session.execute(link.values(member_id=inviter))


def _settle(which: Iterable[Any], **values: object) -> bool:
    settled = update(Invitation).where(*which).values(**values).returning(Invitation.id)
    done = db.session.scalars(settled.execution_options(synchronize_session=False)).all()
    return bool(done)


def _written(reasons: Iterable[Reason]) -> str:
    return " ".join(dict.fromkeys(reason.value for reason in reasons))
