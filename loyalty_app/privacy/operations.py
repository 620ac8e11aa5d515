"""Erasing a member."""

from sqlalchemy import delete, select, update

from .. import engine
from ..activities.models import ActivityRow, DetailRow
from ..activities.values import OWN_PHONE, Activity, By, Kind
from ..badges.models import SharedBadge
from ..clock import now
from ..extensions import db
from ..invitations.operations import forget_member
from ..members.codes import new_handle, new_number
from ..members.keys import forget_keys
from ..members.models import Member
from ..outreach.models import Enquiry, Message, Note, OutboxMail, ReadUpTo
from ..sessions.models import NewPhone, Passkey, SignInLink
from ..sessions.operations import sign_out_member_everywhere
from ..staff.models import Staff
from ..surveys.models import Answer, Case, LastAsked, SurveyInvitation

FORGOTTEN = (
    *(SignInLink, Passkey, NewPhone, OutboxMail, ReadUpTo, SharedBadge),
    *(Case, Answer, SurveyInvitation, LastAsked, Enquiry, Message, Note),
)
"""Tables whose rows of a member go, those that refer to others first."""


def erase(member_id: int) -> None:
    """Close the account, then forget who it was: identity, details, ways to sign in and mails.

    What stays is numbers without a name. Number and code are new ones, so that no old card or
    file leads back here. Asked twice, it was done once.
    """
    engine.record(
        Activity(
            member=member_id,
            kind=Kind.CLOSED,
            source=OWN_PHONE,
            reference=f"close-{member_id}",
            channel="web",
            by=By.MEMBER,
        )
    )
    _forget_identity(member_id)
    _forget_details(member_id)


def _forget_identity(member_id: int) -> None:
    member = db.session.get_one(Member, member_id)
    member.name, member.email, member.phone = "", None, None
    member.birthday, member.joined_via = None, None
    member.number, member.handle = new_number(), new_handle()
    member.closed_at = member.closed_at or now()
    db.session.execute(update(Staff).where(Staff.member_id == member_id).values(member_id=None))


def _forget_details(member_id: int) -> None:
    own = select(ActivityRow.id).where(ActivityRow.member_id == member_id)
    db.session.execute(delete(DetailRow).where(DetailRow.activity_id.in_(own)))
    for table in FORGOTTEN:
        db.session.execute(delete(table).where(table.member_id == member_id))
    forget_member(member_id)
    sign_out_member_everywhere(member_id)
    forget_keys(member_id)
