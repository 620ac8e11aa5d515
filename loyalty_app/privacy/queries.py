"""Everything we hold about one member, as data that can be taken elsewhere (GDPR, article 20)."""

import json
from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Select, select

from ..activities.models import ActivityRow, DetailRow, OutcomeRow
from ..badges.models import SharedBadge
from ..challenges.models import Contribution
from ..extensions import Model, db
from ..invitations.models import Invitation, InvitationLink
from ..members.models import Consent, DeviceKey, Member, UsedStep
from ..outreach.models import Enquiry, Message, Note, OutboxMail, ReadUpTo
from ..rewards.models import Voucher
from ..sessions.models import BrowserSession, NewPhone, Passkey, SignInLink
from ..standing.models import MonthRow, StandingRow
from ..surveys.models import Answer, Case, CaseEntry, LastAsked, SurveyInvitation

JSON_TEXTS = ("body", "parts", "why", "share", "tallies", "state")
"""Columns whose text is JSON; they are handed out as what they say."""


def everything_about(member_id: int) -> dict[str, Any]:
    """Plain data, ready for JSON: the person, and every row that is theirs, oldest first."""
    own = select(ActivityRow.id).where(ActivityRow.member_id == member_id).scalar_subquery()
    phones = select(DeviceKey.id).where(DeviceKey.member_id == member_id).scalar_subquery()
    cases = select(Case.id).where(Case.member_id == member_id).scalar_subquery()
    return {
        "member": _rows(select(Member.__table__).where(Member.id == member_id)),
        "consents": _of(Consent, member_id),
        "standing": _of(StandingRow, member_id),
        "months": _of(MonthRow, member_id),
        "activities": _rows(
            select(ActivityRow.__table__)
            .where(ActivityRow.member_id == member_id)
            .order_by(ActivityRow.sequence)
        ),
        "details": _rows(select(DetailRow.__table__).where(DetailRow.activity_id.in_(own))),
        "outcomes": _rows(
            select(OutcomeRow.__table__)
            .join(ActivityRow, ActivityRow.id == OutcomeRow.activity_id)
            .where(ActivityRow.member_id == member_id)
            .order_by(ActivityRow.sequence, OutcomeRow.position)
        ),
        "vouchers": _of(Voucher, member_id),
        "shared_badges": _of(SharedBadge, member_id, without=("token",)),
        "added_to_goals": _of(Contribution, member_id),
        "notifications_read": _of(ReadUpTo, member_id),
        "last_asked": _of(LastAsked, member_id),
        "survey_invitations": _of(SurveyInvitation, member_id),
        "survey_answers": _of(Answer, member_id),
        "cases": _of(Case, member_id, without=("owner_id",)),
        "case_entries": _rows(
            select(CaseEntry.__table__).where(CaseEntry.case_id.in_(cases)), without=("staff_id",)
        ),
        "messages": _of(Message, member_id, without=("staff_id", "key")),
        "enquiries": _of(Enquiry, member_id, without=("owner_id",)),
        "notes": _of(Note, member_id, without=("staff_id", "key")),
        "mails": _of(OutboxMail, member_id, without=("facts",)),
        "sign_in_links": _of(SignInLink, member_id, without=("id", "browser", "code")),
        "invitation_link": _of(InvitationLink, member_id),
        "invitations_sent": _rows(
            select(Invitation.__table__).where(Invitation.inviter_id == member_id), ("friend_id",)
        ),
        "invitation_accepted": _rows(
            select(Invitation.__table__).where(Invitation.friend_id == member_id), ("inviter_id",)
        ),
        "passkeys": _of(Passkey, member_id, without=("id", "public_key")),
        "new_phones": _of(NewPhone, member_id, without=("id",)),
        "phones": _of(DeviceKey, member_id, without=("handle", "secret")),
        "codes_shown": _rows(select(UsedStep.__table__).where(UsedStep.key_id.in_(phones))),
        "browsers": _of(BrowserSession, member_id, without=("id", *OF_A_SHIFT)),
    }


OF_A_SHIFT = ("staff_id", "staff_until", "device_id", "by_pin")
"""What a browser's row says of who serves on it: nothing of the member's."""


def _of(table: type[Model], member_id: int, without: Iterable[str] = ()) -> list[dict[str, Any]]:
    columns = table.__table__.c
    query = select(*columns).where(columns.member_id == member_id)
    return _rows(query, without)


def _rows(query: Select[Any], without: Iterable[str] = ()) -> list[dict[str, Any]]:
    rows = db.session.execute(query).mappings()
    return [
        {name: _plain(name, value) for name, value in row.items() if name not in without}
        for row in rows
    ]


def _plain(name: str, value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    return json.loads(value) if name in JSON_TEXTS and isinstance(value, str) else value
