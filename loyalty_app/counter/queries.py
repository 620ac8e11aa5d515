"""What the counter asks: whose code this is, what a sale would bring, what a voucher promises."""

import json
import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, bindparam, or_, select

from ..activities.facts import Outcome
from ..activities.models import ActivityRow, DetailRow
from ..activities.queries import past_of, reversed_by
from ..activities.values import Activity, Kind, Line, Past
from ..clock import now
from ..earning.models import Budget
from ..engine import decide
from ..errors import AccountClosed, MalformedCode, UnknownActivity, UnknownMember, UnknownVoucher
from ..extensions import UtcDateTime, db
from ..members.blank_cards import blank_card
from ..members.codes import handle_in, read_in
from ..members.contacts import phone_of
from ..members.models import BlankCard, Member
from ..programme.document import Programme
from ..rewards.models import Voucher, VoucherState
from ..rewards.queries import terms_of
from ..rewards.refusals import NotOffAPurchase
from ..shops.models import Shop
from ..staff.models import Role, Staff
from ..standing.queries import standing_of
from ..standing.reversal import Net, net_of
from .rules import ASK_WITHIN, Entry, may_search_names
from .values import Customer, Taken

LONGEST_CODE = 200
"""Scanners put things around a code; nothing longer was scanned from a card."""
MOST_NAMED = 8
VOUCHER_CODE = re.compile(r"^([0-9A-TV-Z]{10})$")
_A_CODE_HAS_A_DIGIT = re.compile(r"[\w+][\w\s+./()-]*", re.ASCII)


_WITH_HANDLE = select(Member).where(Member.handle == bindparam("handle"))
_WITH_NUMBER = select(Member).where(
    or_(Member.number == bindparam("number"), Member.phone == bindparam("phone"))
)


def found(text: str, programme: Programme) -> Member | BlankCard | str:
    """Whose card, number or phone this is; a card that is nobody's; or the code of a voucher. At
    most three statements.

    Raises MalformedCode for what is none of these, UnknownMember, AccountClosed.
    """
    code = text.strip()
    shown = code[:40]
    handle = handle_in(code[:LONGEST_CODE])
    if not handle and not _could_be_a_code(code):
        raise MalformedCode(code=shown)
    member = _member_with(handle, code, phone_of(code, programme.country))
    if member:
        return _open(member)
    voucher = read_in(code, VOUCHER_CODE)
    if voucher and _is_a_voucher(voucher):
        return voucher
    if blank := blank_card(handle, code):
        return blank
    raise UnknownMember(code=shown)


def _could_be_a_code(code: str) -> bool:
    """Whether it may be a number or a phone: a card's own code is told by its beginning."""
    plain = code.upper().replace(" ", "")
    is_half_a_card = plain.startswith(("LY0", "LYO", "LY1"))
    has_a_digit = any(c.isdigit() for c in code)
    looks_right = len(code) <= 40 and _A_CODE_HAS_A_DIGIT.fullmatch(code)
    could_be_a_voucher = read_in(code, VOUCHER_CODE) is not None
    return not is_half_a_card and bool(looks_right and (has_a_digit or could_be_a_voucher))


def _member_with(handle: str | None, number: str, phone: str | None) -> Member | None:
    """By the code on the card, else by number, else by phone: one statement."""
    if handle:
        return db.session.scalar(_WITH_HANDLE, {"handle": handle})
    rows = db.session.scalars(_WITH_NUMBER, {"number": number, "phone": phone})
    return min(rows, key=lambda member: member.number != number, default=None)


def _is_a_voucher(code: str) -> bool:
    return db.session.scalar(select(Voucher.id).where(Voucher.code == code)) is not None


def member_numbered(number: str) -> Member:
    """Raises UnknownMember, AccountClosed."""
    member = db.session.scalar(select(Member).where(Member.number == number))
    if member is None:
        raise UnknownMember(code=number[:40])
    return _open(member)


def customer_numbered(number: str) -> Customer:
    """With what was taken for them a moment ago and not undone: one statement.

    Raises UnknownMember, AccountClosed."""
    said = {"number": number, "since": now() - ASK_WITHIN}
    row = db.session.execute(_customer(), said).first()
    if row is None:
        raise UnknownMember(code=number[:40])
    member, key, at, body = row
    amount = json.loads(body or "{}").get("amount", 0)
    return Customer(_open(member).id, Taken(key, amount, at) if key else None)


@cache
def _customer() -> Select[*tuple[Any, ...]]:
    since: BindParameter[datetime] = bindparam("since", type_=UtcDateTime)
    recent = (
        select(ActivityRow.id)
        .where(
            ActivityRow.member_id == Member.id,
            ActivityRow.kind.in_((Kind.PURCHASE, Kind.VISIT)),
            ActivityRow.recorded_at > since,
            ~reversed_by(Kind.UNDO),
        )
        .order_by(ActivityRow.sequence.desc())
        .limit(1)
        .correlate(Member)
        .scalar_subquery()
    )
    return (
        select(Member, ActivityRow.reference, ActivityRow.recorded_at, DetailRow.body)
        .select_from(Member)
        .outerjoin(ActivityRow, ActivityRow.id == recent)
        .outerjoin(DetailRow, DetailRow.activity_id == ActivityRow.id)
        .where(Member.number == bindparam("number"))
    )


def members_called(text: str, role: Role) -> list[Member]:
    """By a part of the name, for roles that may; one more than MOST_NAMED if there are others."""
    part = text.strip()
    if not may_search_names(role) or len(part) < 2 or not any(map(str.isalpha, part)):
        return []
    query = select(Member).where(
        Member.closed_at.is_(None), Member.name.icontains(part, autoescape=True)
    )
    return list(db.session.scalars(query.order_by(Member.name, Member.id).limit(MOST_NAMED + 1)))


def _open(member: Member) -> Member:
    if member.closed_at:
        raise AccountClosed
    return member


def preview(programme: Programme, activity: Activity) -> list[Outcome]:
    """What would follow, in memory. Nothing is held or written. Raises as recording would."""
    placed = activity.placed(programme.zone, now())
    if programme.budgets:
        paid = {row.rule: row.paid for row in db.session.execute(select(Budget.rule, Budget.paid))}
        placed = placed._replace(budgets=programme.budgets_left(paid))
    facts = decide(programme, standing_of(activity.member), placed)
    return [fact for fact in facts if isinstance(fact, Outcome)]


def discount_of(voucher: str, order: int) -> int:
    """What a voucher takes off an order, in minor units. Raises UnknownVoucher, NotOffAPurchase."""
    terms = terms_of(voucher)
    if not terms.is_discount:
        raise NotOffAPurchase
    return terms.off(order)


def entry_of(activity_id: str) -> Entry:
    """Raises UnknownActivity."""
    row = db.session.execute(
        select(
            ActivityRow.id,
            ActivityRow.member_id,
            DetailRow.staff_id,
            ActivityRow.day,
            ActivityRow.kind,
            DetailRow.happened_at,
        )
        .outerjoin(DetailRow, DetailRow.activity_id == ActivityRow.id)
        .where(ActivityRow.id == activity_id)
    ).first()
    if row is None:
        raise UnknownActivity(reference=activity_id)
    return Entry(row.id, row.member_id, row.staff_id, row.day, Kind(row.kind), row.happened_at)


@dataclass(frozen=True, slots=True)
class Returnable:
    """What may still be given back of a sale, in minor units; `lines` with what is left of each."""

    past: Past
    net: Net

    @property
    def left(self) -> int:
        return self.net.left

    @property
    def lines(self) -> list[Line]:
        pairs = zip(self.past.activity.lines, self.net.lines_left, strict=True)
        return [replace(line, amount=left) for line, left in pairs]


def returnable(entry: Entry) -> Returnable:
    """Raises UnknownActivity, TooLateToReturn."""
    asked = Activity(entry.member_id, Kind.REFUND, "", "", refers_to=entry.id)
    past = past_of(asked)
    return Returnable(past, net_of(past, past.refunds, undone=past.undone))


@dataclass(frozen=True, slots=True)
class VoucherSlip:
    """A voucher with its holder; once it is used, when, where and by whom that was."""

    voucher: Voucher
    holder: Member
    settled_at: datetime | None
    shop_name: str | None
    staff_name: str | None

    def state(self, today: date) -> VoucherState:
        """As of today, tick or no tick."""
        over = self.voucher.expires_on < today
        if over and self.voucher.state is VoucherState.ISSUED:
            return VoucherState.EXPIRED
        return self.voucher.state


def voucher_by_code(code: str) -> VoucherSlip:
    """One statement. Raises UnknownVoucher."""
    row = db.session.execute(
        select(Voucher, Member, DetailRow.happened_at, Shop.name, Staff.name)
        .join(Member, Member.id == Voucher.member_id)
        .outerjoin(DetailRow, DetailRow.activity_id == Voucher.settled_by)
        .outerjoin(Shop, Shop.code == DetailRow.shop)
        .outerjoin(Staff, Staff.id == DetailRow.staff_id)
        .where(Voucher.code == code)
    ).first()
    if row is None:
        raise UnknownVoucher
    return VoucherSlip(*row)
