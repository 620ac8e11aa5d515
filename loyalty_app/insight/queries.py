"""Today at a glance, beside the same weekday a week ago. Days are the shop's own."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import BigInteger, cast, func, select

from ..activities.chain import tallies_from, tallies_text
from ..activities.facts import OutcomeKind
from ..activities.models import ActivityRow, OutcomeRow
from ..activities.queries import reversed_by
from ..activities.values import Kind
from ..extensions import db
from ..members.models import Member
from ..programme.document import Programme
from ..standing.models import StandingRow
from ..standing.points import BURNT, EARNED
from ..standing.queries import today
from ..standing.visits import PURCHASES, SPEND, VISITS

CHART_DAYS = 14
ACTIVE_DAYS = 30
WEEK = timedelta(days=7)
PRESENT = (Kind.PURCHASE, Kind.VISIT, Kind.ACTION, Kind.CLAIM, Kind.USE, Kind.TAKE_PART)
"""What a member does themselves; refunds, corrections and the passing of time do not count."""


@dataclass(frozen=True, slots=True)
class Day:
    """What was recorded for one local day, net of what was taken back on it. `takings` is minor
    units of the recorded purchases."""

    visits: int
    purchases: int
    takings: int
    earned: int
    spent: int
    new_members: int
    vouchers_issued: int
    vouchers_used: int


@dataclass(frozen=True, slots=True)
class Glance:
    """`outstanding`: points that members could spend now, `active`: members who did something in
    the last thirty days, `visits`: by day, the last one today."""

    day: date
    now: Day
    week_ago: Day
    members: int
    active: int
    outstanding: int
    visits: tuple[tuple[date, int], ...]

    @property
    def is_quiet(self) -> bool:
        """Nothing was recorded lately."""
        return not any(number for _, number in self.visits)


def glance(programme: Programme) -> Glance:
    """Seven statements, however much was recorded."""
    day = today(programme)
    counts, vouchers = _tallies((day, day - WEEK)), _vouchers((day, day - WEEK))
    members, outstanding = _members_and_points()

    def figures(of: date) -> Day:
        return Day(
            visits=counts[of, VISITS],
            purchases=counts[of, PURCHASES],
            takings=counts[of, SPEND],
            earned=counts[of, EARNED],
            spent=counts[of, BURNT],
            new_members=_joined_on(programme, of),
            vouchers_issued=vouchers[of, OutcomeKind.VOUCHER_ISSUED],
            vouchers_used=vouchers[of, OutcomeKind.VOUCHER_USED]
            - vouchers[of, OutcomeKind.VOUCHER_REOPENED],
        )

    return Glance(
        day=day,
        now=figures(day),
        week_ago=figures(day - WEEK),
        members=members,
        active=_active_since(day - timedelta(days=ACTIVE_DAYS - 1)),
        outstanding=outstanding,
        visits=_visits(day),
    )


def _tallies(days: tuple[date, ...]) -> Counter[tuple[date, str]]:
    """What the activities of these days counted; the chain keeps it when details are deleted."""
    counts: Counter[tuple[date, str]] = Counter()
    rows = db.session.execute(
        select(ActivityRow.day, ActivityRow.tallies).where(
            ActivityRow.day.in_(days), ActivityRow.tallies != tallies_text(())
        )
    )
    for day, text in rows:
        for tally in tallies_from(text):
            counts[day, tally.subject] += tally.n
    return counts


def _vouchers(days: tuple[date, ...]) -> Counter[tuple[date, str]]:
    kinds = (
        OutcomeKind.VOUCHER_ISSUED,
        OutcomeKind.VOUCHER_USED,
        OutcomeKind.VOUCHER_REOPENED,
    )
    rows = db.session.execute(
        select(ActivityRow.day, OutcomeRow.kind, func.count())
        .join(OutcomeRow, OutcomeRow.activity_id == ActivityRow.id)
        .where(ActivityRow.day.in_(days), OutcomeRow.kind.in_(kinds))
        .group_by(ActivityRow.day, OutcomeRow.kind)
    )
    return Counter({(day, kind): number for day, kind, number in rows})


def _members_and_points() -> tuple[int, int]:
    points = cast(func.coalesce(func.sum(StandingRow.points), 0), BigInteger)
    row = db.session.execute(
        select(func.count(), points)
        .select_from(Member)
        .join(StandingRow, StandingRow.member_id == Member.id)
        .where(Member.closed_at.is_(None))
    ).one()
    return row[0], row[1]


def _joined_on(programme: Programme, day: date) -> int:
    start, end = (
        datetime.combine(one, time(), programme.zone) for one in (day, day + timedelta(days=1))
    )
    joined = select(func.count()).select_from(Member)
    return db.session.execute(
        joined.where(Member.joined_at >= start, Member.joined_at < end)
    ).scalar_one()


def _active_since(day: date) -> int:
    return db.session.execute(
        select(func.count(ActivityRow.member_id.distinct())).where(
            ActivityRow.day >= day, ActivityRow.kind.in_(PRESENT)
        )
    ).scalar_one()


def _visits(day: date) -> tuple[tuple[date, int], ...]:
    days = [day - timedelta(days=ago) for ago in reversed(range(CHART_DAYS))]
    rows = db.session.execute(
        select(ActivityRow.day, func.count())
        .where(ActivityRow.day >= days[0], ActivityRow.day <= day)
        .where(ActivityRow.kind.in_((Kind.PURCHASE, Kind.VISIT)), ~reversed_by(Kind.UNDO))
        .group_by(ActivityRow.day)
    )
    counted = {day: number for day, number in rows}
    return tuple((day, counted.get(day, 0)) for day in days)
