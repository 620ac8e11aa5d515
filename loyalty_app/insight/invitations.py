"""What invitations bring and cost, and who brought whom."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import BigInteger, case, cast, func, select

from ..activities.facts import OutcomeKind
from ..activities.models import ActivityRow, OutcomeRow
from ..extensions import db
from ..invitations.models import Invitation, State
from ..invitations.operations import SOURCE
from ..invitations.queries import Case, counted_by_state, joined_cases, number_joined
from ..members.models import Member
from ..programme.document import Programme

BEST = 5
MOST_ROOTS, DEEPEST = 20, 6
_POINTS = (OutcomeKind.POINTS_GIVEN, OutcomeKind.POINTS_TAKEN_BACK)


@dataclass(frozen=True, slots=True)
class Funnel:
    """Each number is of those who came at least so far. `points` and `vouchers` were given to both
    sides together, minus what was taken back; `cost` of a new member, in major units."""

    opened: int
    joined: int
    qualified: int
    thanked: int
    rejected: int
    points: int
    vouchers: int
    cost: Decimal | None

    @property
    def points_each(self) -> int:
        return round(self.points / self.thanked) if self.thanked else 0


def funnel(programme: Programme) -> Funnel:
    """Three statements."""
    states = counted_by_state()
    points, vouchers = _given()
    thanked = states.get(State.REWARDED, 0)
    each = programme.points.cost
    return Funnel(
        opened=sum(states.values()),
        joined=number_joined(),
        qualified=sum(states.get(s, 0) for s in (State.QUALIFIED, State.HELD)) + thanked,
        thanked=thanked,
        rejected=states.get(State.REJECTED, 0),
        points=points,
        vouchers=vouchers,
        cost=(points * each / thanked).quantize(Decimal("0.01")) if each and thanked else None,
    )


def _given() -> tuple[int, int]:
    """Of what followed from invitations; what was owed for a spent gift is given, too."""
    kind = OutcomeRow.kind
    points = case((kind.in_(_POINTS), OutcomeRow.points), else_=0)
    vouchers = case(
        (kind == OutcomeKind.VOUCHER_ISSUED, 1),
        (kind == OutcomeKind.VOUCHER_CANCELLED, -1),
        else_=0,
    )
    sums = (cast(func.coalesce(func.sum(one), 0), BigInteger) for one in (points, vouchers))
    query = select(*sums).join(ActivityRow, ActivityRow.id == OutcomeRow.activity_id)
    row = db.session.execute(query.where(ActivityRow.source == SOURCE)).one()
    return row[0], row[1]


def best_inviters() -> list[tuple[Member, int]]:
    """Who brought the most friends who were thanked for."""
    friends = func.count()
    query = (
        select(Member, friends)
        .join(Invitation, Invitation.inviter_id == Member.id)
        .where(Invitation.state == State.REWARDED)
        .group_by(Member.id)
        .order_by(friends.desc(), Member.id)
        .limit(BEST)
    )
    return [(member, n) for member, n in db.session.execute(query)]


@dataclass(frozen=True, slots=True)
class Branch:
    """A member, how they came (None: by themselves), and whom they brought."""

    member: Member
    came: Invitation | None
    friends: tuple["Branch", ...]


def trees() -> list[Branch]:
    """From those whom nobody invited down, a level each statement; the first ones who invited on
    top."""
    invited = select(Invitation.friend_id).where(Invitation.friend_id.is_not(None))
    roots = (
        select(Member)
        .join(Invitation, Invitation.inviter_id == Member.id)
        .where(Invitation.friend_id.is_not(None), Member.id.not_in(invited))
        .group_by(Member.id)
        .order_by(func.min(Invitation.id))
        .limit(MOST_ROOTS)
    )
    tops = list(db.session.scalars(roots))
    brought: dict[int, list[Case]] = defaultdict(list)
    level = {member.id for member in tops}
    for _ in range(DEEPEST):
        cases = joined_cases(level) if level else []
        for one in cases:
            brought[one.inviter.id].append(one)
        level = {one.friend.id for one in cases if one.friend}
    return [Branch(top, None, tuple(_branches(top.id, brought))) for top in tops]


def _branches(member_id: int, brought: dict[int, list[Case]]) -> Iterator[Branch]:
    for one in brought.get(member_id, ()):
        if one.friend:
            yield Branch(one.friend, one.invitation, tuple(_branches(one.friend.id, brought)))
