"""What is known of invitations: whose link a code is, who brought whom, and how they went."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import aliased

from ..extensions import db
from ..members.codes import read_in
from ..members.contacts import plain_email
from ..members.models import Member
from ..staff.models import Staff
from .models import Invitation, InvitationLink, Reason, State

AT_ONCE = timedelta(hours=1)
THANKED = (State.QUALIFIED, State.HELD, State.REWARDED)
"""What counts towards a month's friends, unless the month was full already."""


def link_of(member_id: int) -> InvitationLink | None:
    return db.session.get(InvitationLink, member_id)


def inviter_with(code: str) -> Member | None:
    """Whose link has this code now."""
    query = select(Member).join(InvitationLink, InvitationLink.member_id == Member.id)
    return db.session.scalar(query.where(InvitationLink.code == code, Member.closed_at.is_(None)))


def upstream_of(member_id: int) -> set[int]:
    """Who invited a member, and who invited them, and so on: one statement."""
    above = select(Invitation.inviter_id).where(Invitation.friend_id == member_id)
    tree = above.cte("upstream", recursive=True)
    further = select(Invitation.inviter_id).join(tree, Invitation.friend_id == tree.c.inviter_id)
    tree = tree.union(further)
    return set(db.session.scalars(select(tree.c.inviter_id)))


def alike(email: str | None, but: int) -> set[int]:
    """Members, beside this one, whose address may be another spelling of the same mailbox."""
    if not email:
        return set()
    mailbox, domain = plain_email(email)
    written = func.replace(Member.email, ".", "")
    domains = {domain} | ({"googlemail.com"} if domain == "gmail.com" else set())
    same = [_is_spelt(written, mailbox, one.replace(".", "")) for one in domains]
    return set(db.session.scalars(select(Member.id).where(or_(*same), Member.id != but)))


def _is_spelt(written: ColumnElement[str], mailbox: str, domain: str) -> ColumnElement[bool]:
    tagged = and_(
        written.startswith(f"{mailbox}+", autoescape=True),
        written.endswith(f"@{domain}", autoescape=True),
    )
    return or_(written == f"{mailbox}@{domain}", tagged)


def joined_lately(inviter_id: int, at: datetime) -> int:
    return _count(Invitation.inviter_id == inviter_id, Invitation.joined_at > at - AT_ONCE)


def thanked_in_month(inviter_id: int, day: date) -> int:
    first = day.replace(day=1)
    next_first = (first + timedelta(days=31)).replace(day=1)
    return _count(
        Invitation.inviter_id == inviter_id,
        Invitation.state.in_(THANKED),
        ~Invitation.reasons.contains(Reason.MONTHLY_CAP.value),
        Invitation.qualified_on >= first,
        Invitation.qualified_on < next_first,
    )


def _count(*which: ColumnElement[bool]) -> int:
    return db.session.scalar(select(func.count()).select_from(Invitation).where(*which)) or 0


def is_card_of(staff_id: int | None, member_id: int) -> bool:
    """Whether who served is that member themselves."""
    if staff_id is None:
        return False
    own = select(Staff.id).where(Staff.id == staff_id, Staff.member_id == member_id)
    return db.session.scalar(own) is not None


@dataclass(frozen=True, slots=True)
class Case:
    """An invitation with both sides; `friend` None: nobody has joined by it yet."""

    invitation: Invitation
    inviter: Member
    friend: Member | None


_Friend = aliased(Member)


def _cases() -> Select[Invitation, Member, Member]:
    return (
        select(Invitation, Member, _Friend)
        .join(Member, Member.id == Invitation.inviter_id)
        .outerjoin(_Friend, _Friend.id == Invitation.friend_id)
    )


def invitations_of(member_id: int, limit: int) -> list[Case]:
    """Those of one member, the newest first."""
    query = _cases().where(Invitation.inviter_id == member_id).order_by(Invitation.id.desc())
    return [Case(*row) for row in db.session.execute(query.limit(limit))]


def held_cases(limit: int) -> list[Case]:
    """What waits for the owner, the one that ends first on top."""
    query = _cases().where(Invitation.state == State.HELD)
    query = query.order_by(Invitation.due_on, Invitation.id)
    return [Case(*row) for row in db.session.execute(query.limit(limit))]


def number_held() -> int:
    """How many wait for the owner."""
    return _count(Invitation.state == State.HELD)


def number_joined() -> int:
    """How many friends have joined, whatever became of it."""
    return _count(Invitation.friend_id.is_not(None))


def joined_cases(members: Collection[int]) -> list[Case]:
    """Who joined by invitations of these members, in the order in which they came."""
    query = _cases().where(Invitation.inviter_id.in_(members), Invitation.friend_id.is_not(None))
    return [Case(*row) for row in db.session.execute(query.order_by(Invitation.joined_at))]


def invitation_of_friend(friend_id: int) -> Invitation | None:
    """The one by which a member came."""
    return db.session.scalar(select(Invitation).where(Invitation.friend_id == friend_id))


def counted_by_state() -> dict[State, int]:
    rows = db.session.execute(select(Invitation.state, func.count()).group_by(Invitation.state))
    return {State(state): n for state, n in rows}


def due(day: date, limit: int) -> list[Invitation]:
    """Whose state ends by itself on this local day, or has."""
    query = select(Invitation).where(Invitation.due_on <= day).order_by(Invitation.id)
    return list(db.session.scalars(query.limit(limit)))


_CODE = re.compile(r"(?:^|/I/)([0-9A-TV-Z]{10})$")


def inviter_in(text: str) -> Member | None:
    """Whose link this is: its code as typed, or its whole address."""
    code = read_in(text, _CODE)
    return inviter_with(code) if code else None
